import { Skeleton } from '@mantine/core';
import { useRules } from '../../../api/rules';
import { Cards } from '../../../ui/Card';
import { Page } from '../../../ui/Page';
import { QueryState } from '../../../ui/QueryState';
import { RulesEditor } from './RulesEditor';
import { Versions } from './Versions';

/** What follows the model: thresholds, pages and prompt, tried on the past before they are saved (B3, B4). */
export function RulesPage() {
  const rules = useRules();

  return (
    <Page title="Rules">
      <QueryState of={rules} loading={<Cards><Skeleton h={640} /><Skeleton h={420} /></Cards>}>
        {(found) => (
          <>
            <RulesEditor rules={found} />
            <Versions rules={found} />
          </>
        )}
      </QueryState>
    </Page>
  );
}
