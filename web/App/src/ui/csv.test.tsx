import { describe, expect, it } from 'vitest';
import { csvOf } from './csv';
import { Missing } from './Missing';
import { Pick } from './Pick';
import { csvOfTable } from './tableCsv';

describe('a table as CSV', () => {
  it('has what its cells say, and nothing where there is nothing', () => {
    const columns = [
      { id: 'name', header: 'Channel', cell: (row: { name: string; spend: number | null }) => <Pick label={row.name} about="Show only it" onPick={() => undefined} /> },
      { id: 'spend', header: 'Spend', cell: (row: { name: string; spend: number | null }) => (row.spend === null ? <Missing why="Nothing was spent." /> : `$${row.spend}`) },
      { id: 'note', header: 'Note', cell: () => <em>two {'words'}</em> },
      { id: 'act', header: 'Explain', unseen: true, cell: () => 'button' },
    ];
    expect(csvOfTable(columns, [{ name: 'Google, Ads', spend: 12.5 }, { name: 'Direct', spend: null }])).toBe('Channel,Spend,Note\r\n"Google, Ads",$12.5,two words\r\nDirect,,two words\r\n');
  });

  it('is calculated by no spreadsheet', () => {
    expect(csvOf([['=1+1', '@SUM(A1)', '-2+3', '+1 555', '\t=1', '-12.5%', '+3', '-$1,234.00']])).toBe(`'=1+1,'@SUM(A1),'-2+3,'+1 555,'\t=1,-12.5%,+3,"-$1,234.00"\r\n`);
  });
});
