import { fireEvent, screen } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { auditCsvAddress } from '../../../api/organisation';
import { type AuditSearch, formatQuery, parseAuditSearch, parseQuery } from '../../../filters/search';
import { renderAt } from '../../../testing/renderAt';
import { answer } from '../../../testing/server';
import { AuditFilters } from './AuditFilters';
import { differencesOf, valueWords } from './differences';
import { nameWords, queryOf } from './query';

const zone = 'America/Los_Angeles';

describe('the filters of the audit', () => {
  it('live in the address, and what is not understood is dropped', () => {
    const search = parseAuditSearch(parseQuery('?from=2026-03-01&to=never&actor=p-1&action=StartRun&subject=%20&page=9'));
    expect(search).toEqual({ from: '2026-03-01', actor: 'p-1', action: 'StartRun' });
    expect(parseAuditSearch(parseQuery(formatQuery(search as Record<string, unknown>)))).toEqual(search);
  });

  it('are whole days of the organisation, also where the clock changes', () => {
    expect(queryOf({ from: '2026-03-08', to: '2026-03-08', actor: 'p-1' }, zone, '2026-11-21')).toEqual({
      from: '2026-03-08T08:00:00.000Z', to: '2026-03-09T07:00:00.000Z', actor: 'p-1',
    });
  });

  it('are those of the CSV too', () => {
    expect(auditCsvAddress({ from: '2026-03-08T08:00:00.000Z', action: 'StartRun' })).toBe('/api/accounts/audit.csv?from=2026-03-08T08%3A00%3A00.000Z&action=StartRun');
  });

  describe('on the page', () => {
    const set = vi.fn();
    beforeEach(() => {
      set.mockReset();
      answer('GET /api/accounts/people', { body: { items: [{ id: 'p-1', name: 'Ada Field' }], next: null } });
      answer('GET /api/accounts/api-clients', { body: { items: [], next: null } });
    });

    const at = (search: AuditSearch) => renderAt('/settings/audit', { path: '/settings/audit', component: () => <AuditFilters search={search} set={set} /> }, { role: 'Admin', inLeads: false });

    it('show as chips by the name of the person, and go one by one', async () => {
      at({ actor: 'p-1', action: 'StartRun' });
      expect(await screen.findByText('Ada Field')).toBeDefined();
      fireEvent.click(screen.getByLabelText('Remove action Start run'));
      expect(set).toHaveBeenCalledWith({ action: undefined });
    });

    it('are set when Enter is pressed, once', async () => {
      at({});
      const field = (await screen.findAllByTestId('filter-action'))[0]!;
      fireEvent.change(field, { target: { value: ' StartRun ' } });
      expect(set).not.toHaveBeenCalled();
      fireEvent.keyDown(field, { key: 'Enter' });
      expect(set).toHaveBeenCalledExactlyOnceWith({ action: 'StartRun' });
    });

    it('stay as they are when a field is left as it was', async () => {
      at({ action: 'StartRun' });
      fireEvent.blur((await screen.findAllByTestId('filter-action'))[0]!);
      expect(set).not.toHaveBeenCalled();
    });
  });
});

describe('what an event changed', () => {
  it('is the fields that differ', () => {
    expect(differencesOf({ role: 'Viewer', salesNames: [], name: 'same' }, { role: 'Agent', salesNames: ['Burki'], name: 'same' })).toEqual([
      { field: 'role', before: 'Viewer', after: 'Agent' },
      { field: 'salesNames', before: [], after: ['Burki'] },
    ]);
  });

  it('is every field of a record that is new or gone', () => {
    expect(differencesOf(null, { role: 'Agent' })).toEqual([{ field: 'role', before: undefined, after: 'Agent' }]);
    expect(differencesOf('on', null)).toEqual([{ field: 'value', before: 'on', after: undefined }]);
  });

  it('reads as words', () => {
    expect([null, true, [], ['a', 'b'], 3, { a: 1 }].map(valueWords)).toEqual(['nothing', 'yes', 'nothing', 'a, b', '3', '{"a":1}']);
    expect(['StartRun', 'salesNames', 'sales_names'].map(nameWords)).toEqual(['Start run', 'Sales names', 'Sales names']);
  });
});
