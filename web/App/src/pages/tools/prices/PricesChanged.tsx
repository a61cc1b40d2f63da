import { Button } from '@mantine/core';
import type { PriceList } from '../../../api/documents';
import form from '../../../ui/Form.module.css';
import { When } from '../../../ui/When';
import changed from '../../leads/rules/RulesChanged.module.css';
import { differencesOf } from './draft';
import { Differences } from '../../leads/rules/Differences';

interface PricesChangedProps {
  base: PriceList;
  theirs: PriceList;
  onTake: () => void;
  onKeep: () => void;
}

/** Somebody else put prices in force while this form was open: what they changed, and the two ways on. */
export function PricesChanged({ base, theirs, onTake, onKeep }: PricesChangedProps) {
  return (
    <div className={changed.changed} role="alert" data-testid="prices-changed">
      <p className={changed.title}>{theirs.createdBy ?? 'Somebody'} changed the prices meanwhile.</p>
      <p className={form.quiet}>
        Version {theirs.version}, <When instant={theirs.createdAt} />{theirs.note !== '' && `: “${theirs.note}”`}
      </p>
      <Differences of={differencesOf(base.content, theirs.content)} />
      <div className={form.row}>
        <Button variant="default" size="sm" onClick={onTake} data-testid="take-theirs">
          Use these prices
        </Button>
        <Button variant="default" size="sm" onClick={onKeep} data-testid="keep-mine">
          Keep what I wrote
        </Button>
      </div>
    </div>
  );
}
