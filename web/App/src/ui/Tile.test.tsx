import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { House } from '../testing/House';
import { Money } from './Money';
import { Tile } from './Tile';

describe('a tile', () => {
  it('shows figure, unit, change and the time it is as of, in the organisation\'s zone', () => {
    render(
      <House>
        <Tile
          id="spend" label="Ad spend" exact={1234.5} unit="USD" asOf="2020-11-21T16:13:00Z"
          change={{ of: 0.123, against: 'the 30 days before', good: 'either', whyMissing: '' }}
        >
          <Money value={1234.5} />
        </Tile>
      </House>,
    );

    const tile = screen.getByTestId('tile-spend');
    expect(tile.dataset['value']).toBe('1234.5');
    expect(screen.getByTestId('value-spend').textContent).toBe('$1,234.50');
    expect(tile.textContent).toContain('+12.3% against the 30 days before');
    expect(tile.textContent?.replace('\u202f', ' ')).toContain('as of Nov 21, 8:13 AM PST');
  });

  it('says why there is no figure', () => {
    render(
      <House>
        <Tile id="roas" label="Return" exact={null} unit="×" asOf={null} whyMissing="Nothing was spent.">
          never shown
        </Tile>
      </House>,
    );

    expect(screen.getByTestId('tile-roas').dataset['value']).toBe('');
    expect(screen.getByTestId('value-roas').textContent).toBe('–Nothing was spent.');
  });
});
