import type { Comparison, PriceLine, PriceSummary } from '../../../api/documents';

export interface LineChange {
  name: string;
  from: PriceLine | null;
  to: PriceLine | null;
}

/** Lines of two documents beside each other, by their names; several of a name in the order in which they come. Those that are alike are left out. */
export function lineChanges(from: PriceSummary | null, to: PriceSummary | null): LineChange[] {
  const rest = [...(to?.lines ?? [])];
  const changes: LineChange[] = (from?.lines ?? []).map((line) => {
    const at = rest.findIndex(({ name }) => name === line.name);
    return { name: line.name, from: line, to: at < 0 ? null : rest.splice(at, 1)[0]! };
  });
  return [...changes, ...rest.map((line) => ({ name: line.name, from: null, to: line }))].filter(({ from: before, to: after }) => !isSame(before, after));
}

function isSame(one: PriceLine | null, other: PriceLine | null): boolean {
  return one !== null && other !== null && one.quantity === other.quantity && one.unitPrice === other.unitPrice && one.amount === other.amount && one.free === other.free;
}

type Text = Comparison['text'];

export type Passage = Text[number] | { kind: 'left-out'; count: number; text: Text };

/** Changed passages with a little of what stands around them; what stays the same for longer is folded up. */
export function passagesOf(text: Text, around = 2): Passage[] {
  const near = text.map((_, index) => text.slice(Math.max(0, index - around), index + around + 1).some(({ kind }) => kind !== 'same'));
  const passages: Passage[] = [];
  for (const [index, part] of text.entries()) {
    const last = passages.at(-1);
    if (near[index]) {
      passages.push(part);
    } else if (last?.kind === 'left-out') {
      passages[passages.length - 1] = { kind: 'left-out', count: last.count + 1, text: [...last.text, part] };
    } else {
      passages.push({ kind: 'left-out', count: 1, text: [part] });
    }
  }

  return passages;
}
