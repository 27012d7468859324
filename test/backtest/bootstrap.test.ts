import { describe, expect, it } from 'vitest';
import { baselines } from '../../src/backtest/baselines.js';
import { blockSums, deal } from '../../src/backtest/blocks.js';
import {
  aggregateOf,
  bootstrapIntervals,
  captureOf,
  difference,
  logScoreOf,
  maeOf,
  rmseOf,
  spendRmseOf,
} from '../../src/backtest/bootstrap.js';
import { errorMeasures } from '../../src/backtest/errors.js';
import { rankMeasures } from '../../src/backtest/ranking.js';
import { seededRandom } from '../../src/numeric/seeded.js';
import { mean as meanOf, randomCustomers, rowsOf, spread } from './rows.js';

describe('the paired bootstrap', () => {
  const rows = rowsOf(randomCustomers(3000, 4), 60);
  const dealt = deal(rows, 1);
  const [, same, mean] = baselines(rows)
    .map((make) => make())
    .map((one) => blockSums(rows, dealt, one));

  it('sums over blocks are the sums over customers', () => {
    const [, prediction] = baselines(rows).map((make) => make());
    const sum = (column: Float64Array) => column.reduce((a, b) => a + b, 0);
    expect(sum(same!.customers)).toBe(3000);
    const { rmse, arpe } = errorMeasures(prediction!.PURCHASES!, rows.AFTER, rows.N);
    expect(rmseOf(same!)(sum)).toBeCloseTo(rmse, 10);
    expect(Math.abs(aggregateOf(same!)(sum))).toBeCloseTo(arpe!, 10);
    const came = spread(rows, rows.AFTER);
    const errors = spread(rows, prediction!.PURCHASES!).map((m, i) => Math.abs(m - came[i]!));
    expect(maeOf(same!)(sum)).toBeCloseTo(meanOf(errors), 10);
    const spent = spread(rows, rows.SPEND_AFTER);
    const squares = spread(rows, prediction!.SPEND).map((m, i) => (m - spent[i]!) ** 2);
    expect(spendRmseOf(same!)(sum)).toBeCloseTo(Math.sqrt(meanOf(squares)), 9);
    expect(logScoreOf(same!)(sum)).toBeNaN();
    const LOG_P = rows.X.map((x) => -1 - x / 7);
    const outcome = { LOG_P, coverage: { claimed: 0, observed: 0, error: 0, pitInside: 0, pit: [] } };
    const scored = blockSums(rows, dealt, { ...prediction!, outcome });
    expect(logScoreOf(scored)(sum)).toBeCloseTo(meanOf(spread(rows, LOG_P)), 10);
    const { capture } = rankMeasures(prediction!.SPEND, rows.SPEND_AFTER, rows.N);
    expect(captureOf(same!)(sum)).toBeCloseTo(capture!, 10);
  });

  it('gives the interval that drawing customers one by one gives', () => {
    const measure = difference(rmseOf(same!), rmseOf(mean!));
    const [found] = bootstrapIntervals([measure], dealt.blocks, 7);
    const came = spread(rows, rows.AFTER);
    const [a, b] = [1, 2].map((k) => spread(rows, baselines(rows).map((make) => make())[k]!.PURCHASES!));
    const random = seededRandom(11);
    const draws = Array.from({ length: 400 }, () => {
      let n = 0;
      let squaresA = 0;
      let squaresB = 0;
      for (let i = 0; i < came.length; i++) {
        const w = random.poisson(1);
        n += w;
        squaresA += w * (a![i]! - came[i]!) ** 2;
        squaresB += w * (b![i]! - came[i]!) ** 2;
      }
      return Math.sqrt(squaresA / n) - Math.sqrt(squaresB / n);
    }).sort((u, v) => u - v);
    const width = draws[389]! - draws[10]!;
    expect(Math.abs(found!.low - draws[10]!)).toBeLessThan(0.15 * width);
    expect(Math.abs(found!.high - draws[389]!)).toBeLessThan(0.15 * width);
    expect(found!.low).toBeLessThan(found!.value);
    expect(found!.high).toBeGreaterThan(found!.value);
  });
});
