import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { TargetMark } from './TargetMark';

describe('a target', () => {
  it.each([
    [{ share: 0.5, of: '$10.00', is: 'aim' as const }, 'plain', '50.0% of the target, $10.00'],
    [{ share: 1, of: '4.00×', is: 'aim' as const }, 'good', '100.0% of the target, 4.00×'],
    [{ share: 1, of: '$10.00', is: 'limit' as const }, 'plain', '100.0% of the limit, $10.00'],
    [{ share: 1.01, of: '$10.00', is: 'limit' as const }, 'bad', '101.0% of the limit, $10.00'],
    [{ share: null, of: '4.00×', is: 'aim' as const }, 'plain', 'Target 4.00×'],
  ])('%j is %s: %s', (target, tone, text) => {
    render(<TargetMark {...target} />);
    expect(screen.getByTestId('target').dataset['tone']).toBe(tone);
    expect(screen.getByTestId('target').textContent).toBe(text);
  });
});
