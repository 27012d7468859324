import { daysBetween } from '../../common/calendar.js';
import { type Money, money, roundMoney } from '../../common/money.js';
import type { Row, Table } from '../../common/result.js';
import { ratio } from '../../lenses/aggregate.js';
import { columns, moneyColumn, withBar } from '../../lenses/columns.js';
import type { CheckScope } from './scope.js';

/** Figures that the verdict and the warnings are made of. */
export interface CheckFacts {
  readonly orders: number;
  readonly customers: number;
  readonly customersTwoDays: number;
  readonly customersThreeDays: number;
  readonly zeroOrders: number;
  readonly returns: number;
  readonly spend: Money;
  readonly returned: Money;
  /** Share of the spend whose profit is known. */
  readonly profitKnown: number | null;
  readonly firstOrderDate: string | null;
  readonly lastOrderDate: string | null;
  readonly asOf: string | null;
  /** From the first order to the end of observation, both days counted. */
  readonly spanDays: number;
  readonly orderDays: number;
  readonly medianGapDays: number | null;
  readonly duplicateLines: number;
  readonly mostCopies: number;
  /** Erlang stage of the gaps by Wheat and Morrison; null with too few customers. */
  readonly regularity: number | null;
  readonly medianOrder: number | null;
}

const ENOUGH_FOR_REGULARITY = 100;

export async function gatherFacts({ base }: CheckScope): Promise<CheckFacts> {
  const { mart, observation } = base;
  await mart.build(['profile_totals', 'profile_duplicates', 'profile_regularity']);
  const [totals] = await mart.rows(`select * from {{ ref('profile_totals') }}`);
  const [duplicates] = await mart.rows(`select * from {{ ref('profile_duplicates') }}`);
  const [regular] = await mart.rows(`select * from {{ ref('profile_regularity') }}`);
  const [observed] = await mart.rows(`select order_days, median_gap_days from {{ ref('observation') }}`);
  const { asOf, firstOrderDate, lastOrderDate } = observation;
  const variance = regular!.variance === null ? null : Number(regular!.variance);
  return {
    orders: Number(totals!.orders),
    customers: Number(totals!.customers),
    customersTwoDays: Number(totals!.customers_two_days),
    customersThreeDays: Number(totals!.customers_three_days),
    zeroOrders: Number(totals!.zero_orders),
    returns: Number(totals!.returns),
    spend: money(String(totals!.spend)),
    returned: money(String(totals!.returned)),
    profitKnown: ratio(money(String(totals!.profit_known_spend)), money(String(totals!.spend))),
    firstOrderDate,
    lastOrderDate,
    asOf,
    spanDays: firstOrderDate === null || asOf === null ? 0 : daysBetween(firstOrderDate, asOf) + 1,
    orderDays: Number(observed!.order_days ?? 0),
    medianGapDays: observed!.median_gap_days === null ? null : Number(observed!.median_gap_days),
    duplicateLines: Number(duplicates!.duplicate_lines),
    mostCopies: Number(duplicates!.most_copies),
    regularity:
      variance === null || variance <= 0 || Number(regular!.customers) < ENOUGH_FOR_REGULARITY
        ? null
        : (1 - 4 * variance) / (8 * variance),
    medianOrder: totals!.median_order === null ? null : Number(totals!.median_order),
  };
}

/** What is in the data: totals, and volume by month. */
export async function contents(scope: CheckScope, facts: CheckFacts): Promise<Table[]> {
  const { digits, currency } = scope;
  return [
    {
      id: 'contents',
      title: 'Totals',
      section: 'What is in here',
      layout: 'record',
      columns: [
        { id: 'orders', title: 'orders', type: 'count' },
        { id: 'customers', title: 'customers with an order', type: 'count' },
        { id: 'returns', title: 'returns', type: 'count' },
        moneyColumn('spend', 'spend, gross', currency),
        moneyColumn('returned', 'given back', currency),
        moneyColumn('median_order', 'median order', currency),
        { id: 'profit_known', title: 'share of the spend whose profit is known', type: 'share', digits: 1 },
        { id: 'first_order', title: 'first order', type: 'date' },
        { id: 'last_order', title: 'last order', type: 'date' },
        { id: 'as_of', title: 'end of observation', type: 'date' },
        { id: 'span_days', title: 'span', type: 'count', unit: 'days' },
        { id: 'order_days', title: 'days with orders', type: 'count', unit: 'days' },
        { id: 'two_days', title: 'customers with orders on 2+ days', type: 'share', digits: 1 },
        { id: 'three_days', title: 'customers with orders on 3+ days', type: 'share', digits: 1 },
      ],
      rows: [
        {
          orders: facts.orders,
          customers: facts.customers,
          returns: facts.returns,
          spend: roundMoney(facts.spend, digits),
          returned: roundMoney(facts.returned, digits),
          median_order: facts.medianOrder === null ? null : roundMoney(String(facts.medianOrder), digits),
          profit_known: facts.profitKnown,
          first_order: facts.firstOrderDate,
          last_order: facts.lastOrderDate,
          as_of: facts.asOf,
          span_days: facts.spanDays,
          order_days: facts.orderDays,
          two_days: ratio(facts.customersTwoDays, facts.customers),
          three_days: ratio(facts.customersThreeDays, facts.customers),
        },
      ],
    },
    await volume(scope),
  ];
}

async function volume({ base, digits, currency }: CheckScope): Promise<Table> {
  await base.mart.build(['profile_volume']);
  const months = await base.mart.rows(`select * from {{ ref('profile_volume') }} order by period_start`);
  const most = Math.max(1, ...months.map((month) => Number(month.orders)));
  const rows: Row[] = months.map((month) => ({
    month: String(month.period_start).slice(0, 7),
    complete: month.is_complete!,
    orders: month.orders!,
    of_busiest: Number(month.orders) / most,
    customers: month.customers!,
    spend: roundMoney(String(month.spend), digits),
  }));
  return {
    id: 'volume',
    title: 'Volume by month',
    section: 'What is in here',
    description: 'The bar compares with the busiest month; an incomplete month is marked.',
    terminalRows: 60,
    columns: [
      { id: 'month', title: 'month', type: 'text' },
      { id: 'complete', title: 'complete', type: 'boolean' },
      columns.orders,
      withBar({ id: 'of_busiest', title: 'of the busiest', type: 'share', digits: 0 }),
      columns.customers,
      moneyColumn('spend', 'spend', currency),
    ],
    rows,
  };
}
