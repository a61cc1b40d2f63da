import { expect, it } from 'vitest';
import { costWords, isUnderWay, partDone, progressWords } from './job';

it('a job under way is one that waits or runs', () => {
  expect(isUnderWay('queued')).toBe(true);
  expect(isUnderWay('stopped')).toBe(false);
});

it('progress is told in rows and drawn as a part', () => {
  expect(progressWords({ state: 'running', done: 300, total: 1204 }, 'rows')).toBe('300 of 1,204 rows.');
  expect(progressWords({ state: 'queued', done: 0, total: 2 }, 'rows')).toBe('Waiting for its turn: 2 rows.');
  expect(partDone({ done: 1, total: 4 })).toBe(25);
  expect(partDone({ done: 0, total: 0 })).toBe(0);
});

it('costs are told to the cent', () => {
  expect(costWords(0)).toBe('nothing');
  expect(costWords(0.004)).toBe('less than a cent');
  expect(costWords(0.216)).toBe('$0.22');
});
