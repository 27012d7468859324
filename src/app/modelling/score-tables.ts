import { money, roundMoney } from '../../common/money.js';
import type { Cell, Column, ColumnType, Table } from '../../common/result.js';
import { shareText } from '../../common/share-text.js';
import { ratio } from '../../lenses/aggregate.js';
import { moneyColumn } from '../../lenses/columns.js';
import { LESS_CAC, lessCacText } from '../../score/less-cac.js';
import type { ScoreTerms } from '../../score/score-terms.js';
import { TIERS } from '../../score/store-scored.js';
import type { Store } from '../../store/store.js';

export interface ScoreTotals {
  readonly customers: number;
  readonly visible: number;
  readonly scored: number;
  readonly prior: number;
  /** Sums over the scored customers; decimal strings. */
  readonly alive: string;
  readonly purchases: string;
  readonly value: string;
}

/** Sums over all scores, hidden customers too. */
export async function scoreTotals(store: Store): Promise<ScoreTotals> {
  const row = await store.one(`select
      count(*) as customers,
      count(*) filter (where is_visible) as visible,
      count(x) as scored,
      count(*) filter (where basis = 'prior') as prior,
      coalesce(sum(p_alive), 0) as alive,
      coalesce(sum(expected_purchases), 0) as purchases,
      coalesce(sum(clv), 0) as value
    from scores`);
  return {
    customers: Number(row.customers),
    visible: Number(row.visible),
    scored: Number(row.scored),
    prior: Number(row.prior),
    alive: String(row.alive),
    purchases: String(row.purchases),
    value: String(row.value),
  };
}

export function summaryTable(
  totals: ScoreTotals,
  { currency, digits, horizonDays, margin }: ScoreTerms,
  isOfMonths: boolean,
): Table {
  const { scored, alive, purchases, value } = totals;
  return {
    id: 'summary',
    title: `What the customers of today will bring in ${horizonDays} days`,
    section: 'Scores',
    layout: 'record',
    columns: [
      { id: 'customers', title: 'customers scored', type: 'count' },
      { id: 'alive', title: 'of these, alive (expected)', type: 'number', digits: 0 },
      {
        id: 'purchases',
        title: `${isOfMonths ? 'months with a purchase' : 'purchases'} (expected)`,
        type: 'number',
        digits: 0,
      },
      moneyColumn('value', margin === null ? 'revenue, discounted' : 'profit, discounted', currency),
      moneyColumn('value_each', 'each', currency),
    ],
    rows: [
      {
        customers: scored,
        alive: Number(alive),
        purchases: Number(purchases),
        value: roundMoney(value, digits),
        value_each: scored === 0 ? null : roundMoney(money(value).div(scored), digits),
      },
    ],
  };
}

/** Customers by tier; hidden ones count. */
export async function tierTable(store: Store, { currency, digits }: ScoreTerms): Promise<Table> {
  const rows = await store.rows(`select tier, count(*) as customers, sum(clv) as value, min(clv) as least,
      sum(p_alive) as alive, sum(expected_purchases) as purchases
    from scores where tier is not null group by tier order by tier`);
  const all = rows.reduce((sum, row) => sum.plus(money(String(row.value))), money(0));
  const customers = rows.reduce((sum, row) => sum + Number(row.customers), 0);
  const limits = [
    ...TIERS.map(
      ({ name, upTo }, i) =>
        `${name} the ${i === 0 ? 'top' : 'next'} ${Math.round(100 * (upTo - (TIERS[i - 1]?.upTo ?? 0)))} %`,
    ),
    'D the rest',
  ];
  return {
    id: 'tiers',
    title: 'Customers by tier',
    section: 'Scores',
    description: `Tiers by value: ${limits.join(', ')}. Equal values share a tier.`,
    columns: [
      { id: 'tier', title: 'tier', type: 'text' },
      { id: 'customers', title: 'customers', type: 'count' },
      { id: 'share_customers', title: '% customers', type: 'share', digits: 1 },
      moneyColumn('least', 'value from', currency),
      moneyColumn('value', 'value', currency),
      { id: 'share_value', title: '% value', type: 'share', digits: 1, bar: true },
      { id: 'alive', title: 'alive', type: 'number', digits: 0, wide: true },
      { id: 'purchases', title: 'purchases', type: 'number', digits: 0, wide: true },
    ],
    rows: rows.map((row) => ({
      tier: row.tier!,
      customers: Number(row.customers),
      share_customers: ratio(Number(row.customers), customers),
      least: roundMoney(String(row.least), digits),
      value: roundMoney(String(row.value), digits),
      share_value: ratio(money(String(row.value)), all),
      alive: row.alive === null ? null : Number(row.alive),
      purchases: row.purchases === null ? null : Number(row.purchases),
    })),
  };
}

/** The most valuable customers who may be shown; models that know sums alone have a value for each and no more. */
export async function topTable(
  store: Store,
  terms: ScoreTerms,
  top: number,
  { isOfMonths, knowsSums }: { readonly isOfMonths: boolean; readonly knowsSums: boolean },
): Promise<Table> {
  const { currency, interval } = terms;
  const less = lessCacText(terms);
  const rows = await store.rows(
    `select customer_id, x, "T_days" - t_x_days as silent_days, p_alive, expected_purchases, expected_spend, clv, clv_low, clv_high${less === null ? '' : `, ${less} as ${LESS_CAC}`}, tier
    from scores where is_visible and x is not null order by clv desc, customer_id limit ${Math.trunc(top)}`,
  );
  const isOfCustomers = !knowsSums;
  const columns: readonly Column[] = [
    { id: 'customer_id', title: 'customer', type: 'text' },
    {
      id: 'x',
      title: isOfMonths ? 'more months' : 'repeats',
      type: 'count',
      ...(isOfCustomers ? { wide: true } : {}),
    },
    {
      ...{ id: 'silent_days', title: 'days silent', type: 'count' },
      ...(isOfCustomers && less !== null ? { wide: true } : {}),
    },
    ...(isOfCustomers
      ? ([
          { id: 'p_alive', title: 'P(alive)', type: 'share', digits: 1 },
          { id: 'expected_purchases', title: isOfMonths ? 'months' : 'purchases', type: 'number', digits: 2 },
          moneyColumn('expected_spend', 'spend each', currency),
        ] as const)
      : []),
    moneyColumn('clv', 'value', currency),
    ...(isOfCustomers
      ? [moneyColumn('clv_low', 'low', currency), moneyColumn('clv_high', 'high', currency)]
      : []),
    ...(less === null ? [] : [moneyColumn(LESS_CAC, 'less CAC', currency)]),
  ];
  return {
    id: 'top',
    title: rows.length > 1 ? `The ${rows.length} most valuable customers` : 'The most valuable customer',
    section: 'Scores',
    ...(isOfCustomers
      ? {
          description: `Low and high hold ${shareText(interval)} of what such customers bring: a value is a mean of very different futures.`,
        }
      : {}),
    terminalRows: 20,
    columns,
    rows: rows.map((row) => Object.fromEntries(columns.map(({ id, type }) => [id, cell(row[id], type)]))),
  };
}

function cell(value: unknown, type: ColumnType): Cell {
  return type === 'text' || type === 'money' ? String(value) : Number(value);
}
