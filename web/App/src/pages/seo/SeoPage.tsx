import { Button, Skeleton } from '@mantine/core';
import { Pencil } from 'lucide-react';
import { useState } from 'react';
import { useReports } from '../../api/reports';
import { mayAdminister, useSession } from '../../api/session';
import { Card } from '../../ui/Card';
import { Empty } from '../../ui/Empty';
import form from '../../ui/Form.module.css';
import { Page } from '../../ui/Page';
import { QueryState } from '../../ui/QueryState';
import { ReportFrame } from './ReportFrame';
import { ReportsDialog } from './ReportsDialog';

/** Reports of Looker Studio and Google Sheets, where they are (D5). */
export function SeoPage() {
  const { user } = useSession();
  const reports = useReports();
  const [editing, setEditing] = useState(false);
  const admin = mayAdminister(user.role);
  const edit = admin && reports.data && (
    <Button variant="default" leftSection={<Pencil size={14} strokeWidth={1.75} />} onClick={() => setEditing(true)} data-testid="edit-reports">
      Edit reports
    </Button>
  );

  return (
    <Page title="SEO" action={edit}>
      <QueryState of={reports} loading={<Card title="Search report"><div className={form.inside}><Skeleton h={480} /></div></Card>}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty
              reason="No report is shown here yet."
              wayOut={admin ? 'Add the address of a Looker Studio report or a Google spreadsheet with “Edit reports”.' : 'An Admin adds the report’s address here.'}
              linkToData={false}
            />
          ) : (
            // Another address is another frame, which begins to load anew.
            items.map((report, index) => <ReportFrame key={`${index} ${report.embed}`} report={report} />)
          )
        }
      </QueryState>
      {editing && reports.data && <ReportsDialog reports={reports.data.items} onClose={() => setEditing(false)} />}
    </Page>
  );
}
