import type { Predictor } from '../models/fit/fit-record.js';
import type { Future } from '../models/future.js';
import { frequencyModel } from '../models/registry.js';
import { chancesOf, statesOf } from '../models/states.js';
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
    const futures = new Map<number, AliveFutures>();
    let present: Mixture = { alive: 0, expected: 0, pmf: new Float64Array(0), tails: new Float64Array(0) };
    for (let i = from; i < to; i++) {
      if (i === from || T[i] !== T[i - 1] || T_X[i] !== T_X[i - 1]) {
        const history = { x, t_x: T_X[i]! / unitDays, T: T[i]! / unitDays };
        let known = futures.get(T[i]!);
        if (known === undefined) {
          known = aliveFutures(statesOf(frequency, parameters, history), horizon, most);
          futures.set(T[i]!, known);
        }
        present = mixed(known, chancesOf(frequency, parameters, history));
      }
      PURCHASES[i] = present.alive * present.expected;
      SPEND[i] = PURCHASES[i]! * spendOf(i);
      const y = AFTER[i]!;
      const chance = present.alive * present.pmf[y]! + (y === 0 ? 1 - present.alive : 0);
      LOG_P[i] = Math.max(LEAST, Math.log(chance));
      coverage.add(present.alive, present.tails, y, N[i]!);
    }
    from = to;
  }
  return { method, kind: 'model', PURCHASES, SPEND, outcome: { LOG_P, coverage: coverage.result() } };
}

/** Of a customer alive at the origin, in each of the states that there are. */
interface AliveFutures {
  readonly expected: readonly number[];
  readonly pmf: readonly Float64Array[];
  /** P(at least n purchases), n = 0 … ; as long for each state. */
  readonly tails: readonly Float64Array[];
}

/** The states together, each with its chance given that the customer is alive. */
interface Mixture {
  readonly alive: number;
  readonly expected: number;
  readonly pmf: Float64Array;
  readonly tails: Float64Array;
}

/** Up to one above `most`, and at least to where 5 % are left in every state. */
function aliveFutures(states: readonly Future[], horizon: number, most: number): AliveFutures {
  for (let last = most + 1; ; last *= 2) {
    const pmf = states.map((future) => future.pmf(last, horizon));
    const rests = pmf.map((P) => Math.max(0, 1 - P.reduce((sum, p) => sum + p, 0)));
    if (Math.max(...rests) > 0.05 && last < MOST_COUNT) continue;
    const tails = pmf.map((P, j) => {
      const tail = new Float64Array(last + 2);
      tail[last + 1] = rests[j]!;
      for (let n = last; n >= 0; n--) tail[n] = tail[n + 1]! + P[n]!;
      return tail;
    });
    return { expected: states.map((future) => future.expected(horizon)), pmf, tails };
  }
}

function mixed({ expected, pmf, tails }: AliveFutures, chances: readonly number[]): Mixture {
  const alive = chances.reduce((sum, chance) => sum + chance, 0);
  if (chances.length === 1) return { alive, expected: expected[0]!, pmf: pmf[0]!, tails: tails[0]! };
  const shares = chances.map((chance) => (alive > 0 ? chance / alive : 0));
  const mix = (columns: readonly Float64Array[]): Float64Array =>
    columns[0]!.map((_, n) => columns.reduce((sum, column, j) => sum + shares[j]! * column[n]!, 0));
  return {
    alive,
    expected: expected.reduce((sum, value, j) => sum + shares[j]! * value, 0),
    pmf: mix(pmf),
    tails: mix(tails),
  };
}
