import { expect, it } from 'vitest';
import { leaveCohortsOut } from '../../src/app/backtest/cohorts.js';
import { backtestOptions } from '../../src/app/backtest/options.js';
import { addDays } from '../../src/common/calendar.js';
import { bgnbd } from '../../src/models/index.js';
import { mean, randomCustomers, rowsOf } from './rows.js';

const ORIGIN = '2021-12-31';
const DAYS = 91;
const customers = randomCustomers(400, 12).map((one) => ({ ...one, t_x: Math.min(one.t_x, one.T) }));
const cohortOf = (T: number): string => addDays(ORIGIN, -T).slice(0, 7);

it('a cohort is forecast by what plain loops learn from all the others', () => {
  const options = backtestOptions({ model: 'bgnbd', holdoutCohorts: 'month' });
  const found = leaveCohortsOut(rowsOf(customers, DAYS), ORIGIN, 'month', options);
  const cohorts = [...new Set(customers.map(({ T }) => cohortOf(T)))].sort();
  expect([...new Set(found.map(({ cohort }) => cohort))]).toEqual(cohorts);
  for (const cohort of cohorts) {
    const own = customers.filter(({ T }) => cohortOf(T) === cohort);
    const others = customers.filter(({ T }) => cohortOf(T) !== cohort);
    const total = (value: (one: (typeof customers)[number]) => number) =>
      others.reduce((sum, one) => sum + value(one), 0);
    const pooled = (total(({ x }) => x) / total(({ T }) => T)) * DAYS;
    const of = (method: string) => found.find((one) => one.cohort === cohort && one.method === method)!;
    const naive = of('population_mean');
    expect(naive).toMatchObject({ kind: 'baseline', customers: own.length, logScore: null });
    expect(naive.actual).toBe(own.reduce((sum, { after }) => sum + after, 0));
    expect(naive.expected).toBeCloseTo(own.length * pooled, 8);
    expect(naive.rmse).toBeCloseTo(Math.sqrt(mean(own.map(({ after }) => (pooled - after) ** 2))), 10);
    const { parameters } = bgnbd.fit(
      {
        X: others.map(({ x }) => x),
        T_X: others.map(({ t_x }) => t_x / 7),
        T: others.map(({ T }) => T / 7),
      },
      { seed: 1, starts: 1 },
    ).predictor! as unknown as { parameters: Parameters<typeof bgnbd.pAlive>[0] };
    const histories = own.map(({ x, t_x, T }) => ({ x, t_x: t_x / 7, T: T / 7 }));
    const expected = histories.map((history) => bgnbd.expectedPurchases(parameters, history, DAYS / 7));
    expect(of('bgnbd').expected / expected.reduce((a, b) => a + b)).toBeCloseTo(1, 6);
    const scores = histories.map((history, i) =>
      Math.log(bgnbd.pmf(parameters, history, DAYS / 7, 40)[own[i]!.after]!),
    );
    expect(of('bgnbd').logScore).toBeCloseTo(mean(scores), 6);
  }
});
