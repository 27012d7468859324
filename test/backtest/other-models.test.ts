import { expect, it } from 'vitest';
import { readFactors } from '../../src/backtest/cohort-sums.js';
import { fitSplit } from '../../src/backtest/fit-split.js';
import { stageOccasions } from '../../src/backtest/occasions.js';
import { predictModel } from '../../src/backtest/predict-model.js';
import { predictBgbb, predictFactors } from '../../src/backtest/predict-months.js';
import { readSplit, readWeekly, type SplitRows } from '../../src/backtest/split-rows.js';
import { weeklyExpected, weekRange } from '../../src/backtest/weekly.js';
import { addDays, daysBetween } from '../../src/common/calendar.js';
import { observe } from '../../src/mart/observe.js';
import { martRelations } from '../../src/mart/relations.js';
import { bgbb, mbgcnbd } from '../../src/models/index.js';
import { seededRandom } from '../../src/numeric/seeded.js';
import { createSources, insertLines, type Line, memoryStore, testMart } from '../mart/fixture.js';

/** In the middle of a month of 30 days. */
const ORIGIN = '2020-09-15';
const DAYS = 91;
const MONTH = 365.25 / 12;

function lines(): Line[] {
  return Array.from({ length: 700 }, (_, i) => ({
    customer: `C${(i * 7919) % 150}`,
    ts: addDays('2020-01-01', (i * 127) % 366),
    amount: String(5 + ((i * 31) % 40)),
  }));
}

interface Customer {
  readonly days: readonly string[];
  readonly spend: readonly number[];
}

/** Customers of the lines as they were known at the origin, by plain loops. */
function knownCustomers(): Customer[] {
  const byCustomer = new Map<string, Map<string, number>>();
  for (const { customer, ts, amount } of lines()) {
    const own = byCustomer.get(customer) ?? new Map<string, number>();
    own.set(ts, (own.get(ts) ?? 0) + Number(amount));
    byCustomer.set(customer, own);
  }
  return [...byCustomer.values()]
    .map((own) => {
      const days = [...own.keys()].filter((day) => day <= ORIGIN).sort();
      return { days, spend: days.map((day) => own.get(day)!) };
    })
    .filter(({ days }) => days.length > 0);
}

const monthOf = (day: string): number => 12 * Number(day.slice(0, 4)) + Number(day.slice(5, 7));
/** August: September is under way. */
const LAST = monthOf('2020-08-31');
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const straight = (f: (n: number) => number, at: number): number =>
  f(Math.floor(at)) + (at - Math.floor(at)) * (f(Math.floor(at) + 1) - f(Math.floor(at)));

async function split() {
  const store = await memoryStore();
  await createSources(store, martRelations);
  await insertLines(store, lines());
  const mart = testMart(store, martRelations, { as_of: addDays(ORIGIN, DAYS) });
  await observe(mart);
  const staged = await stageOccasions(mart, { occasion: 'day' });
  const rows = await readSplit(store, staged, ORIGIN, DAYS, { gaps: true, months: true });
  const factors = await readFactors(store, staged, ORIGIN);
  const weekly = await readWeekly(store, staged, ORIGIN, DAYS);
  await store.close();
  return { rows, factors: factors!, weekly };
}

const made = split();
const customers = knownCustomers();
const total = (N: Float64Array, column: ArrayLike<number>): number =>
  sum(Array.from(N, (n, i) => n * column[i]!));

it('gaps and months are those that a plain loop finds', async () => {
  const { rows } = await made;
  const gaps = customers.flatMap(({ days }) =>
    days.slice(1).map((day, i) => Math.log(daysBetween(days[i]!, day))),
  );
  expect(total(rows.N, rows.LOG_GAPS!)).toBeCloseTo(sum(gaps), 8);
  const histories = customers.map(({ days }) => {
    const first = monthOf(days[0]!);
    const later = [...new Set(days.map(monthOf))].filter((month) => month > first && month <= LAST);
    const T = Math.max(0, LAST - first);
    return `${later.length} ${Math.max(0, ...later.map((month) => month - first))} ${T} ${new Set(days.map(monthOf)).size}`;
  });
  const { X, T_X, T, USED } = rows.months!;
  const found = Array.from(rows.N).flatMap((n, i) =>
    Array.from({ length: n }, () => `${X[i]} ${T_X[i]} ${T[i]} ${USED[i]}`),
  );
  expect(found.sort()).toEqual(histories.sort());
  expect(rows.months!.underWay).toBe(0.5);
});

it('BG/BB: months expected between two points of time, times the purchases of a month', async () => {
  const { rows } = await made;
  const parameters = { alpha: 1.2, beta: 0.8, gamma: 0.7, delta: 2.8 };
  const { PURCHASES, SPEND, outcome } = predictBgbb({ model: 'bgbb', parameters }, rows, () => 3);
  const ofMonth =
    sum(customers.map(({ days }) => days.length)) /
    sum(customers.map(({ days }) => new Set(days.map(monthOf)).size));
  const { X, T_X, T } = rows.months!;
  for (let i = 0; i < rows.size; i++) {
    const history = { x: X[i]!, t_x: T_X[i]!, n: T[i]! };
    const to = (n: number) => bgbb.expectedPurchases(parameters, history, n);
    const months = straight(to, 0.5 + DAYS / MONTH) - straight(to, 0.5);
    expect(PURCHASES![i]! / (months * ofMonth)).toBeCloseTo(1, 9);
    expect(SPEND[i]! / (3 * months * ofMonth)).toBeCloseTo(1, 9);
  }
  expect(outcome).toBeNull();
});

