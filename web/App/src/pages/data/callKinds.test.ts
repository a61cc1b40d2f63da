import { describe, expect, it } from 'vitest';
import { kindOf } from './callKinds';

const kinds = [{ kind: 'intro', patterns: ['/intro-call', '/Hello'] }, { kind: 'design-review', patterns: ['/design-review', '/intro-call-design'] }];

describe('the kind of an event type', () => {
  it('is the first of which a part is found in the booking address, in any case of letters', () => {
    expect(kindOf('https://calendly.com/burki/intro-call', kinds)).toBe('intro');
    expect(kindOf('https://calendly.com/burki/INTRO-CALL-design', kinds)).toBe('intro');
    expect(kindOf('https://calendly.com/burki/hello', kinds)).toBe('intro');
    expect(kindOf('https://calendly.com/burki/design-review', kinds)).toBe('design-review');
  });

  it('is another without one', () => {
    expect(kindOf('https://calendly.com/burki/fitting', kinds)).toBe('other');
    expect(kindOf(null, kinds)).toBe('other');
  });
});
