import { describe, expect, it } from 'vitest';
import { behaviourFinding, type WindowRows } from '../../src/drift/behaviour.js';
import { judge } from '../../src/drift/finding.js';
import { forecastFindings } from '../../src/drift/forecast.js';
import type { ForecastRows } from '../../src/drift/forecast-rows.js';
import { type Fit, mbgcnbd } from '../../src/models/index.js';
import { seededRandom } from '../../src/numeric/seeded.js';
import { alerts } from './population.js';

const TRUE = { k: 2, r: 1.2, alpha: 4, a: 0.6, b: 3 };
const WEEKS = 60;
const WINDOW = 13;

/** Purchase times in weeks after the first, of customers who came week after week; later gaps times `slower`. */
function customers(count: number, slower: number): { T: number; times: number[] }[] {
  const random = seededRandom(8);
  return Array.from({ length: count }, (_, c) => {
    const T = Math.floor((c * WEEKS) / count);
    const times = mbgcnbd
      .samplePathNew(TRUE, T + WINDOW, random)
      .map((time) => (time <= T ? time : T + slower * (time - T)))
      .filter((time) => time <= T + WINDOW);
    return { T, times };
  });
}

/** What drift reads of them; the data's days are as long as weeks here. */
function rowsOf(made: ReturnType<typeof customers>): { rows: ForecastRows; window: WindowRows } {
  const known = made.map(({ T, times }) => times.filter((time) => time <= T));
  const column = (value: (i: number) => number) => Float64Array.from(made, (_, i) => value(i));
  const X = column((i) => known[i]!.length);
  const T_X = column((i) => known[i]!.at(-1) ?? 0);
  const T = column((i) => made[i]!.T);
  const N = column(() => 1);
  return {
    rows: {
      ...{ X, T_X, T, N, size: made.length, customers: made.length, days: WINDOW },
      AFTER: column((i) => made[i]!.times.length - known[i]!.length),
    },
    window: {
      ...{ X0: X, T_X0: T_X, T0: T, N, size: made.length },
      X1: column((i) => made[i]!.times.length),
      T_X1: column((i) => made[i]!.times.at(-1) ?? 0),
      T1: column((i) => made[i]!.T + WINDOW),
    },
  };
}

const fit = {
  predictor: { model: 'mbgcnbd', parameters: TRUE },
  logCovariance: null,
  customers: 1e6,
} as unknown as Fit;

function judged(slower: number, count: number) {
  const { rows, window } = rowsOf(customers(count, slower));
  const behaviour = behaviourFinding('behaviour', 'performance', fit, window, 1);
  return judge([...forecastFindings(fit, rows, 1).findings, behaviour!]);
}

describe('drift of MBG/CNBD-k', () => {
  it('expects what plain sums over customers and counts expect', () => {
    const made = customers(300, 1);
    const { rows } = rowsOf(made);
    const { classes, findings } = forecastFindings(fit, rows, 1);
    const [expected, variance] = [new Map<number, number>(), new Map<number, number>()];
    let transform = 0;
    for (let i = 0; i < rows.size; i++) {
      const history = { x: rows.X[i]!, t_x: rows.T_X[i]!, T: rows.T[i]! };
      const pmf = mbgcnbd.pmf(TRUE, history, WINDOW, 80);
      const mean = pmf.reduce((sum, p, n) => sum + n * p, 0);
      const k = history.x < 3 ? history.x : history.x < 6 ? 3 : 4;
      expected.set(k, (expected.get(k) ?? 0) + mean);
      variance.set(k, (variance.get(k) ?? 0) + pmf.reduce((sum, p, n) => sum + n * n * p, 0) - mean ** 2);
      const y = rows.AFTER[i]!;
      transform += pmf.slice(0, y).reduce((sum, p) => sum + p, 0) + pmf[y]! / 2;
    }
    for (const [k, name] of ['0', '1', '2', '3 to 5', '6+'].entries()) {
      const found = classes.find((one) => one.name.includes(`with ${name} repeat`))!;
      expect(found.expected).toBeCloseTo(expected.get(k)!, 5);
      expect(found.error / Math.sqrt(variance.get(k)!)).toBeCloseTo(1, 5);
    }
    const spread = findings.find(({ feature }) => feature.startsWith('spread'))!;
    expect(Math.abs(spread.after! - transform / rows.customers)).toBeLessThan(0.05);
  });

  it('the same process is no alert, gaps half as long again are', () => {
    expect(alerts(judged(1, 1500))).toEqual([]);
    expect(alerts(judged(1.5, 1500))).toEqual(
      expect.arrayContaining(['purchases of known customers', 'behaviour']),
    );
  });
});