it('cohort factors: growth to date by age, by plain loops over customers and months', async () => {
  const { rows, factors } = await made;
  const grown = (value: (customer: Customer, month: number) => number) => {
    const first = ({ days }: Customer) => monthOf(days[0]!);
    const toDate = (list: readonly Customer[], age: number) =>
      sum(list.flatMap((one) => Array.from({ length: age + 1 }, (_, a) => value(one, first(one) + a))));
    const links: number[] = [];
    for (let a = 0; a < 8; a++) {
      const seen = customers.filter((one) => first(one) + a + 1 <= LAST);
      if (seen.length < 30) break;
      links.push(toDate(seen, a + 1) / toDate(seen, a));
    }
    return links;
  };
  const purchases = grown(({ days }, month) => days.filter((day) => monthOf(day) === month).length);
  const spend = grown(({ days, spend: own }, month) =>
    sum(own.filter((_, i) => monthOf(days[i]!) === month)),
  );
  factors.purchases.links.forEach(({ link }, a) => {
    expect(link).toBeCloseTo(purchases[a]!, 9);
  });
  factors.spend.links.forEach(({ link }, a) => {
    expect(link).toBeCloseTo(spend[a]!, 9);
  });
  expect(purchases).toHaveLength(factors.purchases.links.length);
  const { PURCHASES, SPEND } = predictFactors(factors, rows);
  const level = (of: 'purchases' | 'spend', age: number) => (months: number) => {
    let value = 1;
    for (let m = 0; m < months; m++) {
      const { links, tail } = factors[of];
      value *= links[age + m]?.link ?? 1 + tail / (age + m + 1);
    }
    return value;
  };
  for (let i = 0; i < rows.size; i++) {
    const grows = (of: 'purchases' | 'spend') => {
      const f = level(of, rows.months!.T[i]!);
      return straight(f, 0.5 + DAYS / MONTH) / straight(f, 0.5) - 1;
    };
    expect(PURCHASES![i]).toBeCloseTo((rows.X[i]! + 1) * grows('purchases'), 9);
    expect(SPEND[i]).toBeCloseTo((rows.FIRST_SPEND[i]! + rows.REPEAT_SPEND[i]!) * grows('spend'), 8);
  }
});

it('weeks of a staged model: customer by customer, and in sum what is forecast', async () => {
  const { rows, weekly } = await made;
  const parameters = { k: 2, r: 0.9, alpha: 6, a: 0.5, b: 3 };
  const predictor = { model: 'mbgcnbd', parameters };
  const { forecast, fromStart } = weeklyExpected(predictor, rows, weekly, 7);
  const { PURCHASES } = predictModel('mbgcnbd', predictor, rows, 7, () => 0);
  expect(sum(Array.from(forecast)) / total(rows.N, PURCHASES!)).toBeCloseTo(1, 9);
  const { first } = weekRange(weekly, DAYS);
  for (const week of [0, 5, 12]) {
    const known = customers.map(({ days }) =>
      mbgcnbd.expectedPurchasesBetween(
        parameters,
        {
          x: days.length - 1,
          t_x: daysBetween(days[0]!, days.at(-1)!) / 7,
          T: daysBetween(days[0]!, ORIGIN) / 7,
        },
        week,
        week + 1,
      ),
    );
    expect(forecast[week]! / sum(known)).toBeCloseTo(1, 6);
    const fresh = customers.map(({ days }) => {
      const age = daysBetween(days[0]!, ORIGIN) / 7;
      return (
        mbgcnbd.expectedPurchasesNew(parameters, age + week + 1) -
        mbgcnbd.expectedPurchasesNew(parameters, age + week)
      );
    });
    expect(fromStart[week - first]! / sum(fresh)).toBeCloseTo(1, 6);
  }
});

it('the regularity of buyers is found in the split', () => {
  const random = seededRandom(4);
  const parameters = { k: 3, r: 1.5, alpha: 3, a: 0.4, b: 3 };
  const paths = Array.from({ length: 300 }, () =>
    mbgcnbd
      .samplePathNew(parameters, 40, random)
      .map((weeks) => Math.ceil(7 * weeks))
      .filter((day, i, all) => day !== all[i - 1] && day <= 280),
  );
  const column = (of: (path: number[]) => number) => Float64Array.from(paths, of);
  const rows = {
    size: paths.length,
    customers: paths.length,
    days: DAYS,
    X: column((path) => path.length),
    T_X: column((path) => path.at(-1) ?? 0),
    T: column(() => 280),
    LOG_GAPS: column((path) => sum(path.map((day, i) => Math.log(day - (path[i - 1] ?? 0))))),
    REPEAT_SPEND: column((path) => 10 * path.length),
    FIRST_SPEND: column(() => 10),
    N: column(() => 1),
  } as unknown as SplitRows;
  const unit = { name: 'week', days: 7 };
  const { fits } = fitSplit(rows, { models: ['mbgcnbd'], unit, seed: 1, starts: 1 });
  const { model, predictor } = fits[0]!;
  expect(model).toBe('mbgcnbd');
  expect(predictor!.parameters.k).toBe(3);
});
