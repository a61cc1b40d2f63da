import type { Measures } from '../../api/types';
import { count, money, percent, times } from '../../format/numbers';
import type { Column } from '../../ui/DataTable';
import { Missing } from '../../ui/Missing';

/** Columns that the tables of this page share, by the names the service sorts by. */
export function measureColumns(currency: string) {
  const figure = (id: string, header: string, cell: Column<Measures>['cell']): Column<Measures> => ({ id, header, align: 'right', sortable: true, cell });

  return {
    spend: figure('spend', 'Spend', (row) => money(row.spend, currency)),
    clicks: figure('clicks', 'Clicks', (row) => count(row.clicks)),
    leads: figure('leads', 'Leads', (row) => count(row.leads)),
    qualified: figure('qualified', 'Qualified', (row) => count(row.qualified)),
    costPerLead: figure('costPerLead', 'Cost per lead', (row) =>
      row.costPerLead === null ? <Missing why="No lead came from a campaign." /> : money(row.costPerLead, currency)),
    calls: figure('calls', 'Calls', (row) => count(row.calls)),
    deals: figure('deals', 'Deals', (row) => count(row.deals)),
    conversion: figure('conversion', 'Conversion', (row) =>
      row.conversion === null ? <Missing why="There were no leads." /> : percent(row.conversion)),
    revenue: figure('revenue', 'Revenue', (row) => money(row.revenue, currency)),
    attributedRevenue: figure('attributedRevenue', 'Revenue attributed', (row) => money(row.attributedRevenue, currency)),
    roas: figure('roas', 'ROAS', (row) => (row.roas === null ? <Missing why="Nothing was spent." /> : times(row.roas))),
  };
}
