import { afterAll, beforeAll, expect, it } from 'vitest';
import { lens1 } from '../../src/lenses/lens1/lens1.js';
import type { LensReport } from '../../src/lenses/report.js';
import { type Base, baseOf, context } from './fixture.js';
import { rowsOf, runProduct } from './product/run.js';

const AS_OF = '2020-06-30';
const PERIOD = {
  from: '2020-01-01',
  to: '2020-12-31',
  label: '2020',
  complete: true,
  chosenBy: 'asked' as const,
  notes: [],
};

let base: Base;
beforeAll(async () => {
  const order = (customer: string, ts: string, category: string, amount: string) => ({
    customer,
    order: `${customer}-${ts}`,
    ts,
    category,
    amount,
  });
  base = await baseOf(
    [
      order('a', '2020-01-05', 'Tea', '10'),
      order('a', '2020-02-05', 'Tea', '10'),
      order('b', '2020-03-01', 'Tea', '20'),
      order('c', '2020-04-01', 'Cups', '30'),
      order('old', '2019-01-01', 'Cups', '30'),
    ],
    { as_of: AS_OF },
  );
});
afterAll(() => base.store.close());

/** Scores of a day: P(alive), purchases and value by customer; `nobody` is known without an order. */
async function score(day: string, margin: string): Promise<void> {
  await base.store.run('delete from scores');
  await base.store.run(`insert into scores (customer_id, as_of, model_id, x, p_alive, expected_purchases, margin, clv, horizon_days)
    select id, date '${day}', 'bgnbd-1', x, alive, purchases, ${margin}, clv, 365 from (values
      ('a', 1, 0.9, 2, 30), ('b', 0, 0.5, 1, 10), ('c', 0, 0.4, 0.5, 20), ('old', 0, 0.1, 0.1, 4), ('nobody', null, null, null, null)
    ) as rows (id, x, alive, purchases, clv)`);
}

const lens = (asOf = AS_OF): Promise<LensReport> =>
  lens1({ ...context(base.mart, { asOf }), period: PERIOD });
const table = (report: LensReport, id: string) => report.tables.find((one) => one.id === id);

it('sums the chance to be alive over the customers of the period and the others', async () => {
  await score(AS_OF, '0.4');
  expect(rowsOf(await lens(), 'expected_alive')).toEqual([
    { customer_group: 'with an order in 2020', customers: 3, ...sums(1.8, 0.6, 3.5, '60.00') },
    { customer_group: 'with none in it', customers: 1, ...sums(0.1, 0.1, 0.1, '4.00') },
    { customer_group: 'total', customers: 4, ...sums(1.9, 0.475, 3.6, '64.00') },
  ]);
  function sums(alive: number, share: number, purchases: number, value: string) {
    const close = (number: number) => expect.closeTo(number, 9);
    return { alive: close(alive), share_alive: close(share), purchases: close(purchases), value };
  }
});

it('says what the customers of each favourite will bring', async () => {
  await score(AS_OF, 'null');
  const report = await runProduct(base.store, {
    from: PERIOD.from,
    to: PERIOD.to,
    vars: { as_of: AS_OF },
  });
  expect(table(report, 'forward_value')!.description).toContain('discounted revenue of the next 365 days');
  expect(
    rowsOf(report, 'forward_value').map(({ category, customers, value, value_index }) => [
      category,
      customers,
      value,
      value_index,
    ]),
  ).toEqual([
    ['Tea', 2, '40.00', 1],
    ['Cups', 1, '20.00', 1],
  ]);
});

it('shows nothing without scores, or with scores of another day', async () => {
  await score('2020-06-29', '0.4');
  expect(table(await lens(), 'expected_alive')).toBeUndefined();
  await base.store.run('delete from scores');
  expect(table(await lens(), 'expected_alive')).toBeUndefined();
});
