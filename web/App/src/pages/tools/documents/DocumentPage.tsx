import { Skeleton } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useDocument, useDocumentProgress } from '../../../api/documentJobs';
import type { DocumentDetails } from '../../../api/documents';
import { Advice } from '../../../ui/Advice';
import { Card, Cards } from '../../../ui/Card';
import form from '../../../ui/Form.module.css';
import { Page } from '../../../ui/Page';
import { BackLink } from '../../leads/BackLink';
import { Found } from '../../leads/Found';
import { PriceTable } from '../PriceTable';
import { ToolsNav } from '../ToolsNav';
import { DocumentActions } from './DocumentActions';
import { DocumentFacts } from './DocumentFacts';
import classes from './DocumentPage.module.css';
import { Files } from './Files';
import { Making } from './Making';
import { SignaturePanel } from './SignaturePanel';
import { isUnderWay, progressOf } from './state';
import { Versions } from './Versions';

const route = getRouteApi('/house/tools/documents/$id');

/** One document: how far it is, its files, what it was made from, its versions and its signature. */
export function DocumentPage() {
  const { id } = route.useParams();
  const document = useDocument(id);

  return (
    <Page title={document.data?.title ?? 'Document'}>
      <ToolsNav />
      <div className={classes.head}>
        <BackLink to="/tools/documents">All documents</BackLink>
        {document.data && <DocumentActions document={document.data} />}
      </div>
      <Found of={document} what="document" loading={<Cards><Skeleton h={360} /><Skeleton h={360} /></Cards>}>
        {(found) => <Body key={id} document={found} />}
      </Found>
    </Page>
  );
}

function Body({ document }: { document: DocumentDetails }) {
  const live = useDocumentProgress(document.id);
  const { state } = progressOf(document, live);

  return (
    <>
      {isUnderWay(state) && <Making document={document} live={live} />}
      {document.reason && <Advice tone={state === 'failed' ? 'bad' : 'wait'} reason={document.reason} wayOut={document.wayOut} testId="document-reason" />}
      {document.erasedAt && <Advice tone="wait" reason="What this document said was erased, because it was about a person who asked for it." />}
      <div className={classes.sides}>
        <div className={classes.side}>
          <Files document={document} />
          {document.kind === 'contract' && state === 'ready' && <SignaturePanel document={document} />}
          {document.prices && document.prices.lines.length > 0 && (
            <Card title="Prices" about="As they were on the day it was made." testId="document-prices">
              <div className={form.inside}>
                <PriceTable prices={document.prices} />
              </div>
            </Card>
          )}
        </div>
        <div className={classes.side}>
          <DocumentFacts document={document} state={state} />
          <Versions document={document} />
        </div>
      </div>
    </>
  );
}
