import { expect, it } from 'vitest';
import { baselines } from '../../src/backtest/baselines.js';
import { readFactors } from '../../src/backtest/cohort-sums.js';
import { fitSplit } from '../../src/backtest/fit-split.js';
import { findLateOrders, unknownOn } from '../../src/backtest/late-orders.js';
import { stageOccasions } from '../../src/backtest/occasions.js';
import { predictModel } from '../../src/backtest/predict-model.js';
import { predictBgbb, predictFactors } from '../../src/backtest/predict-months.js';
import { readSplit, readWeekly } from '../../src/backtest/split-rows.js';
import { addDays } from '../../src/common/calendar.js';
import { observe } from '../../src/mart/observe.js';
import { martRelations } from '../../src/mart/relations.js';
import { createSources, insertLines, type Line, memoryStore, testMart } from '../mart/fixture.js';

const ORIGIN = '2020-10-01';
const END = '2020-12-31';

function lines(): Line[] {
  return Array.from({ length: 900 }, (_, i) => ({
    customer: `C${(i * 7919) % 200}`,
    ts: addDays('2020-01-01', (i * 127) % 366),
    amount: String(5 + ((i * 31) % 40)),
  }));
}

const BGBB = { alpha: 1.2, beta: 0.8, gamma: 0.7, delta: 2.8 };

/** Every forecast by what was known of a customer, as bytes. */
async function forecasts(made: readonly Line[], late: readonly Line[] = []) {
  const store = await memoryStore();
  await createSources(store, martRelations);
  await insertLines(store, [...made]);
  if (late.length > 0) {
    await insertLines(store, [...late]);
    await store.run(`create or replace table order_lines as
      select *, case when order_id like 'late %' then 2 else 1 end as load_number from order_lines`);
  }
  const mart = testMart(store, martRelations, { as_of: END });
  await observe(mart);
  await findLateOrders(mart);
  const staged = await stageOccasions(mart, { occasion: 'day', knownOn: ORIGIN });
  const rows = await readSplit(store, staged, ORIGIN, 91, { gaps: true, months: true });
  const factors = await readFactors(store, staged, ORIGIN);
  const weekly = await readWeekly(store, staged, ORIGIN, 91);
  await store.close();
  const fits = fitSplit(rows, { models: ['bgnbd', 'nbd'], unit: { name: 'week', days: 7 }, seed: 1 });
  const said = [
    ...fits.fits.map(({ model, predictor }) => predictModel(model, predictor!, rows, 7, fits.spendOf)),
    ...baselines(rows).map((make) => make()),
    predictBgbb({ model: 'bgbb', parameters: BGBB }, rows, fits.spendOf),
    predictFactors(factors!, rows),
  ];
  const byHistory = new Map<string, string>();
  for (let i = 0; i < rows.size; i++) {
    const { X, T_X, T, RECENT, FIRST_SPEND, REPEAT_SPEND } = rows;
    const known = [X, T_X, T, RECENT, FIRST_SPEND, REPEAT_SPEND, rows.LOG_GAPS!, rows.months!.X];
    const key = known.map((column) => column[i]).join(' ');
    byHistory.set(key, said.map(({ PURCHASES, SPEND }) => `${PURCHASES?.[i]} ${SPEND[i]}`).join(' '));
  }
  return { rows, weekly, fits, byHistory: [...byHistory].sort().join('\n') };
}

it('rows planted after the origin leave every forecast as it was, byte for byte', async () => {
  const made = lines();
  const isLater = ({ ts }: Line) => ts > ORIGIN;
  const planted = [
    ...made.filter((line) => !isLater(line)),
    ...made.filter(isLater).map((line) => ({ ...line, amount: '777' })),
    ...Array.from({ length: 150 }, (_, i) => ({ customer: `C${i}`, ts: '2020-11-11', amount: '99' })),
    ...Array.from({ length: 40 }, (_, i) => ({ customer: `NEW${i}`, ts: '2020-10-02', amount: '1' })),
  ];
  const [clean, dirty] = [await forecasts(made), await forecasts(planted)];
  expect(clean.byHistory.length).toBeGreaterThan(1000);
  expect(dirty.byHistory === clean.byHistory).toBe(true);
  expect(JSON.stringify(dirty.fits.fits) === JSON.stringify(clean.fits.fits)).toBe(true);
  const came = ({ rows }: typeof clean) => rows.AFTER.reduce((sum, y, i) => sum + y * rows.N[i]!, 0);
  expect(came(dirty)).toBeGreaterThan(came(clean));
  expect(dirty.rows.customers).toBe(clean.rows.customers);
});

