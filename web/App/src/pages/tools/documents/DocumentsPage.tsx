import { Skeleton } from '@mantine/core';
import { useDocuments } from '../../../api/documentJobs';
import type { DocumentKind, DocumentState, SignatureFilter } from '../../../api/documents';
import { documentStates, signatureFilters } from '../../../filters/search';
import { Card } from '../../../ui/Card';
import { Empty } from '../../../ui/Empty';
import { FilterBar } from '../../../ui/FilterBar';
import { type FilterChip, FilterChips } from '../../../ui/FilterChips';
import { FilterSelect } from '../../../ui/FilterSelect';
import { FilterText } from '../../../ui/FilterText';
import form from '../../../ui/Form.module.css';
import { LoadMore } from '../../../ui/LoadMore';
import { Page } from '../../../ui/Page';
import { QueryState } from '../../../ui/QueryState';
import { kinds, kindWords } from '../kinds';
import { ToolsNav } from '../ToolsNav';
import { useDocumentsSearch } from '../useToolsSearch';
import { DocumentRows } from './DocumentRows';
import { signatureFilterWords, stateWords } from './state';

/** Everything that was made, by whom and when (C6); a new one appears by itself. */
export function DocumentsPage() {
  const { search } = useDocumentsSearch();
  const documents = useDocuments(search);
  const isFiltered = Object.values(search).some((each) => each !== undefined);

  return (
    <Page title="Documents">
      <ToolsNav />
      <Filters />
      <Card title="Made here" about="The latest first. What is being made shows how far it is." testId="documents-card">
        <QueryState of={documents} loading={<div className={form.inside}><Skeleton h={420} /></div>}>
          {({ pages }) => {
            const rows = pages.flatMap((page) => page.items);
            return rows.length === 0 && !documents.hasNextPage ? (
              isFiltered ? (
                <Empty reason="No document answers to these filters." wayOut="Remove one of them." linkToData={false} />
              ) : (
                <Empty reason="No document has been made yet." wayOut="Contract, deck, workbook and à la carte offer stand at the top of this page." linkToData={false} />
              )
            ) : (
              <div>
                <DocumentRows rows={rows} label="Documents" />
                <LoadMore of={documents} shown={rows.length} what={['document', 'documents']} />
              </div>
            );
          }}
        </QueryState>
      </Card>
    </Page>
  );
}

function Filters() {
  const { search, set } = useDocumentsSearch();
  const { kind, state, signature, text, lead, deal } = search;
  const chips: FilterChip[] = [
    ...(kind ? [{ kind: 'Kind', value: kind, label: kindWords[kind].label, onRemove: () => set({ kind: undefined }) }] : []),
    ...(state ? [{ kind: 'State', value: state, label: stateWords[state].label, onRemove: () => set({ state: undefined }) }] : []),
    ...(signature ? [{ kind: 'Signature', value: signature, label: signatureFilterWords[signature], onRemove: () => set({ signature: undefined }) }] : []),
    ...(lead ? [{ kind: 'Lead', value: lead, label: 'one lead', onRemove: () => set({ lead: undefined }) }] : []),
    ...(deal ? [{ kind: 'Deal', value: deal, label: 'one deal', onRemove: () => set({ deal: undefined }) }] : []),
    ...(text ? [{ kind: 'Text', value: text, label: text, onRemove: () => set({ text: undefined }) }] : []),
  ];

  return (
    <FilterBar
      active={chips.length}
      range={<FilterText label="Text" placeholder="Title or client" value={text} onSet={(written) => set({ text: written })} testId="filter-text" />}
      chips={<FilterChips chips={chips} onClear={() => set({ kind: undefined, state: undefined, signature: undefined, text: undefined, lead: undefined, deal: undefined })} />}
    >
      <FilterSelect
        label="Kind" all="Every kind" chosen={kind && [kind]} choices={kinds.map((each) => ({ value: each, label: kindWords[each].label }))}
        onAdd={(value) => set({ kind: value as DocumentKind })} testId="filter-kind"
      />
      <FilterSelect
        label="State" all="Every state" chosen={state && [state]} choices={documentStates.map((each) => ({ value: each, label: stateWords[each].label }))}
        onAdd={(value) => set({ state: value as DocumentState })} testId="filter-state"
      />
      <FilterSelect
        label="Signature" all="Sent or not" chosen={signature && [signature]} choices={signatureFilters.map((each) => ({ value: each, label: signatureFilterWords[each] }))}
        onAdd={(value) => set({ signature: value as SignatureFilter })} testId="filter-signature"
      />
    </FilterBar>
  );
}
