import { expect, it } from 'vitest';
import { baselines } from '../../src/backtest/baselines.js';
import { fitSplit } from '../../src/backtest/fit-split.js';
import { predictModel } from '../../src/backtest/predict-model.js';
import { readSplit, readWeekly, stageOccasions } from '../../src/backtest/split-rows.js';
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

/** Every forecast by what was known of a customer, as bytes. */
async function forecasts(made: readonly Line[]) {
  const store = await memoryStore();
  await createSources(store, martRelations);
  await insertLines(store, [...made]);
  const mart = testMart(store, martRelations, { as_of: END });
  await observe(mart);
  await stageOccasions(mart, 'day');
  const rows = await readSplit(mart, ORIGIN, 91);
  const weekly = await readWeekly(mart, ORIGIN, 91);
  await store.close();
  const fits = fitSplit(rows, { models: ['bgnbd', 'nbd'], unit: { name: 'week', days: 7 }, seed: 1 });
  const said = [
    ...fits.fits.map(({ model, predictor }) => predictModel(model, predictor!, rows, 7, fits.spendOf)),
    ...baselines(rows),
  ];
  const byHistory = new Map<string, string>();
  for (let i = 0; i < rows.size; i++) {
    const { X, T_X, T, RECENT, FIRST_SPEND, REPEAT_SPEND } = rows;
    const key = [X, T_X, T, RECENT, FIRST_SPEND, REPEAT_SPEND].map((column) => column[i]).join(' ');
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
