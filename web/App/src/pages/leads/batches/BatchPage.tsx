import { Button, Skeleton } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import { resultAddress, useBatch, useCancelBatch, useRemoveBatch } from '../../../api/batches';
import type { Batch } from '../../../api/qualifier';
import { mayManage, useSession } from '../../../api/session';
import { Cards } from '../../../ui/Card';
import form from '../../../ui/Form.module.css';
import { notifyProblem } from '../../../ui/notifyProblem';
import { Page } from '../../../ui/Page';
import { BackLink } from '../BackLink';
import { Found } from '../Found';
import { isUnderWay } from '../job';
import { RemoveJob } from '../RemoveJob';
import classes from './BatchPage.module.css';
import { BatchResult } from './BatchResult';
import { Columns } from './Columns';
import { RowErrors } from './RowErrors';

const route = getRouteApi('/house/leads/qualifier/batches/$id');

/** One file: which columns were recognised, how far it is, what came out and what could not be judged. */
export function BatchPage() {
  const { id } = route.useParams();
  const batch = useBatch(id);

  return (
    <Page title={batch.data?.batch.name ?? 'File'} action={batch.data && <Actions batch={batch.data.batch} />}>
      <BackLink to="/qualifier/batches">All files</BackLink>
      <Found of={batch} what="file" loading={<Cards><Skeleton h={320} /><Skeleton h={320} /></Cards>}>
        {(found) => (
          <>
            <Cards>
              <BatchResult details={found} />
              <Columns columns={found.batch.columns} />
            </Cards>
            {found.batch.failed > 0 && <RowErrors id={id} failed={found.batch.failed} />}
          </>
        )}
      </Found>
    </Page>
  );
}

function Actions({ batch: { id, state, done } }: { batch: Batch }) {
  const { user } = useSession();
  const cancel = useCancelBatch();
  const remove = useRemoveBatch();

  return (
    <div className={form.row}>
      {isUnderWay(state) && mayManage(user.role) && (
        <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate(id, { onError: notifyProblem })} data-testid="cancel-batch">
          Cancel
        </Button>
      )}
      {!isUnderWay(state) && done > 0 && (
        <Button component="a" className={classes.download} href={resultAddress(id)} download leftSection={<Download size={16} strokeWidth={1.75} />} data-testid="batch-result">
          Download the result
        </Button>
      )}
      {!isUnderWay(state) && mayManage(user.role) && (
        <RemoveJob id={id} what="file" about="Its rows and their scores are gone then. Enquiries and decisions stay." remove={remove} to="/qualifier/batches" />
      )}
    </div>
  );
}
