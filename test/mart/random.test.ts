import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Mart } from '../../src/mart/build.js';
import { martOf, shown } from './fixture.js';
import { type NaiveMart, naiveMart } from './naive.js';
import { anyLines, anySettings } from './random-lines.js';

const SUMS = [
  'orders',
  'order_days',
  'units',
  'spend',
  'returns',
  'net_spend',
  'profit',
  'profit_known_spend',
];

async function tables(mart: Mart): Promise<NaiveMart> {
  const sorted = async (name: string, columns: readonly string[]) =>
    (await shown(mart, name, columns)).sort();
  return {
    orders: await sorted('orders', [
      'order_id',
      'customer_id',
      'order_date',
      'lines',
      'units',
      'spend',
      'profit',
      'profit_known_spend',
      'order_ts',
    ]),
    returns: await sorted('returns', [
      'return_id',
      'customer_id',
      'return_date',
      'lines',
      'units',
      'amount',
      'profit_effect',
      'profit_known_amount',
      'return_ts',
    ]),
    customerPeriods: await sorted('customer_periods', [
      'granularity',
      'customer_id',
      'period_start',
      ...SUMS,
    ]),
    customers: await sorted('customers', ['customer_id', ...SUMS, 'first_order_date', 'last_order_date']),
  };
}

it('are what plain loops give, whatever the lines', () =>
  fc.assert(
    fc.asyncProperty(anyLines, anySettings, async (lines, settings) => {
      const { zeroValue, timeZone, fiscalYearStart } = settings;
      const mart = await martOf(
        { lines },
        { zero_value: zeroValue, time_zone: timeZone, fiscal_year_start: fiscalYearStart },
      );
      const midnights = (rows: readonly string[]) => rows.map((row) => row.replaceAll('T00:00:00', ''));
      const { orders, returns, ...rest } = naiveMart(lines, settings);
      expect(await tables(mart)).toEqual({ ...rest, orders: midnights(orders), returns: midnights(returns) });
    }),
    { numRuns: 8 },
  ));

const EVERY = [
  'orders',
  'returns',
  'line_counts',
  'order_days',
  'order_baskets',
  'customers',
  'customer_periods',
  'customer_first_orders',
  'purchase_history',
  'profile_totals',
] as const;

/** Every row of these relations, without order. */
async function everything(mart: Mart): Promise<unknown> {
  await mart.build(EVERY);
  const found: Record<string, unknown> = {};
  for (const name of EVERY) found[name] = await mart.rows(`select * from {{ ref('${name}') }} order by all`);
  return found;
}

it('do not depend on the order of the lines', () =>
  fc.assert(
    fc.asyncProperty(
      anyLines.chain((lines) =>
        fc.tuple(fc.constant(lines), fc.shuffledSubarray(lines, { minLength: lines.length })),
      ),
      async ([lines, shuffled]) => {
        const expected = await everything(await martOf({ lines }));
        expect(await everything(await martOf({ lines: shuffled }))).toEqual(expected);
      },
    ),
    { numRuns: 3 },
  ));

it('are the same with and without the shortcut for what the data lack', () =>
  fc.assert(
    fc.asyncProperty(anyLines, async (lines) => {
      const bare = lines.map(({ quantity, profit, ...line }) => line);
      const expected = await everything(await martOf({ lines: bare }));
      const mart = await martOf({ lines: bare });
      mart.lack(['attributes', 'cost', 'profit', 'quantity']);
      expect(await everything(mart)).toEqual(expected);
    }),
    { numRuns: 3 },
  ));
