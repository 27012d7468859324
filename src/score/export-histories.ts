import type { Mart } from '../mart/build.js';
import { shownCondition } from '../mart/visible.js';
import { FOR_ONCE } from '../store/export.js';
import { identifier, literal } from '../store/sql.js';
import { type AttributeColumns, storeAttributes } from './customer-attributes.js';
import { spendOf } from './fit-data.js';
import { knownWithoutOrder } from './known-customers.js';
import { type Occasion, occasionHistories } from './occasion-histories.js';

/** What scoring reads of the whole base. */
export interface BaseTotals {
  /** Profit as a share of the spend whose profit is known, both net of returns; null when none is known. */
  readonly margin: number | null;
  /** Share of the spend whose profit is known. */
  readonly marginKnown: number;
  /** Money given back as a share of gross spend, 0 to 1. */
  readonly returnShare: number;
}

/** What histories are to hold. */
export interface HistoriesNeeds {
  readonly occasion: Occasion;
  readonly spendHistory: 'repeat' | 'all';
  /** Columns by the attribute that each holds. */
  readonly attributes: AttributeColumns;
  /** Only returns tell of customers without an order, as where no customers file was read: they are then found with what was returned. */
  readonly onlyReturnsTell?: boolean;
}

/**
 * Writes a row per customer to a Parquet file: the purchase history as of the mart's end of observation, or nulls for
 * a customer who is known without an order, and what was given back. Attributes asked for are columns. The file is private to
 * the run. Gives the query of its rows, which any store can read. `meanwhile` is done while the engine is at work, and
 * `further` statements by the engine right after.
 */
export async function exportHistories(
  mart: Mart,
  path: string,
  { occasion, spendHistory, attributes, onlyReturnsTell = false }: HistoriesNeeds,
  meanwhile: () => void = () => {},
  further: () => readonly string[] = () => [],
): Promise<string> {
  const names = Object.keys(attributes);
  const source = await occasionHistories(mart, occasion, { once: names.length === 0 });
  await mart.build(['customers', 'returns']);
  const shown = await shownCondition(mart, 'complete.customer_id');
  if (names.length > 0) await storeAttributes(mart, attributes);
  const { occasions, money } = spendOf(spendHistory);
  const spends = `${occasions} > 0 and ${money} > 0`;
  const ticks = occasion === 'month' ? ['t_x_ticks', 't_ticks'] : [];
  const columns = names.map((name) => `, attributes.${identifier(name)}`);
  const others = `union all
      select customer_id, null, null, null, ${ticks.map(() => 'null, ').join('')}null, null, null
      from ${mart.table('customers')} where ${knownWithoutOrder(mart)}`;
  const text = `copy (
    with known as (${source}),
    histories as (
      select
        customer_id,
        ${['x', 't_x_days', 't_days', ...ticks].map((name) => `cast(${name} as integer) as ${name},`).join(' ')}
        cast(case when ${spends} then ${occasions} else 0 end as integer) as spend_x,
        case when ${spends} then cast(${money} as double) else 0 end as spend_total,
        cast(first_spend + coalesce(repeat_spend, 0) as double) as spend_to_date
      from known
      ${onlyReturnsTell ? '' : others}
    ),
    given_back as (
      select customer_id, sum(amount) as amount, count(*) as times
      from ${mart.table('returns')} group by customer_id
    ),
    complete as (
      select
        customer_id,
        histories.* exclude (customer_id),
        cast(coalesce(given_back.amount, 0) as double) as returned,
        cast(coalesce(given_back.times, 0) as integer) as times_returned
      from histories
      ${onlyReturnsTell ? 'full' : 'left'} join given_back using (customer_id)
    )
    select complete.*, ${shown} as is_visible ${columns.join('')}
    from complete
    ${names.length > 0 ? 'left join customer_attributes as attributes on complete.customer_id = attributes.customer_id' : ''}
  ) to ${literal(path)} (${FOR_ONCE})`;
  const writing = mart.store.run([text, ...further()].join(';\n'));
  try {
    meanwhile();
  } finally {
    await writing;
  }
  await mart.checkInstead('purchase_history', `(select x from ${fileText(path)} where x is not null)`);
  return historiesQuery(path, { occasion, attributes });
}

/** How many customers of such a file have no order. */
export async function countWithoutOrder({ store }: Mart, path: string): Promise<number> {
  const { customers } = await store.one(
    `select count(*) as customers from ${fileText(path)} where x is null`,
  );
  return Number(customers);
}

/** The query of the rows of a file of histories. */
export function historiesQuery(
  path: string,
  { occasion, attributes }: Pick<HistoriesNeeds, 'occasion' | 'attributes'>,
): string {
  const further = [
    ...(occasion === 'month' ? [] : ['t_x_days as t_x_ticks', 't_days as t_ticks']),
    ...('segment' in attributes ? [] : ['cast(null as varchar) as segment']),
  ];
  return `select *${further.map((each) => `, ${each}`).join('')} from ${fileText(path)}`;
}

function fileText(path: string): string {
  return `read_parquet(${literal(path)})`;
}

/** Reads margin and returns from the orders and returns observed. */
export async function readTotals(mart: Mart): Promise<BaseTotals> {
  const [row] = await mart.rows(`select
      cast(bought.spend as double) as spend,
      cast(coalesce(bought.profit, 0) + coalesce(given_back.profit_effect, 0) as double) as profit,
      cast(bought.known - coalesce(given_back.known, 0) as double) as known,
      cast(coalesce(given_back.amount, 0) as double) as returns
    from (
      select coalesce(sum(spend), 0) as spend, sum(profit) as profit, coalesce(sum(profit_known_spend), 0) as known
      from {{ ref('orders') }}
    ) as bought
    cross join (
      select sum(amount) as amount, sum(profit_effect) as profit_effect, sum(profit_known_amount) as known
      from {{ ref('returns') }}
    ) as given_back`);
  const { spend, profit, known, returns } = row as unknown as Record<
    'spend' | 'profit' | 'known' | 'returns',
    number
  >;
  const net = spend - returns;
  return {
    margin: known > 0 ? profit / known : null,
    marginKnown: known > 0 && net > 0 ? Math.min(1, known / net) : 0,
    returnShare: spend > 0 ? Math.min(1, Math.max(0, returns / spend)) : 0,
  };
}
