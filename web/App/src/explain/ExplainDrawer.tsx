import { Skeleton } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { type ExplainFilter, useExplanation } from '../api/explain';
import type { Explanation } from '../api/types';
import { formatQuery } from '../filters/search';
import { formatDay, formatRange } from '../format/dates';
import { CopyButton } from '../ui/CopyButton';
import { Fact, Facts } from '../ui/Facts';
import { Missing } from '../ui/Missing';
import { Panel } from '../ui/Panel';
import { QueryState } from '../ui/QueryState';
import { When } from '../ui/When';
import { Behind } from './Behind';
import classes from './ExplainDrawer.module.css';
import { ExplainedRows } from './ExplainedRows';
import { Figure } from './Figure';
import { LeftOut } from './LeftOut';
import { PartChoice } from './PartChoice';

interface ExplainDrawerProps {
  figure: string;
  filter: ExplainFilter;
  onClose: () => void;
}

/** How one number came about: formula, filters, what was left out, sources and every row. */
export default function ExplainDrawer({ figure, filter, onClose }: ExplainDrawerProps) {
  const explanation = useExplanation(figure, filter);

  return (
    <Panel opened onClose={onClose} side="right" size="52rem" title={explanation.data?.name ?? 'Explain this number'} testId="explain-drawer">
      <QueryState of={explanation} loading={<Skeleton h={560} />}>
        {(found) => <InFull found={found} filter={filter} />}
      </QueryState>
    </Panel>
  );
}

function InFull({ found, filter }: { found: Explanation; filter: ExplainFilter }) {
  const [part, setPart] = useState(found.parts[0]?.figure);
  const of = found.parts.find(({ figure }) => figure === part) ?? found;

  return (
    <>
      <div className={classes.top}>
        <p className={classes.value} data-testid="explain-value" data-value={found.value ?? ''}>
          {found.value === null ? <Missing why="It cannot be worked out for these days." /> : <Figure unit={found.unit} value={found.value} currency={found.currency} />}
        </p>
        <CopyLink found={found} />
      </div>
      <p className={classes.formula} data-testid="explain-formula">{found.formula}</p>
      {part !== undefined && <PartChoice parts={found.parts} currency={found.currency} chosen={part} onChoose={setPart} />}
      <Facts>
        <Fact name="Days" why={`Days of ${found.timeZone.replaceAll('_', ' ')}, both included.`}>
          {found.from === found.to ? formatDay(found.from) : formatRange(found.from, found.to)}
        </Fact>
        <Fact name="Filters" testId="explain-filters">
          {found.filters.length === 0 ? 'None: everything counts.' : found.filters.map(({ name, values }) => `${name}: ${values.join(' or ')}`).join('; ')}
        </Fact>
        <Fact name="As of">
          <When instant={found.asOf} why="Nothing has been synced yet." />
        </Fact>
      </Facts>
      <LeftOut title={found.parts.length === 0 ? 'Not in it' : `Not in ${lower(of.name)}`} exclusions={of.exclusions} currency={found.currency} />
      <Behind sources={found.sources} />
      {of.rows && <ExplainedRows key={of.figure} figure={of.figure} name={lower(of.name)} measure={of.rows} currency={found.currency} filter={filter} />}
    </>
  );
}

/** Within a sentence. */
function lower(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** With its days written out: tomorrow the usual range is another one. */
function CopyLink({ found }: { found: Explanation }) {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const { origin, pathname } = window.location;
  const days = search['from'] === undefined || search['to'] === undefined ? { from: found.from, to: found.to } : {};

  return (
    <CopyButton small text={`${origin}${pathname}${formatQuery({ ...search, ...days, explain: found.figure })}`} what="link to this explanation" label="Copy link" testId="explain-link" />
  );
}
