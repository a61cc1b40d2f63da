import { Button, Skeleton } from '@mantine/core';
import { Download, PencilLine, Printer } from 'lucide-react';
import { useState } from 'react';
import { usePrices } from '../../../api/prices';
import { mayManage, useSession } from '../../../api/session';
import form from '../../../ui/Form.module.css';
import { Page } from '../../../ui/Page';
import { QueryState } from '../../../ui/QueryState';
import { saveFile } from '../../../ui/saveFile';
import { ToolsNav } from '../ToolsNav';
import { csvOf } from './draft';
import { PriceEditor } from './PriceEditor';
import { PriceListView } from './PriceListView';
import { PriceVersions } from './PriceVersions';

/** What the house asks for what it does: read, printed, and changed by managers, each change a version of its own. */
export function PricesPage() {
  const { user } = useSession();
  const prices = usePrices();
  const [isEditing, setEditing] = useState(false);
  const content = prices.data?.content;

  return (
    <Page
      title="Prices"
      action={
        content && !isEditing && (
          <div className={form.row}>
            <Button variant="default" leftSection={<Download size={16} strokeWidth={1.75} />} onClick={() => saveFile(`prices-v${prices.data?.version ?? 0}.csv`, `\uFEFF${csvOf(content)}`, 'text/csv;charset=utf-8')} data-testid="prices-csv">
              CSV
            </Button>
            <Button variant="default" leftSection={<Printer size={16} strokeWidth={1.75} />} onClick={() => window.print()}>
              Print
            </Button>
            {mayManage(user.role) && (
              <Button leftSection={<PencilLine size={16} strokeWidth={1.75} />} onClick={() => setEditing(true)} data-testid="edit-prices">
                Change prices
              </Button>
            )}
          </div>
        )
      }
    >
      <ToolsNav />
      <QueryState of={prices} loading={<Skeleton h={640} />}>
        {(found) => (
          <>
            {isEditing ? <PriceEditor list={found} onClose={() => setEditing(false)} /> : <PriceListView list={found} />}
            {!isEditing && <PriceVersions newest={found} />}
          </>
        )}
      </QueryState>
    </Page>
  );
}
