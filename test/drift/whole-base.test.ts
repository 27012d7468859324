import { describe, expect, it } from 'vitest';
import { addDays, daysBetween } from '../../src/common/calendar.js';
import { COHORT_WEEKS, readCohorts } from '../../src/drift/read-window.js';
import { baseShifts } from '../../src/drift/whole-base.js';
import { observe } from '../../src/mart/observe.js';
import { martRelations } from '../../src/mart/relations.js';
import { baseMargins } from '../../src/score/base-margins.js';
import { createSources, insertLines, memoryStore, testMart } from '../mart/fixture.js';
import { cohorts } from './population.js';

const cells = (list: readonly (readonly [x: number, silent: number, age: number])[]) =>
  list.map(([x, silent, age]) => ({ x, silent, age, customers: 1 }));

/** 200 customers, `later` four-week steps older in the second base. */
const base = (later: number) =>
  cells(Array.from({ length: 200 }, (_, i) => [(i * i) % 7, (i % 5) + later, (i % 9) + later] as const));

describe('the whole base', () => {
  it('keeps classes of ten and more, and the means of all customers', () => {
    const margins = baseMargins(
      cells([
        ...Array.from({ length: 25 }, () => [0, 0, 1] as const),
        ...Array.from({ length: 6 }, () => [1, 0, 1] as const),
        ...Array.from({ length: 5 }, () => [4, 0, 2] as const),
        ...Array.from({ length: 3 }, () => [9, 0, 2] as const),
      ]),
      10,
    );
    expect(margins.filter(({ feature }) => feature === 'x')).toEqual([
      { feature: 'x', from: 0, customers: 25, mean: 0 },
      { feature: 'x', from: 1, customers: 14, mean: (6 + 20 + 27) / 14 },
    ]);
    expect(margins.filter(({ feature }) => feature === 'age')).toHaveLength(1);
    expect(baseMargins(cells([[1, 1, 1]]), 10)).toEqual([]);
    expect(baseShifts([], baseMargins(base(0), 1))).toEqual([]);
  });

  it('tells how means and shares have moved, as plain loops do', () => {
    const [then, now] = [base(0), base(3)];
    const shifts = baseShifts(baseMargins(then, 10), baseMargins(now, 1));
    const of = Object.fromEntries(shifts.map((one) => [one.feature, one]));
    const mean = (list: typeof then, what: 'x' | 'silent' | 'age') =>
      list.reduce((sum, cell) => sum + cell[what], 0) / list.length;
    expect(of['repeat purchases (20 and more as 20)']!.before).toBeCloseTo(mean(then, 'x'), 12);
    expect(of['repeat purchases (20 and more as 20)']!.distances.ks).toBeCloseTo(0, 12);
    expect(of['silence, in four weeks']!.after).toBeCloseTo(mean(now, 'silent'), 12);
    const age = of['age, in four weeks']!;
    const share = (list: typeof then, upTo: number) =>
      list.filter((cell) => cell.age <= upTo).length / list.length;
    const gaps = [0, 1, 2, 3, 4, 5, 6, 7].map((upTo) => Math.abs(share(then, upTo) - share(now, upTo)));
    expect(age.distances.ks).toBeCloseTo(Math.max(...gaps), 12);
    expect(age).toMatchObject({ customersThen: 200, customersNow: 200 });
  });
});

it('buyers of a window stand in the cohort that a plain loop finds', async () => {
  const START = '2020-01-01';
  const lines = Array.from({ length: 900 }, (_, i) => ({
    customer: `C${(i * 7919) % 160}`,
    ts: addDays(START, (i * 331) % 700),
    amount: '5',
  }));
  const store = await memoryStore();
  await createSources(store, martRelations);
  await insertLines(store, lines);
  const mart = testMart(store, martRelations, {});
  await observe(mart);
  const window = { from: addDays(START, 150), to: addDays(START, 241) };
  const found = await readCohorts(mart, window, 140);
  await store.close();
  const byCustomer = new Map<string, number[]>();
  for (const { customer, ts } of lines)
    byCustomer.set(customer, [...(byCustomer.get(customer) ?? []), daysBetween(START, ts)]);
  const population = [...byCustomer.values()].map((days) => days.sort((a, b) => a - b));
  expect(found).toEqual(new Map([...cohorts(population, 150, 241, 140)].sort()));
  expect([...found.keys()].length).toBeGreaterThan(1);
  expect(COHORT_WEEKS).toEqual([13, 26, 52]);
});
