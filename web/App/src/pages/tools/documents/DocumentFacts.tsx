import { Link } from '@tanstack/react-router';
import type { DocumentDetails, DocumentState } from '../../../api/documents';
import { useSession } from '../../../api/session';
import { formatDuration, formatInstant } from '../../../format/dates';
import { count, money } from '../../../format/numbers';
import { Card } from '../../../ui/Card';
import { Fact, Facts } from '../../../ui/Facts';
import form from '../../../ui/Form.module.css';
import { When } from '../../../ui/When';
import { kindWords } from '../kinds';
import classes from './DocumentFacts.module.css';
import { linesOfInputs } from './inputLines';
import { DocumentMark } from './Marks';

/** Who asked for it, when, and from what it was made. */
export function DocumentFacts({ document, state }: { document: DocumentDetails; state: DocumentState }) {
  const { organisation } = useSession();
  const lines = document.inputs === null ? [] : linesOfInputs(document.inputs);

  return (
    <Card title="How it was made" testId="document-facts">
      <div className={form.inside}>
        <Facts>
          <Fact name="State"><DocumentMark state={state} /></Fact>
          <Fact name="Kind">{kindWords[document.kind].label}, version {count(document.version)}</Fact>
          {document.total !== null && document.currency !== null && <Fact name="Total">{money(document.total, document.currency)}</Fact>}
          <Fact name="Asked for" why={document.finishedAt && document.startedAt ? `Made in ${formatDuration(document.startedAt, document.finishedAt)}.` : undefined}>
            {formatInstant(document.requestedAt, organisation.timeZone)}, by {document.requestedBy}
          </Fact>
          {document.leadId && (
            <Fact name="Began from">
              a lead, <Link to="/tools/documents" search={{ lead: document.leadId }}>whose documents are here</Link>
            </Fact>
          )}
          {document.dealId && (
            <Fact name="Began from">
              a deal, <Link to="/tools/documents" search={{ deal: document.dealId }}>whose documents are here</Link>
            </Fact>
          )}
          {document.failedAttempts.length > 0 && (
            <Fact name="Not at once">
              <ul className={classes.attempts}>
                {document.failedAttempts.map(({ number, at, reason }) => <li key={number}><When instant={at} />: {reason}</li>)}
              </ul>
            </Fact>
          )}
        </Facts>
        {lines.length > 0 && (
          <details className={classes.inputs} data-testid="document-inputs">
            <summary>What was written in the form</summary>
            <dl className={classes.lines}>
              {lines.map(({ path, label, value }) => (
                <div key={path} className={classes.line}>
                  <dt>{label}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          </details>
        )}
      </div>
    </Card>
  );
}
