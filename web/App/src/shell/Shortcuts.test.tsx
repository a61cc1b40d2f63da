import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DayRange } from '../filters/range';
import { renderAt } from '../testing/renderAt';
import { FilterChips } from '../ui/FilterChips';
import { RangePicker } from '../ui/RangePicker';
import { paletteStore } from './palette';
import { closeSheet } from './sheet';
import { Shortcuts } from './Shortcuts';

function Page({ onClear }: { onClear: () => void }) {
  const [range, setRange] = useState<DayRange>({ from: '2026-02-10', to: '2026-02-12' });
  return (
    <>
      <p data-testid="range">{`${range.from} ${range.to}`}</p>
      <RangePicker value={range} onChange={setRange} />
      <FilterChips chips={[{ kind: 'Rep', value: 'b', label: 'Burki', onRemove: () => undefined }]} onClear={onClear} />
      <input aria-label="Text" />
      <textarea aria-label="Words" />
      <div role="grid">
        <button type="button">a day</button>
      </div>
      <div role="region" aria-label="Table" tabIndex={0} />
      <div role="menu">
        <button type="button">an item</button>
      </div>
    </>
  );
}

const cleared = vi.fn();
async function house(page = <Page onClear={cleared} />) {
  renderAt('/sales', { path: '/sales', component: () => <>{page}<Shortcuts /></> }, { inLeads: false });
  await screen.findByTestId('shortcut-said');
}

const press = (key: string, more: object = {}, on: Element = document.body) => fireEvent.keyDown(on, { key, ...more });
const range = () => screen.getByTestId('range').textContent;

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-06-01T19:00:00Z'), toFake: ['Date'] });
  localStorage.clear();
});

afterEach(() => {
  act(() => {
    closeSheet();
    paletteStore.setState({ ...paletteStore.getState(), opened: false });
  });
  cleared.mockReset();
  vi.useRealTimers();
});

describe('a single key', () => {
  it('sets the period that is running', async () => {
    await house();
    for (const [key, days] of [['d', '2026-06-01 2026-06-01'], ['w', '2026-06-01 2026-06-01'], ['m', '2026-06-01 2026-06-01'], ['y', '2026-01-01 2026-06-01']] as const) {
      press(key);
      expect(range()).toBe(days);
    }

    expect(screen.getByTestId('shortcut-said').textContent).toBe('Jan 1 – Jun 1, 2026');
  });

  it('remembers what was meant on a first day: M is a month, W a week, D a day', async () => {
    await house();
    for (const [key, before] of [['m', '2026-05-01 2026-05-31'], ['w', '2026-05-25 2026-05-31'], ['d', '2026-05-31 2026-05-31']] as const) {
      press(key);
      press('ArrowLeft');
      expect(range()).toBe(before);
      press('ArrowRight');
      expect(range()).toBe('2026-06-01 2026-06-01');
    }
  });

  it('moves any other range by its own length, and not past today', async () => {
    await house();
    press('ArrowRight');
    expect(range()).toBe('2026-02-13 2026-02-15');
    press('m');
    press('ArrowRight');
    expect(range()).toBe('2026-06-01 2026-06-01');
    expect(screen.getByTestId('shortcut-said').textContent).toBe('This is the newest period.');
  });

  it('clears the filters with X', async () => {
    await house();
    press('x');
    expect(cleared).toHaveBeenCalledOnce();
  });

  it('opens search with a slash, also where a slash takes Shift', async () => {
    await house();
    press('/', { shiftKey: true });
    expect(paletteStore.getState().opened).toBe(true);
  });

  it('is left to whoever is writing, to modifiers, to repeats and to a menu', async () => {
    await house();
    for (const name of ['Text', 'Words']) {
      press('m', {}, screen.getByLabelText(name));
      press('ArrowLeft', {}, screen.getByLabelText(name));
    }

    press('m', { ctrlKey: true });
    press('m', { metaKey: true });
    press('m', { altKey: true });
    press('M', { shiftKey: true });
    press('m', { repeat: true });
    press('m', { isComposing: true });
    press('x', {}, screen.getByText('an item'));
    expect(range()).toBe('2026-02-10 2026-02-12');
    expect(cleared).not.toHaveBeenCalled();
  });

  it('leaves the arrows to grids and tables, and to everything while something lies over the page', async () => {
    await house();
    press('ArrowLeft', {}, screen.getByText('a day'));
    press('ArrowLeft', {}, screen.getByRole('region', { name: 'Table' }));
    const dialog = document.body.appendChild(document.createElement('div'));
    dialog.setAttribute('aria-modal', 'true');
    press('m');
    dialog.remove();
    expect(range()).toBe('2026-02-10 2026-02-12');
  });

  it('does nothing on a page without a period', async () => {
    await house(<p>Nothing here.</p>);
    expect(press('m')).toBe(true);
    expect(press('x')).toBe(true);
  });
});

describe('the sheet', () => {
  it('lists the keys, and switches the single ones off', async () => {
    await house();
    press('?', { shiftKey: true });
    const sheet = await screen.findByTestId('shortcut-sheet');
    expect(sheet.textContent).toContain('The period before');
    fireEvent.click(screen.getByTestId('shortcuts-on'));
    act(closeSheet);
    await waitFor(() => expect(screen.queryByTestId('shortcut-sheet')).toBeNull());
    press('m');
    press('?');
    expect(range()).toBe('2026-02-10 2026-02-12');
    expect(screen.queryByTestId('shortcut-sheet')).toBeNull();
  });
});
