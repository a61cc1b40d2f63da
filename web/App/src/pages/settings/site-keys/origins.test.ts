import { describe, expect, it } from 'vitest';
import { originOf } from './origins';

describe('the origin of a website', () => {
  it.each([
    ['www.teg.example', 'https://www.teg.example'],
    ['https://www.teg.example/contact?x=1', 'https://www.teg.example'],
    ['http://localhost:3000', 'http://localhost:3000'],
    ['http://www.teg.example', null],
    ['javascript://alert', null],
    ['not a website', null],
    ['', null],
  ])('of %j is %j', (text, origin) => expect(originOf(text)).toBe(origin));
});
