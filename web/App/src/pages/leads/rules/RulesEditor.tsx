import { Button, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useEffect, useState } from 'react';
import { Problem } from '../../../api/problem';
import type { ActiveRules, RuleVersion } from '../../../api/qualifier';
import { useSaveRules } from '../../../api/rules';
import { mayManage, useSession } from '../../../api/session';
import { Card } from '../../../ui/Card';
import { Failed } from '../../../ui/Failed';
import form from '../../../ui/Form.module.css';
import { notifyDone } from '../../../ui/notifyDone';
import { article } from '../../../ui/roles';
import { contentOf, draftOf, emptyRate, faultsOf, isSame } from './content';
import { Effect } from './Effect';
import classes from './RulesEditor.module.css';
import { RulesChanged } from './RulesChanged';
import { ThresholdFields } from './ThresholdFields';

/** The rules in force as a form, and beside it whom a change would move. */
export function RulesEditor({ rules }: { rules: ActiveRules }) {
  const { user } = useSession();
  const readOnly = !mayManage(user.role);
  const save = useSaveRules();
  // What the form began with: saving says so, and nobody's change is lost to another's.
  const [base, setBase] = useState<RuleVersion>(rules.active);
  const values = useForm({
    initialValues: { ...draftOf(rules.active.content), note: '' },
    validate: (draft) => faultsOf(draft, rules.defaults.pages),
    validateInputOnBlur: true,
  });

  const draft = values.getValues();
  const isFine = Object.keys(faultsOf(draft, rules.defaults.pages)).length === 0;
  const content = isFine ? contentOf(draft) : null;
  const isPristine = content !== null && isSame(content, base.content);
  const isAgreed = content !== null && isSame(content, rules.active.content);
  const theirs = rules.active.version !== base.version && !isPristine && !isAgreed ? rules.active : null;

  const take = (version: RuleVersion) => {
    setBase(version);
    values.setValues({ ...draftOf(version.content), note: '' });
    values.clearErrors();
    save.reset();
  };

  useEffect(() => {
    // Nothing of one's own is at stake: the newest is simply shown.
    if (rules.active.version !== base.version && (isPristine || isAgreed)) {
      take(rules.active);
    }
  });

  const submit = values.onSubmit(({ note }) => {
    if (content !== null) {
      save.mutate({ content, note: note.trim(), basedOn: base.version }, { onSuccess: () => notifyDone('The rules are in force.', 'The next enquiry is decided by them.') });
    }
  });

  const field = { classNames: { label: form.label }, readOnly };
  return (
    <div className={classes.sides}>
      <Card title={base.version === 0 ? 'The rules as they come' : `Version ${base.version}`} about="They follow the model and never make a misfit or spam into more." testId="rules">
        <form className={form.inside} onSubmit={submit} noValidate>
          {readOnly && <p className={form.quiet}>You are {article(user.role)}: managers and admins change the rules.</p>}
          {theirs ? (
            <RulesChanged
              base={base}
              theirs={theirs}
              onTake={() => take(theirs)}
              onKeep={() => {
                setBase(theirs);
                save.reset();
              }}
            />
          ) : (
            !isConflict(save.error) && <Failed cause={save.error} />
          )}
          <ThresholdFields of={values} onAddRate={() => values.insertListItem('thresholds.rates', emptyRate)} readOnly={readOnly} />
          <div className={classes.part}>
            <h3 className={classes.heading}>Where people are sent</h3>
            <TextInput label="Spam and what is not a fit: a thank-you page" type="url" {...field} {...values.getInputProps('thankYou')} data-testid="page-thank-you" />
            <TextInput label="Unsure: a first short talk" type="url" {...field} {...values.getInputProps('letsChat')} data-testid="page-lets-chat" />
            <TextInput label="Right fit: the introductory call" type="url" {...field} {...values.getInputProps('introCall')} data-testid="page-intro-call" />
          </div>
          <Select
            label="Prompt of the model" {...field} allowDeselect={false} {...values.getInputProps('promptVersion')}
            data={[{ value: '', label: 'The newest' }, ...rules.promptVersions.map((version) => ({ value: version, label: `Version ${version}` }))]} data-testid="prompt-version"
          />
          {!readOnly && (
            <>
              <TextInput label="Why" placeholder="A note for those who come after you" maxLength={500} {...field} {...values.getInputProps('note')} data-testid="rules-note" />
              <div className={form.row}>
                <Button type="submit" loading={save.isPending} disabled={isPristine || theirs !== null} data-testid="save-rules">
                  Put in force
                </Button>
                {!isPristine && (
                  <Button variant="subtle" color="gray" onClick={() => take(rules.active)}>
                    Discard
                  </Button>
                )}
              </div>
            </>
          )}
        </form>
      </Card>
      <Effect content={isPristine ? null : content} isFine={isFine} readOnly={readOnly} />
    </div>
  );
}

function isConflict(error: Error | null): boolean {
  return error instanceof Problem && error.type === 'rules-changed';
}
