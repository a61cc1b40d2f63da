// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest';
import { forgetDraft, forgetDrafts, newKey, placeOfDraft, readDraft, requestOf, writeDraft } from './drafts';

afterEach(() => localStorage.clear());

const place = placeOfDraft('o-1', 'u-1', 'contract');
const now = Date.parse('2026-11-21T10:00:00Z');
const stored = { draft: { client: { company: 'Maison Verre' } }, client: null, at: '2026-11-20T10:00:00Z' };

describe('a request', () => {
  it('that is sent again has the name it had, so that one document is made', () => {
    const first = requestOf(undefined, { a: 1 }, () => 'k-1');
    expect(requestOf(first, { a: 1 }, () => 'k-2')).toEqual(first);
  });

  it('for something else has a name of its own', () => {
    const first = requestOf(undefined, { a: 1 }, () => 'k-1');
    expect(requestOf(first, { a: 2 }, () => 'k-2').requestKey).toBe('k-2');
  });

  it('is named by a UUID, also without TLS', () => {
    expect(newKey()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(newKey()).not.toBe(newKey());
  });
});

describe('a draft', () => {
  it('is there again until it is sent', () => {
    writeDraft(place, stored);
    expect(readDraft(place, now)).toEqual(stored);
    forgetDraft(place);
    expect(readDraft(place)).toBeNull();
  });

  it('is each person’s own', () => {
    writeDraft(place, stored);
    expect(readDraft(placeOfDraft('o-1', 'u-2', 'contract'))).toBeNull();
    expect(readDraft(placeOfDraft('o-2', 'u-1', 'contract'))).toBeNull();
  });

  it('is forgotten after a week, whichever form is opened then', () => {
    const week = 7 * 24 * 60 * 60 * 1000;
    writeDraft(place, stored);
    expect(readDraft(place, Date.parse(stored.at) + week - 1)).toEqual(stored);
    expect(readDraft(placeOfDraft('o-1', 'u-2', 'deck'), Date.parse(stored.at) + week)).toBeNull();
    expect(localStorage.length).toBe(0);
  });

  it('that cannot be read is none', () => {
    localStorage.setItem(place, '{"draft"');
    expect(readDraft(place)).toBeNull();
    localStorage.setItem(place, '[]');
    expect(readDraft(place)).toBeNull();
  });

  it('of a client does not stay behind when somebody signs out, and other settings do', () => {
    writeDraft(place, stored);
    localStorage.setItem('teg-navigation-narrow', 'true');
    forgetDrafts();
    expect(Object.keys(localStorage)).toEqual(['teg-navigation-narrow']);
  });
});