it('rows that were loaded after the origin leave every forecast as it was, whatever their date', async () => {
  const made = lines();
  const late = Array.from({ length: 240 }, (_, i) => ({
    customer: i % 3 === 0 ? `LATE${i}` : `C${i}`,
    order: `late ${i}`,
    ts: addDays('2020-01-02', (i * 5) % 274),
    amount: '500',
  }));
  const [clean, dirty] = [await forecasts(made), await forecasts(made, late)];
  expect(late.every(({ ts }) => ts <= ORIGIN)).toBe(true);
  expect(dirty.byHistory === clean.byHistory).toBe(true);
  expect(JSON.stringify(dirty.fits.fits) === JSON.stringify(clean.fits.fits)).toBe(true);
  expect(dirty.rows).toEqual(clean.rows);
  expect(dirty.weekly).toEqual(clean.weekly);
});

it('an order is late when an earlier load had brought a later day, and known with its own load', async () => {
  const store = await memoryStore();
  await createSources(store, martRelations);
  const loads: [order: string, day: string, load: number][] = [
    ['first day of all', '2020-01-10', 1],
    ['last day of load 1', '2020-01-20', 1],
    ['in time', '2020-01-21', 2],
    ['a day late', '2020-01-20', 2],
    ['late, alone in its load', '2020-01-15', 3],
    ['history filled in', '2019-12-01', 4],
    ['late among the filled in', '2020-01-11', 4],
    ['late beside new ones', '2020-01-12', 5],
    ['new', '2020-02-03', 5],
    ['begun in load 1', '2020-01-13', 1],
  ];
  await insertLines(
    store,
    [...loads, ['begun in load 1', '2020-01-13', 5] as const].map(([order, ts]) => ({
      customer: 'c',
      order,
      ts,
      amount: '1',
    })),
  );
  await store.run('create or replace table order_lines as select *, 1 as load_number from order_lines');
  for (const [order, , load] of loads)
    await store.run(`update order_lines set load_number = ${load} where order_id = '${order}'`);
  const mart = testMart(store, martRelations, {});
  await observe(mart);
  await findLateOrders(mart);
  const rows = await store.rows('select order_id, known_on from late_orders order by known_on, order_id');
  const unknown = [await unknownOn(mart, '2020-01-20'), await unknownOn(mart, '2020-02-03')];
  await store.close();
  expect(rows.map((row) => `${row.order_id}: ${row.known_on}`)).toEqual([
    'a day late: 2020-01-21',
    'late among the filled in: 2020-01-22',
    'late, alone in its load: 2020-01-22',
    'late beside new ones: 2020-02-03',
  ]);
  expect(unknown).toEqual([4, 0]);
});

it('reads of each customer what a plain loop reads', async () => {
  const made = lines();
  const { rows, weekly } = await forecasts(made);
  const days = new Map<string, Map<string, number>>();
  for (const { customer, ts, amount } of made) {
    const own = days.get(customer) ?? new Map<string, number>();
    own.set(ts, (own.get(ts) ?? 0) + Number(amount));
    days.set(customer, own);
  }
  const sums = { x: 0, recent: 0, first: 0, repeat: 0, after: 0, spendAfter: 0, customers: 0, weeks: 0 };
  for (const own of days.values()) {
    const dates = [...own.keys()].sort();
    const known = dates.filter((date) => date <= ORIGIN);
    if (known.length === 0) continue;
    const later = dates.filter((date) => date > ORIGIN);
    const spent = (list: readonly string[]) => list.reduce((sum, date) => sum + own.get(date)!, 0);
    sums.customers += 1;
    sums.x += known.length - 1;
    sums.recent += known.slice(1).filter((date) => date > addDays(ORIGIN, -91)).length;
    sums.first += spent(known.slice(0, 1));
    sums.repeat += spent(known.slice(1));
    sums.after += later.length;
    sums.spendAfter += spent(later);
    sums.weeks += later.filter((date) => date > addDays(ORIGIN, 14) && date <= addDays(ORIGIN, 21)).length;
  }
  const total = (column: Float64Array) => column.reduce((sum, value, i) => sum + value * rows.N[i]!, 0);
  expect({
    x: total(rows.X),
    recent: total(rows.RECENT),
    first: total(rows.FIRST_SPEND),
    repeat: total(rows.REPEAT_SPEND),
    after: total(rows.AFTER),
    spendAfter: total(rows.SPEND_AFTER),
    customers: rows.customers,
    weeks: weekly.weeks.get(2),
  }).toEqual(sums);
});
