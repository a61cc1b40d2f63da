import type { PriceItem, PriceList } from '../../../api/documents';
import { formatInstant } from '../../../format/dates';
import { useSession } from '../../../api/session';
import { groupsOf } from '../../../format/groups';
import { money } from '../../../format/numbers';
import { Card } from '../../../ui/Card';
import { Fact, Facts } from '../../../ui/Facts';
import form from '../../../ui/Form.module.css';
import { quantityOf } from '../PriceTable';
import { houseWords } from './draft';
import classes from './Prices.module.css';

/** The list as one reads and prints it. */
export function PriceListView({ list: { content, version, createdAt, createdBy } }: { list: PriceList }) {
  const { organisation } = useSession();
  const { house, items, packages, currency } = content;
  const nameOf = new Map(items.map(({ code, name }) => [code, name]));

  return (
    <div className={classes.list} data-testid="price-list">
      <p className={classes.which}>
        {content.name}, {version === 0 ? 'as it comes' : `version ${version}`}
        {createdAt && `, ${formatInstant(createdAt, organisation.timeZone)}`}
        {createdBy && `, by ${createdBy}`}. All amounts in {currency}.
      </p>
      <Card title="Packages" about="By the style, times how elaborate it is." testId="packages">
        <div className={`${form.inside} ${classes.packages}`}>
          {packages.map(({ code, name, summary, pricePerStyle, includes }) => (
            <article key={code} className={classes.package} data-testid="package">
              <h3 className={classes.packageName}>{name}</h3>
              <p className={classes.packagePrice}>{money(pricePerStyle, currency)}</p>
              {summary && <p className={form.quiet}>{summary}</p>}
              <ul className={classes.includes}>
                {includes.map(({ item, quantity }) => <li key={item}>{quantity === 1 ? '' : `${quantityOf(quantity)} × `}{nameOf.get(item) ?? item}</li>)}
              </ul>
            </article>
          ))}
        </div>
      </Card>
      <Card title="Items" testId="items">
        <div className={`${form.inside} ${classes.groups}`}>
          {[...groupsOf(items, ({ group }) => group)].map(([group, found]) => (
            <section key={group} className={classes.group}>
              <h3 className={classes.groupName}>{group}</h3>
              <ul>
                {found.map((item) => <Item key={item.code} item={item} currency={currency} />)}
              </ul>
            </section>
          ))}
        </div>
      </Card>
      <Card title="The house" about="How it writes of itself in contracts, decks and workbooks." testId="house">
        <div className={form.inside}>
          {Object.keys(house).length === 0 ? (
            <p className={form.quiet}>Nothing is said yet. Until it is, contracts ask each time who signs for the house and whose law governs.</p>
          ) : (
            <Facts>
              {(Object.entries(houseWords) as [string, string][]).map(([word, label]) => house[word] && <Fact key={word} name={label}>{house[word]}</Fact>)}
            </Facts>
          )}
        </div>
      </Card>
    </div>
  );
}

function Item({ item: { name, description, unit, unitPrice, tiers }, currency }: { item: PriceItem; currency: string }) {
  return (
    <li className={classes.item}>
      <span className={classes.itemName}>
        {name}
        {description && <span className={classes.about}>{description}</span>}
        {tiers && tiers.length > 0 && <span className={classes.about}>{tiers.map(({ from, unitPrice: price }) => `from ${quantityOf(from)}: ${money(price, currency)}`).join(' · ')}</span>}
      </span>
      <span className={classes.price}>
        {money(unitPrice, currency)}
        <span className={classes.unit}>per {unit}</span>
      </span>
    </li>
  );
}
