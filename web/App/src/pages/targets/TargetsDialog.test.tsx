import { QueryClient } from '@tanstack/react-query';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { House } from '../../testing/House';
import { answer, asked } from '../../testing/server';
import { TargetsButton } from './TargetsButton';

const year = new Date().getUTCFullYear();
const at = (role: string) => render(<House role={role} queries={new QueryClient()}><TargetsButton /></House>);

describe('targets', () => {
  it('are set by month, and only what changed is sent', async () => {
    const march = { month: `${year}-03`, revenue: 100_000, spend: 9_000, roas: null, costPerLead: null };
    answer('GET /api/analytics/targets', { body: { year, items: [march] } });
    answer('PUT /api/analytics/targets', { body: { year, items: [] } });
    at('Manager');
    fireEvent.click(screen.getByTestId('targets'));
    const field = await screen.findByTestId<HTMLInputElement>(`target-revenue-${year}-03`, {}, { timeout: 5000 });
    expect(field.value).toBe('100,000');
    fireEvent.change(field, { target: { value: '' } });
    fireEvent.change(screen.getByTestId(`target-roas-${year}-04`), { target: { value: '4.5' } });
    fireEvent.click(screen.getByTestId('save-targets'));
    await waitFor(() => expect(asked.find(({ call }) => call.startsWith('PUT'))?.body).toEqual({
      items: [{ ...march, revenue: null }, { month: `${year}-04`, revenue: null, spend: null, roas: 4.5, costPerLead: null }],
    }));
  });

  it('are not a Viewer’s to set', () => {
    at('Viewer');
    expect(screen.queryByTestId('targets')).toBeNull();
  });
});
