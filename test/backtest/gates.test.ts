import { describe, expect, it } from 'vitest';
import { compareMethods } from '../../src/backtest/comparisons.js';
import { evaluateSplit } from '../../src/backtest/evaluate.js';
import type { SplitFits } from '../../src/backtest/fit-split.js';
import {
  type Backed,
  DEFAULT_GATES,
  type GateLimits,
  judgeGates,
  judgeSums,
} from '../../src/backtest/gates.js';
import type { Fit } from '../../src/models/index.js';
import { randomCustomers, rowsOf } from './rows.js';

/** A backtest with given parameters. */
function backed(parameters: Record<string, number>): Backed {
  const rows = rowsOf(randomCustomers(4000, 6), 90);
  const record = (model: string, values: Record<string, number>) =>
    ({ model, predictor: { model, parameters: values } }) as unknown as Fit;
  const fits: SplitFits = {
    fits: [record('bgnbd', parameters), record('nbd', { r: 0.5, alpha: 10 })],
    spend: record('gammagamma', {}),
    spendOf: () => 10,
  };
  const { methods } = evaluateSplit(rows, fits, 7, 1);
  return { methods, verdict: compareMethods(methods, 1) };
}

const outcomes = (of: Backed | null, limits = DEFAULT_GATES, isCertified = true) =>
  Object.fromEntries(
    judgeGates('bgnbd', isCertified, of, limits).map(({ gate, outcome }) => [gate, outcome]),
  );

it('no winner where two fits of one model differ by the last digits', () => {
  const rows = rowsOf(randomCustomers(4000, 6), 90);
  const record = (model: string, values: Record<string, number>) =>
    ({ model, predictor: { model, parameters: values } }) as unknown as Fit;
  const twins = (apart: number) =>
    evaluateSplit(
      rows,
      {
        fits: [
          record('mbgnbd', { r: 0.5, alpha: 10, a: 0.8, b: 2.5 }),
          record('mbgcnbd', { k: 1, r: 0.5, alpha: 10 * (1 + apart), a: 0.8, b: 2.5 }),
        ],
        spend: record('gammagamma', {}),
        spendOf: () => 10,
      },
      7,
      1,
    ).methods;
  const better = (apart: number) =>
    compareMethods(twins(apart), 1)
      .comparisons.filter(({ method, than }) => [method, than].every((name) => name.startsWith('mbg')))
      .map(({ better: winner }) => winner);
  expect(better(1e-10).every((winner) => winner === null)).toBe(true);
  expect(better(0.2).some((winner) => winner !== null)).toBe(true);
});

describe('gates', () => {
  it('fail a model that is far off, each for its own reason', () => {
    const wild = backed({ r: 20, alpha: 1, a: 0.01, b: 10 });
    expect(outcomes(wild, { ...DEFAULT_GATES, arpe: 0.2, gini: 0.99 })).toEqual({
      certificate: 'passed',
      coverage: 'failed',
      'log-score': 'failed',
      RMSE: 'failed',
      'sum of purchases': 'failed',
      'order of customers': 'failed',
    });
    expect(
      outcomes(wild, { certificate: false, coverage: null, baseline: false, arpe: null, gini: null }),
    ).toEqual({});
  });

  it('say so where the history is too short, and never pass an optimum without a certificate', () => {
    expect(outcomes(null, { ...DEFAULT_GATES, arpe: 0.2, gini: 0.3 }, false)).toEqual({
      certificate: 'failed',
      coverage: 'not measured',
      'log-score': 'not measured',
      RMSE: 'not measured',
      'sum of purchases': 'not measured',
      'order of customers': 'not measured',
    });
  });

  it('of a model of sums ask for the sum alone', () => {
    const asked = { ...DEFAULT_GATES, arpe: 0.1, gini: 0.3 };
    const found = (off: number | null, limits: GateLimits = asked) =>
      judgeSums('cohort-factor', off, limits).map(({ gate, outcome }) => `${gate}: ${outcome}`);
    const single = ['coverage', 'RMSE', 'order of customers'].map((gate) => `${gate}: not measured`);
    expect(found(-0.08)).toEqual([...single, 'sum of spend: passed']);
    expect(found(-0.12)).toEqual([...single, 'sum of spend: failed']);
    expect(found(null)).toEqual([...single, 'sum of spend: not measured']);
    expect(found(0, { ...DEFAULT_GATES, coverage: null, baseline: false })).toEqual([]);
  });
});
