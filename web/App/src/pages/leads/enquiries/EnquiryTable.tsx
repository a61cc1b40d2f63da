import { Link } from '@tanstack/react-router';
import type { EnquiryItem } from '../../../api/qualifier';
import { percent } from '../../../format/numbers';
import { type Column, DataTable } from '../../../ui/DataTable';
import form from '../../../ui/Form.module.css';
import { Missing } from '../../../ui/Missing';
import { Status } from '../../../ui/Status';
import { When } from '../../../ui/When';
import { labelOf } from '../score';
import { ScoreMark } from '../ScoreMark';
import classes from './EnquiryTable.module.css';

const columns: Column<EnquiryItem>[] = [
  { id: 'who', header: 'Who', cell: (row) => <Who {...row} /> },
  { id: 'score', header: 'Score', cell: (row) => <Judged {...row} /> },
  { id: 'project', header: 'What they wrote', cell: ({ project }) => (project ? <p className={classes.project}>{project}</p> : <Missing why="The form had no description." />) },
  { id: 'budget', header: 'Budget', cell: ({ budget }) => <Written text={budget} why="No budget was given." /> },
  { id: 'styles', header: 'Styles', cell: ({ styles }) => <Written text={styles} why="No number of styles was given." /> },
  {
    id: 'confidence', header: 'Confidence', align: 'right',
    cell: ({ confidence }) => (confidence === null ? <Missing why="The model did not judge, so there is no confidence." /> : percent(confidence)),
  },
  { id: 'when', header: 'When', align: 'right', cell: ({ receivedAt }) => <When instant={receivedAt} /> },
];

export function EnquiryTable({ rows }: { rows: readonly EnquiryItem[] }) {
  return <DataTable label="Enquiries" columns={columns} rows={rows} keyOf={({ id }) => id} testId="table-enquiries" />;
}

/** The name leads to the whole decision; the filters of the list stay in the address behind it. */
function Who({ id, name, company, email }: EnquiryItem) {
  return (
    <>
      <Link to="/enquiries/$id" params={{ id }} search={(before) => before} resetScroll={false} className={classes.name} data-testid="open-enquiry">
        {name}
      </Link>
      <span className={form.sub}>{company ?? email}</span>
    </>
  );
}

function Judged({ score, modelScore, fallback }: EnquiryItem) {
  if (score === null) {
    return <Status tone="plain">Being judged</Status>;
  }

  return (
    <span className={classes.judged}>
      <ScoreMark score={score} />
      {fallback !== null ? (
        <span className={classes.aside} data-testid="rules-only">rules only</span>
      ) : (
        modelScore !== null && modelScore !== score && <span className={classes.aside}>model: {labelOf(modelScore).toLowerCase()}</span>
      )}
    </span>
  );
}

function Written({ text, why }: { text: string | null; why: string }) {
  return text ? <span className={classes.short} title={text}>{text}</span> : <Missing why={why} />;
}
