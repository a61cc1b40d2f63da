import { Skeleton } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import type { ReplayDetails } from '../../../api/qualifier';
import { useReplay } from '../../../api/replays';
import type { MovesSearch } from '../../../filters/search';
import { Advice } from '../../../ui/Advice';
import { Card, Cards } from '../../../ui/Card';
import form from '../../../ui/Form.module.css';
import { Page } from '../../../ui/Page';
import { BackLink } from '../BackLink';
import { Found } from '../Found';
import { JobProgress } from '../JobProgress';
import { isUnderWay } from '../job';
import { balanceOf, moveWords } from '../moves';
import { ScoreMatrix } from '../ScoreMatrix';
import { Became } from './Became';
import { MovesCard } from './MovesCard';
import { ReplayActions } from './ReplayActions';
import classes from './ReplayPage.module.css';
import { Settings } from './Settings';
import { titleOf } from './words';

const route = getRouteApi('/house/leads/qualifier/replays/$id');

/** One replay: what was tried, who would have gone another way, and what really became of them. */
export function ReplayPage() {
  const { id } = route.useParams();
  const search: MovesSearch = route.useSearch();
  const navigate = route.useNavigate();
  const replay = useReplay(id);
  const set = (change: MovesSearch) => void navigate({ search: () => change, resetScroll: false });

  return (
    <Page title={replay.data ? titleOf(replay.data.replay) : 'Replay'} action={replay.data && <ReplayActions replay={replay.data.replay} />}>
      <BackLink to="/qualifier/replays">All replays</BackLink>
      <Found of={replay} what="replay" loading={<Cards><Skeleton h={320} /><Skeleton h={320} /></Cards>}>
        {(found) => (
          <>
            <Cards>
              <Result details={found} />
              <Settings replay={found.replay} />
            </Cards>
            {found.cells.length > 0 && <Became cells={found.cells} />}
            {found.moved > 0 && <MovesCard id={id} search={search} set={set} />}
          </>
        )}
      </Found>
    </Page>
  );
}

function Result({ details: { replay, cells } }: { details: ReplayDetails }) {
  return (
    <Card title="Who would move" testId="replay-result">
      <div className={form.inside}>
        {isUnderWay(replay.state) && <JobProgress job={replay} what="enquiries" />}
        {replay.reason && <Advice tone={replay.state === 'failed' ? 'bad' : 'wait'} reason={replay.reason} wayOut={replay.wayOut} />}
        {cells.length > 0 ? (
          <>
            <p className={classes.sentence} data-testid="replay-sentence">{moveWords(balanceOf(cells))}</p>
            <ScoreMatrix moves={cells} sides={['As it was decided', 'As it would have been']} testId="replay-matrix" />
          </>
        ) : (
          <p className={form.quiet}>{isUnderWay(replay.state) ? 'Who would move stands here when every enquiry is decided.' : 'No enquiry was decided.'}</p>
        )}
      </div>
    </Card>
  );
}
