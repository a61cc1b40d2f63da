import { Amount, Pair, Text } from './fields';
import type { AnyForm } from './spec';

/** Either a part of the subtotal or an amount. */
export function Discount({ form, currency }: { form: AnyForm; currency: string }) {
  return (
    <Pair three>
      <Amount form={form} place="discount.percent" label="Discount in percent" unit="%" most={100} />
      <Amount form={form} place="discount.amount" label="or as an amount" unit={currency} />
      <Text form={form} place="discount.reason" label="Reason" placeholder="Returning client" most={200} />
    </Pair>
  );
}
