import { Skeleton } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { useComparison, useDocument } from '../../../api/documentJobs';
import type { Comparison } from '../../../api/documents';
import type { ComparisonSearch } from '../../../filters/search';
import { Card } from '../../../ui/Card';
import { DataTable } from '../../../ui/DataTable';
import { Empty } from '../../../ui/Empty';
import { Page } from '../../../ui/Page';
import { None } from '../../settings/None';
import { Found } from '../../leads/Found';
import form from '../../../ui/Form.module.css';
import back from '../../leads/BackLink.module.css';
import { ToolsNav } from '../ToolsNav';
import classes from './Comparison.module.css';
import { labelOfPath, wordsOfValue } from './inputLines';
import { PriceChanges } from './PriceChanges';
import { TextChanges } from './TextChanges';

const route = getRouteApi('/house/tools/documents/$id/comparison');

/** What changed from one version to another: what was written in the form, what it costs, what it says. */
export function ComparisonPage() {
  const { id } = route.useParams();
  const { with: other }: ComparisonSearch = route.useSearch();
  const document = useDocument(id);
  const versions = document.data?.versions ?? [];
  const older = versions.find((each) => each.id === other)?.version;
  const title = document.data && older ? `Version ${older} and version ${document.data.version}` : 'What changed';

  return (
    <Page title={title}>
      <ToolsNav />
      <nav aria-label="Up">
        <Link to="/tools/documents/$id" params={{ id }} className={back.back}>
          <ArrowLeft size={15} strokeWidth={1.75} aria-hidden />
          {document.data?.title ?? 'The document'}
        </Link>
      </nav>
      {other === undefined ? (
        <Empty reason="Nothing is chosen to compare it with." wayOut="Choose “What changed” beside one of its versions." linkToData={false} />
      ) : (
        <Changes id={id} other={other} sides={[older ? `Version ${older}` : 'Before', document.data ? `Version ${document.data.version}` : 'After']} />
      )}
    </Page>
  );
}

function Changes({ id, other, sides }: { id: string; other: string; sides: readonly [before: string, after: string] }) {
  const comparison = useComparison(id, other);

  return (
    <Found of={comparison} what="such pair of versions" loading={<Skeleton h={480} />}>
      {(found) => (
        <>
          <Inputs of={found} sides={sides} />
          <PriceChanges prices={found.prices} sides={sides} />
          <TextChanges text={found.text} />
        </>
      )}
    </Found>
  );
}

function Inputs({ of: { inputs }, sides }: { of: Comparison; sides: readonly [string, string] }) {
  return (
    <Card title="In the form" testId="input-changes">
      {inputs.length === 0 ? (
        <None>The same was written in both.</None>
      ) : (
        <DataTable
          label="What was written differently"
          columns={[
            { id: 'what', header: 'What', cell: ({ path }) => labelOfPath(path) },
            { id: 'from', header: sides[0], cell: ({ from }) => (from === null ? <span className={form.quiet}>nothing</span> : <del className={classes.was}>{wordsOfValue(from)}</del>) },
            { id: 'to', header: sides[1], cell: ({ to }) => (to === null ? <span className={form.quiet}>nothing</span> : <ins className={classes.now}>{wordsOfValue(to)}</ins>) },
          ]}
          rows={inputs}
          keyOf={({ path }) => path}
          testId="table-inputs"
        />
      )}
    </Card>
  );
}
