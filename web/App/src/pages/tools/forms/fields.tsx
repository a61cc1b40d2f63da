import { Checkbox, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import shared from '../../../ui/Form.module.css';
import classes from './fields.module.css';
import type { AnyForm } from './spec';

interface FieldProps {
  form: AnyForm;
  place: string;
  label: string;
  /** Below the field: what it is for. */
  about?: string | undefined;
  needed?: boolean;
  placeholder?: string | undefined;
  /** In a row of a table, where the heading of the column stands for the label as long as there is one. */
  inRow?: boolean;
}

const order: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error'];

function look({ form, place, label, about, needed = false, inRow = false, placeholder }: FieldProps) {
  return {
    label, placeholder, description: about, withAsterisk: needed, inputWrapperOrder: order, classNames: { label: inRow ? classes.rowLabel : shared.label },
    'aria-required': needed || undefined, 'data-testid': place, ...form.getInputProps(place),
  };
}

export function Text({ type, most, autoComplete, ...field }: FieldProps & { type?: 'email' | 'date' | undefined; most?: number; autoComplete?: string }) {
  // The browser offers what was typed elsewhere, but these are the client's words and not one's own.
  return <TextInput {...look(field)} type={type} maxLength={most} autoComplete={autoComplete ?? 'off'} />;
}

export function Area({ most = 4000, rows = 3, ...field }: FieldProps & { most?: number; rows?: number }) {
  const { classNames, ...props } = look(field);
  // It grows with what is written, by style alone where the browser can.
  return <Textarea {...props} classNames={{ ...classNames, input: field.inRow ? classes.rowArea : classes.area }} maxLength={most} rows={rows} />;
}

/** An amount of money with its currency, or a number with its unit. */
export function Amount({ unit, digits = 2, most, ...field }: FieldProps & { unit: string; digits?: number; most?: number }) {
  return (
    <NumberInput
      {...look(field)} hideControls thousandSeparator="," decimalScale={digits} allowDecimal={digits > 0} allowNegative={false} min={0} max={most} clampBehavior="none" inputMode="decimal"
      rightSection={unit === '' ? undefined : <span className={classes.unit}>{unit}</span>} rightSectionWidth={unit.length > 3 ? 56 : 46}
    />
  );
}

export interface Option {
  value: string;
  label: string;
}

export function Choose({ options, searchable = false, clearable = false, ...field }: FieldProps & { options: readonly (Option | { group: string; items: Option[] })[]; searchable?: boolean; clearable?: boolean }) {
  const { value, ...props } = look(field) as ReturnType<typeof look> & { value?: string; onChange?: (value: string) => void };
  return (
    <Select
      {...props} data={options} value={value === '' ? null : (value ?? null)} onChange={(chosen) => props.onChange?.(chosen ?? '')}
      searchable={searchable} allowDeselect={clearable} clearable={clearable} nothingFoundMessage="Nothing goes by that name." maxDropdownHeight={320} limit={200}
      // Wider than a narrow column of a row.
      comboboxProps={field.inRow ? { width: 320, position: 'bottom-start' } : {}}
    />
  );
}

export function Tick({ form, place, label, inRow = false }: FieldProps) {
  return <Checkbox {...form.getInputProps(place, { type: 'checkbox' })} label={label} classNames={{ root: inRow ? classes.rowTick : '', label: inRow ? classes.rowTickLabel : '' }} data-testid={place} />;
}

export interface Card {
  value: string;
  label: string;
  about?: string | null;
  aside?: ReactNode;
}

/** A few choices with a sentence each, all in sight. With the keyboard they are what they look like: radio buttons, or check boxes. */
export function Cards({ form, place, label, about, options, many = false, most, needed = false }: FieldProps & { options: readonly Card[]; many?: boolean; most?: number }) {
  const { value, onChange, error } = form.getInputProps(place) as { value?: unknown; onChange: (value: unknown) => void; error?: ReactNode };
  const chosen = many ? ((value ?? []) as string[]) : [value as string];
  const choose = (option: string, on: boolean) => onChange(many ? (on ? [...chosen, option] : chosen.filter((each) => each !== option)) : option);
  const isFull = many && most !== undefined && chosen.length >= most;

  return (
    <fieldset className={classes.cards} data-path={place} data-invalid={error ? true : undefined} tabIndex={-1} aria-describedby={error ? `${place}-fault` : undefined}>
      <legend className={classes.legend}>
        {label}
        {needed && <span className={classes.needed} aria-hidden> *</span>}
      </legend>
      {about && <p className={classes.about}>{about}</p>}
      <div className={classes.options}>
        {options.map((option) => {
          const on = chosen.includes(option.value);
          return (
            <label key={option.value} className={classes.card} data-on={on || undefined} data-off={(isFull && !on) || undefined}>
              <input
                type={many ? 'checkbox' : 'radio'} name={place} value={option.value} checked={on} disabled={isFull && !on}
                onChange={(event) => choose(option.value, event.currentTarget.checked)} data-testid={`${place}-${option.value}`}
              />
              <span className={classes.cardText}>
                <span className={classes.cardName}>
                  {option.label}
                  {option.aside}
                </span>
                {option.about && <span className={classes.cardAbout}>{option.about}</span>}
              </span>
            </label>
          );
        })}
      </div>
      {error && <p className={classes.fault} id={`${place}-fault`}>{error}</p>}
    </fieldset>
  );
}

/** Fields side by side where there is room. */
export function Pair({ children, three = false }: { children: ReactNode; three?: boolean }) {
  return <div className={classes.pair} data-three={three || undefined}>{children}</div>;
}
