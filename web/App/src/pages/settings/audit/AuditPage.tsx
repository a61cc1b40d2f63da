import { Button, Skeleton } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import { useState } from 'react';
import type { AuditEvent } from '../../../api/accounts';
import { auditCsvAddress, useAudit } from '../../../api/organisation';
import { useSession } from '../../../api/session';
import type { AuditSearch } from '../../../filters/search';
import { todayIn } from '../../../format/dates';
import { Card } from '../../../ui/Card';
import form from '../../../ui/Form.module.css';
import { LoadMore } from '../../../ui/LoadMore';
import { Page } from '../../../ui/Page';
import { QueryState } from '../../../ui/QueryState';
import { None } from '../None';
import { AuditFilters } from './AuditFilters';
import { AuditTable } from './AuditTable';
import { EventDrawer } from './EventDrawer';
import { queryOf } from './query';
import { VerifyChain } from './VerifyChain';

const route = getRouteApi('/house/settings/audit');

/** Who did what and who looked at what, and whether anybody touched the record of it. */
export function AuditPage() {
  const search: AuditSearch = route.useSearch();
  const navigate = route.useNavigate();
  const { organisation } = useSession();
  const query = queryOf(search, organisation.timeZone, todayIn(organisation.timeZone, new Date()));
  const events = useAudit(query);
  const [open, setOpen] = useState<AuditEvent | null>(null);
  const set = (change: AuditSearch) => {
    setOpen(null);
    void navigate({ search: (before: AuditSearch) => ({ ...before, ...change }), resetScroll: false });
  };

  return (
    <Page title="Audit" action={<VerifyChain />}>
      <AuditFilters search={search} set={set} />
      <Card
        title="Events"
        about="The latest first. Nobody can change or remove one, not even an admin."
        controls={
          <Button component="a" href={auditCsvAddress(query)} download variant="default" size="sm" leftSection={<Download size={14} strokeWidth={1.5} />} data-testid="audit-csv">
            CSV
          </Button>
        }
        testId="audit"
      >
        <QueryState of={events} loading={<div className={form.inside}><Skeleton h={320} /></div>}>
          {({ pages }) => {
            const rows = pages.flatMap((page) => page.items);
            return rows.length === 0 ? (
              <None>Nothing was recorded that fits these filters.</None>
            ) : (
              <div>
                <AuditTable rows={rows} onOpen={setOpen} onActor={(actor) => set({ actor })} onAction={(action) => set({ action })} />
                <LoadMore of={events} shown={rows.length} what={['event', 'events']} />
              </div>
            );
          }}
        </QueryState>
      </Card>
      {open && <EventDrawer event={open} onSubject={(subject) => set({ subject })} onClose={() => setOpen(null)} />}
    </Page>
  );
}
