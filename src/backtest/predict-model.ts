import type { Predictor } from '../models/fit/fit-record.js';
import { frequencyModel } from '../models/registry.js';
import { CoverageCount } from './coverage.js';
import type { Prediction } from './prediction.js';
import type { SplitRows } from './split-rows.js';

/** No observed count is taken for less likely than a double can say. */
const LEAST = -745;
/** Distributions are not followed beyond this count. */
const MOST_COUNT = 100_000;

/** Expected spend of a purchase by row. */
export type SpendOf = (i: number) => number;

/**
 * What a fitted model says of each row. What depends on (x, T) alone is computed once; rows are sorted by x, so that only the
 * futures of one x are kept at a time.
 */
export function predictModel(
  method: string,
  { model, parameters }: Predictor,
  rows: SplitRows,
  unitDays: number,
  spendOf: SpendOf,
): Prediction {
  const { X, T_X, T, AFTER, N, size, days } = rows;
  const frequency = frequencyModel(model);
  const horizon = days / unitDays;
  const PURCHASES = new Float64Array(size);
  const SPEND = new Float64Array(size);
  const LOG_P = new Float64Array(size);
  const coverage = new CoverageCount();
  for (let from = 0; from < size; ) {
    const x = X[from]!;
    let to = from;
    let most = 1;
    while (to < size && X[to] === x) most = Math.max(most, AFTER[to++]!);
    const futures = new Map<number, AliveFuture>();
    let alive = 0;
    for (let i = from; i < to; i++) {
      const history = { x, t_x: T_X[i]! / unitDays, T: T[i]! / unitDays };
      let known = futures.get(T[i]!);
      if (known === undefined) {
        const future = frequency.future(parameters, history);
        known = {
          expected: future.expected(horizon),
          ...distributionOf((last) => future.pmf(last, horizon), most),
        };
        futures.set(T[i]!, known);
      }
      if (i === from || T[i] !== T[i - 1] || T_X[i] !== T_X[i - 1])
        alive = frequency.pAlive(parameters, history);
      PURCHASES[i] = alive * known.expected;
      SPEND[i] = PURCHASES[i]! * spendOf(i);
      const y = AFTER[i]!;
      const chance = alive * known.pmf[y]! + (y === 0 ? 1 - alive : 0);
      LOG_P[i] = Math.max(LEAST, Math.log(chance));
      coverage.add(alive, known.tails, y, N[i]!);
    }
    from = to;
  }
  return { method, kind: 'model', PURCHASES, SPEND, outcome: { LOG_P, coverage: coverage.result() } };
}

interface Distribution {
  readonly pmf: Float64Array;
  /** P(at least n purchases), n = 0 … . */
  readonly tails: Float64Array;
}

interface AliveFuture extends Distribution {
  readonly expected: number;
}

/** Up to one above `most`, and at least to where 5 % are left. */
function distributionOf(pmfOf: (last: number) => Float64Array, most: number): Distribution {
  for (let last = most + 1; ; last *= 2) {
    const pmf = pmfOf(last);
    const rest = Math.max(0, 1 - pmf.reduce((sum, p) => sum + p, 0));
    if (rest > 0.05 && last < MOST_COUNT) continue;
    const tails = new Float64Array(last + 2);
    tails[last + 1] = rest;
    for (let n = last; n >= 0; n--) tails[n] = tails[n + 1]! + pmf[n]!;
    return { pmf, tails };
  }
}
