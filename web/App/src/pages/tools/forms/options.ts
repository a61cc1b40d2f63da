import type { PriceContent } from '../../../api/documents';
import { groupsOf } from '../../../format/groups';
import { money } from '../../../format/numbers';
import type { Option } from './fields';

/** The items of the price list by their groups, each with its price and unit. */
export function itemOptions({ items, currency }: PriceContent): { group: string; items: Option[] }[] {
  const groups = groupsOf(items, ({ group }) => group);
  return [...groups].map(([group, found]) => ({
    group,
    items: found.map(({ code, name, unit, unitPrice }) => ({ value: code, label: `${name} · ${money(unitPrice, currency)} per ${unit}` })),
  }));
}

/** What an item costs by the piece when so many are taken: the price of the highest tier that is reached. */
export function priceOf({ items }: PriceContent, code: string, quantity: number | string): number | undefined {
  const item = items.find((each) => each.code === code);
  return item?.tiers?.findLast(({ from }) => Number(quantity) >= from)?.unitPrice ?? item?.unitPrice;
}
