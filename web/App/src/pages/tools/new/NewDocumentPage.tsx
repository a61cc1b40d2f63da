import { Skeleton } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { useDefaults, useDocument, useTemplates } from '../../../api/documentJobs';
import type { Client, DocumentDetails, DocumentKind, Inputs } from '../../../api/documents';
import { usePrices } from '../../../api/prices';
import { mayMake, useSession } from '../../../api/session';
import { documentKinds, type NewDocumentSearch } from '../../../filters/search';
import { Empty } from '../../../ui/Empty';
import { Page } from '../../../ui/Page';
import { QueryState } from '../../../ui/QueryState';
import { BackLink } from '../../leads/BackLink';
import { Found } from '../../leads/Found';
import { ALaCarteForm } from '../forms/ALaCarteForm';
import { ContractForm } from '../forms/ContractForm';
import { DeckForm } from '../forms/DeckForm';
import type { FormProps } from '../forms/DocumentForm';
import { WorkbookForm } from '../forms/WorkbookForm';
import { kindWords } from '../kinds';
import { ToolsNav } from '../ToolsNav';

const route = getRouteApi('/house/tools/new/$kind');
const forms: Readonly<Record<DocumentKind, ComponentType<FormProps>>> = { contract: ContractForm, deck: DeckForm, workbook: WorkbookForm, 'a-la-carte': ALaCarteForm };
const loading = <Skeleton h={640} />;

/** A new document, or the next version of one that is there. */
export function NewDocumentPage() {
  const { kind: written } = route.useParams();
  const { from, lead, deal }: NewDocumentSearch = route.useSearch();
  const { user } = useSession();
  const kind = documentKinds.find((each) => each === written);

  if (kind === undefined || !mayMake(user.role)) {
    return (
      <Page title="Tools">
        <ToolsNav />
        {kind === undefined ? (
          <Empty reason="There is no such document." wayOut="The house makes contracts, decks, workbooks and à la carte offers." linkToData={false} />
        ) : (
          <Empty reason="You are a Viewer, who changes nothing." wayOut="What was made stands under Documents. An administrator can give you another role." linkToData={false} />
        )}
      </Page>
    );
  }

  return from ? <NextVersion key={from} kind={kind} id={from} /> : <New key={`${kind} ${lead ?? deal ?? ''}`} kind={kind} lead={lead} deal={deal} />;
}

function New({ kind, lead, deal }: { kind: DocumentKind; lead: string | undefined; deal: string | undefined }) {
  const source = { ...(lead ? { lead } : {}), ...(deal ? { deal } : {}) };
  const defaults = useDefaults(kind, source, { enabled: true });

  return (
    <Page title={`New ${kindWords[kind].noun}`}>
      <ToolsNav />
      <QueryState of={defaults} loading={loading}>
        {({ inputs }) => <Form kind={kind} inputs={inputs} client={clientOf(lead, deal, inputs)} />}
      </QueryState>
    </Page>
  );
}

function NextVersion({ kind, id }: { kind: DocumentKind; id: string }) {
  const document = useDocument(id);

  return (
    <Page title={document.data ? document.data.title : `New version of the ${kindWords[kind].noun}`}>
      <ToolsNav />
      <BackLink to="/tools/documents">All documents</BackLink>
      <Found of={document} what="document" loading={loading}>
        {(found) => <Form kind={found.kind} inputs={found.inputs ?? {}} client={null} from={found} />}
      </Found>
    </Page>
  );
}

function Form({ kind, inputs, client, from }: { kind: DocumentKind; inputs: Inputs; client: Client | null; from?: DocumentDetails }) {
  const templates = useTemplates();
  const prices = usePrices();
  const Kind = forms[kind];

  return (
    <QueryState of={templates} loading={loading}>
      {(found) => (
        <QueryState of={prices} loading={loading}>
          {({ content }) => <Kind catalog={{ templates: found, prices: content }} inputs={inputs} client={client} from={from} />}
        </QueryState>
      )}
    </QueryState>
  );
}

/** Whom an address names whose form it opened; the defaults say who that is. */
function clientOf(lead: string | undefined, deal: string | undefined, inputs: Inputs): Client | null {
  const id = lead ?? deal;
  if (id === undefined) {
    return null;
  }

  const { company, contact, email } = (inputs['client'] ?? {}) as { company?: string; contact?: string; email?: string };
  return { kind: lead ? 'lead' : 'deal', id, name: contact ?? company ?? 'Chosen client', company: company ?? null, email: email ?? null, about: null };
}
