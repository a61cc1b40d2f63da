import { describe, expect, it } from 'vitest';
import { mostBytes, refusalOf, uploadsAfter } from './files';

describe('a picture', () => {
  it.each(['image/png', 'image/jpeg'])('of %s may go', (type) => expect(refusalOf({ name: 'a', type, size: mostBytes })).toBeNull());
  it('of another kind is told what to do', () => expect(refusalOf({ name: 'a.webp', type: 'image/webp', size: 1 })).toContain('Save it as one of them'));

  it('that is empty or too large stays here', () => {
    expect(refusalOf({ name: 'a', type: 'image/png', size: 0 })).toContain('empty');
    expect(refusalOf({ name: 'a', type: 'image/png', size: mostBytes + 1 })).toContain('10 MB');
  });
});

describe('uploads', () => {
  const begun = uploadsAfter(uploadsAfter([], { kind: 'begun', key: '1', name: 'a.png' }), { kind: 'begun', key: '2', name: 'b.png' });

  it('move forward only, each by itself', () => {
    const moved = uploadsAfter(uploadsAfter(begun, { kind: 'moved', key: '1', part: 0.5 }), { kind: 'moved', key: '1', part: 0.4 });
    expect(moved.map(({ part }) => part)).toEqual([0.5, 0]);
  });

  it('go when they have ended, and stay with their reason when they were refused', () => {
    const rest = uploadsAfter(uploadsAfter(begun, { kind: 'ended', key: '1' }), { kind: 'refused', key: '2', name: 'b.png', fault: 'Too many dots.' });
    expect(rest).toEqual([{ key: '2', name: 'b.png', part: 0, fault: 'Too many dots.' }]);
  });
});
