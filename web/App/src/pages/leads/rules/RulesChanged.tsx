import { Button } from '@mantine/core';
import type { RuleVersion } from '../../../api/qualifier';
import form from '../../../ui/Form.module.css';
import { When } from '../../../ui/When';
import { useAuthor } from '../useAuthor';
import { differencesOf } from './content';
import { Differences } from './Differences';
import classes from './RulesChanged.module.css';

interface RulesChangedProps {
  base: RuleVersion;
  theirs: RuleVersion;
  onTake: () => void;
  onKeep: () => void;
}

/** Somebody else put rules in force while this form was open: what they changed, and the two ways on. */
export function RulesChanged({ base, theirs, onTake, onKeep }: RulesChangedProps) {
  const author = useAuthor();

  return (
    <div className={classes.changed} role="alert" data-testid="rules-changed">
      <p className={classes.title}>{author(theirs.createdBy)} changed the rules meanwhile.</p>
      <p className={form.quiet}>
        Version {theirs.version}, <When instant={theirs.createdAt} />{theirs.note !== '' && `: “${theirs.note}”`}
      </p>
      <Differences of={differencesOf(base.content, theirs.content)} />
      <div className={form.row}>
        <Button variant="default" size="sm" onClick={onTake} data-testid="take-theirs">
          Use these rules
        </Button>
        <Button variant="default" size="sm" onClick={onKeep} data-testid="keep-mine">
          Keep what I wrote
        </Button>
      </div>
    </div>
  );
}
