import { ActionIcon, Button, NumberInput, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { Plus, X } from 'lucide-react';
import form from '../../../ui/Form.module.css';
import type { ThresholdsDraft } from './content';
import classes from './ThresholdFields.module.css';

interface ThresholdFieldsProps<Values> {
  of: UseFormReturnType<Values>;
  /** Adds an empty rate to the form; without it currencies and rates stay as they are, unseen. */
  onAddRate?: () => void;
  readOnly?: boolean;
}

const look = { classNames: { label: form.label }, inputWrapperOrder: ['label', 'input', 'description', 'error'] as ('label' | 'input' | 'description' | 'error')[] };

/** The numbers of the rules, each with its unit. */
export function ThresholdFields<Values extends { thresholds: ThresholdsDraft }>({ of, onAddRate, readOnly = false }: ThresholdFieldsProps<Values>) {
  const { currency } = of.getValues().thresholds;
  const amount = { ...look, readOnly, hideControls: true, thousandSeparator: ',', min: 0, rightSection: <span className={classes.unit}>{currency.trim().toUpperCase()}</span>, rightSectionWidth: 52 };

  return (
    <>
      <fieldset className={classes.group}>
        <legend>A right fit becomes unsure</legend>
        <div className={classes.pair}>
          <NumberInput label="when the budget is below" {...amount} {...of.getInputProps('thresholds.capBelowBudget')} data-testid="cap-below-budget" />
          <NumberInput
            label="or there are fewer than" {...look} readOnly={readOnly} hideControls min={0} max={1000} allowDecimal={false}
            rightSection={<span className={classes.unit}>styles</span>} rightSectionWidth={52} {...of.getInputProps('thresholds.capBelowStyles')} data-testid="cap-below-styles"
          />
        </div>
      </fieldset>
      <fieldset className={classes.group}>
        <legend>An unsure one becomes a right fit</legend>
        <div className={classes.pair}>
          <NumberInput label="when the budget is from" {...amount} {...of.getInputProps('thresholds.liftFromBudget')} data-testid="lift-from-budget" />
          <NumberInput label="up to, both included" {...amount} {...of.getInputProps('thresholds.liftToBudget')} data-testid="lift-to-budget" />
        </div>
      </fieldset>
      {onAddRate && <Rates of={of} onAdd={onAddRate} readOnly={readOnly} />}
    </>
  );
}

function Rates<Values extends { thresholds: ThresholdsDraft }>({ of, onAdd, readOnly }: { of: UseFormReturnType<Values>; onAdd: () => void; readOnly: boolean }) {
  const { currency, rates } = of.getValues().thresholds;
  const unit = <span className={classes.unit}>{currency.trim().toUpperCase()}</span>;

  return (
    <fieldset className={classes.group}>
      <legend>Other currencies</legend>
      <TextInput
        label="Amounts are in" {...look} readOnly={readOnly} maxLength={3} className={classes.narrow}
        {...of.getInputProps('thresholds.currency')} data-testid="rules-currency"
      />
      {rates.map((_, index) => (
        <div key={index} className={classes.rate}>
          <TextInput aria-label={`Other currency ${index + 1}`} readOnly={readOnly} maxLength={3} leftSection={<span className={classes.unit}>1</span>} {...of.getInputProps(`thresholds.rates.${index}.currency`)} />
          <span aria-hidden>=</span>
          <NumberInput
            aria-label={`What one of it is worth, ${index + 1}`} readOnly={readOnly} hideControls min={0} decimalScale={6} rightSection={unit} rightSectionWidth={52}
            {...of.getInputProps(`thresholds.rates.${index}.rate`)}
          />
          {!readOnly && (
            <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`Remove currency ${index + 1}`} onClick={() => of.removeListItem('thresholds.rates', index)}>
              <X size={16} strokeWidth={1.75} />
            </ActionIcon>
          )}
        </div>
      ))}
      {!readOnly && (
        <div>
          <Button variant="default" size="compact-sm" leftSection={<Plus size={14} strokeWidth={1.75} />} onClick={onAdd}>
            Add a currency
          </Button>
        </div>
      )}
    </fieldset>
  );
}
