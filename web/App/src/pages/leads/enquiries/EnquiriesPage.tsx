import { Button, Skeleton } from '@mantine/core';
import { Outlet } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import { decisionsCsv, useEnquiries } from '../../../api/enquiries';
import { useSession } from '../../../api/session';
import { todayIn } from '../../../format/dates';
import { count } from '../../../format/numbers';
import { Card } from '../../../ui/Card';
import { Empty } from '../../../ui/Empty';
import form from '../../../ui/Form.module.css';
import { LoadMore } from '../../../ui/LoadMore';
import { Page } from '../../../ui/Page';
import { QueryState } from '../../../ui/QueryState';
import { None as NotYet } from '../../settings/None';
import { useEnquiriesSearch } from '../useLeadsSearch';
import { EnquiryFilters } from './EnquiryFilters';
import { EnquiryTable } from './EnquiryTable';
import { filterOf, isFiltered } from './filter';

/** Who wrote, how it was judged and why (B1 to B5). An open enquiry lies over the list and has an address of its own. */
export function EnquiriesPage() {
  const { search } = useEnquiriesSearch();
  const { organisation } = useSession();
  const filter = filterOf(search, todayIn(organisation.timeZone, new Date()));
  const enquiries = useEnquiries(filter);
  const total = enquiries.data?.pages[0]?.total ?? null;

  return (
    <Page title="Enquiries">
      <EnquiryFilters />
      <Card
        title={total ? `${count(total)} received` : 'Received'}
        about="The latest first; a new one appears by itself. Choose a name to see why it was judged so."
        controls={
          <Button component="a" href={decisionsCsv(filter)} download variant="default" size="sm" leftSection={<Download size={14} strokeWidth={1.5} />} data-testid="decisions-csv">
            CSV of decisions
          </Button>
        }
        testId="enquiries"
      >
        <QueryState of={enquiries} loading={<div className={form.inside}><Skeleton h={420} /></div>}>
          {({ pages }) => {
            const rows = pages.flatMap((page) => page.items);
            return rows.length === 0 && !enquiries.hasNextPage ? (
              <None filtered={isFiltered(search) || search.from !== undefined} />
            ) : (
              <div>
                {rows.length === 0 ? <NotYet>None among the newest; the older ones are still to be looked through.</NotYet> : <EnquiryTable rows={rows} />}
                <LoadMore of={enquiries} shown={rows.length} what={['enquiry', 'enquiries']} />
              </div>
            );
          }}
        </QueryState>
      </Card>
      <Outlet />
    </Page>
  );
}

function None({ filtered }: { filtered: boolean }) {
  return filtered ? (
    <Empty reason="Nobody wrote in these days under these filters." wayOut="Choose another range or remove a filter." linkToData={false} />
  ) : (
    <Empty
      reason="No enquiry has arrived yet."
      wayOut="Make a key for your website under Settings, Site keys, and put its lines into the page with the form. The first enquiry then appears here by itself."
      linkToData={false}
    />
  );
}
