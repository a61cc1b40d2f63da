import type { Outcomes } from '../../../api/qualifier';
import { count, percent } from '../../../format/numbers';
import { Tile, Tiles } from '../../../ui/Tile';
import { qualifiedRate, shareOf } from './share';

const onlySpam = 'All of these enquiries are spam, so there is nothing to take a share of.';

export function OutcomeTiles({ outcomes: { totals, asOf } }: { outcomes: Outcomes }) {
  const { enquiries, qualified, unsure, unqualified, spam } = totals;
  const real = enquiries - spam;
  const rate = qualifiedRate(totals);

  return (
    <Tiles label="Key figures" across={5}>
      <Tile id="enquiries" label="Enquiries" exact={enquiries} unit={`${count(real)} without spam`} asOf={asOf}>
        {count(enquiries)}
      </Tile>
      <Tile id="qualified" label="Qualified" exact={rate} unit={`${count(qualified)} of ${count(real)} without spam`} asOf={asOf} whyMissing={onlySpam}>
        {percent(rate)}
      </Tile>
      <Tile id="unsure" label="Unsure" exact={unsure} unit={part(unsure, real, 'without spam')} asOf={asOf}>
        {count(unsure)}
      </Tile>
      <Tile id="unqualified" label="Not a fit" exact={unqualified} unit={part(unqualified, real, 'without spam')} asOf={asOf}>
        {count(unqualified)}
      </Tile>
      <Tile id="spam" label="Spam" exact={spam} unit={part(spam, enquiries, 'of all')} asOf={asOf}>
        {count(spam)}
      </Tile>
    </Tiles>
  );
}

function part(some: number, all: number, of: string): string {
  return `${percent(shareOf(some, all))} ${of}`;
}
