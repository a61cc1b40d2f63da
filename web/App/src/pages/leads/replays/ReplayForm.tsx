import { Button, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import type { ActiveRules, RuleContent } from '../../../api/qualifier';
import { useStartReplay } from '../../../api/replays';
import { useSession } from '../../../api/session';
import { type DayRange, presets } from '../../../filters/range';
import { todayIn } from '../../../format/dates';
import { Answers } from '../../../ui/Dialog';
import { Failed } from '../../../ui/Failed';
import form from '../../../ui/Form.module.css';
import { RangePicker } from '../../../ui/RangePicker';
import { faultsOfThresholds, isSame, thresholdsDraftOf, thresholdsOf } from '../rules/content';
import { ThresholdFields } from '../rules/ThresholdFields';
import { Estimate } from './Estimate';
import classes from './ReplayForm.module.css';
import { requestOf, type Tried } from './words';

interface ReplayFormProps {
  rules: ActiveRules;
  onStarted: (id: string) => void;
  onClose: () => void;
}

export function ReplayForm({ rules: { active, promptVersions }, onStarted, onClose }: ReplayFormProps) {
  const { organisation } = useSession();
  const today = todayIn(organisation.timeZone, new Date());
  const start = useStartReplay();
  const [tried, setTried] = useState<Tried>('thresholds');
  const [range, setRange] = useState<DayRange>(() => presets.find(({ id }) => id === '90-days')!.of(today));
  const [promptVersion, setPromptVersion] = useState(promptVersions[0] ?? '');
  const values = useForm({
    initialValues: { name: '', thresholds: thresholdsDraftOf(active.content.thresholds) },
    validate: ({ thresholds }) =>
      tried === 'prompt' ? {} : Object.fromEntries(Object.entries(faultsOfThresholds(thresholds)).map(([field, words]) => [`thresholds.${field}`, words])),
    validateInputOnBlur: true,
  });

  const { name, thresholds } = values.getValues();
  const isFine = Object.keys(faultsOfThresholds(thresholds)).length === 0;
  const content: RuleContent | null = isFine ? { ...active.content, thresholds: thresholdsOf(thresholds) } : null;
  const request = requestOf(tried, name, range, content, promptVersion);
  const isAsNow = tried === 'thresholds' && content !== null && isSame(content, active.content);
  const [settled] = useDebouncedValue(requestOf(tried, '', range, content, promptVersion), 400);
  const submit = values.onSubmit(() => {
    if (request !== null) {
      start.mutate(request, { onSuccess: ({ id }) => onStarted(id) });
    }
  });

  return (
    <form className={form.form} onSubmit={submit} noValidate>
      <Failed cause={start.error} />
      <TextInput label="Name" placeholder="What you want to find out" classNames={{ label: form.label }} maxLength={200} {...values.getInputProps('name')} data-testid="replay-name" />
      <div className={classes.field}>
        <p className={classes.label}>Enquiries of</p>
        <RangePicker value={range} onChange={setRange} />
      </div>
      <div className={classes.field}>
        <p className={classes.label} id="replay-tried">What is tried</p>
        <SegmentedControl
          role="radiogroup" aria-labelledby="replay-tried" value={tried} onChange={(value) => setTried(value as Tried)}
          data={[{ value: 'thresholds', label: 'Other thresholds' }, { value: 'prompt', label: 'Another prompt' }]} data-testid="replay-tried"
        />
      </div>
      {tried === 'thresholds' ? (
        <ThresholdFields of={values} />
      ) : (
        <Select
          label="Version of the prompt" description="The model is asked again about every description; the thresholds in force then follow." inputWrapperOrder={['label', 'input', 'description', 'error']}
          classNames={{ label: form.label }} allowDeselect={false} data={promptVersions.map((version) => ({ value: version, label: `Version ${version}` }))}
          value={promptVersion} onChange={(version) => setPromptVersion(version ?? '')} data-testid="replay-prompt"
        />
      )}
      <Estimate of={settled} isAsNow={isAsNow} />
      <Answers>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={start.isPending} disabled={request === null} data-testid="start-replay">
          Start
        </Button>
      </Answers>
    </form>
  );
}
