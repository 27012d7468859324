import { type CountTable, countTable, totalSpendCdf } from '../models/clv/total-spend.js';
import { discounted } from '../models/discounting.js';
import type { Future } from '../models/future.js';
import { countQuantile } from '../models/predict.js';
import { type AgeFunctions, AgePanels, exactAges, panelEnds } from './age-panels.js';
import type { ParameterPoint } from './parameter-points.js';
import { ageScale, futureAt, type HorizonTerms, horizonUnits, stateCount } from './prediction-panels.js';
import { meanSpend, type ScoringModel } from './scoring-model.js';

const TOLERANCE = 1e-5;
/** Distance of two points of the value grid, as a logarithm. */
const STEP = 0.16;
const MOST_VALUES = 96;
/** Below this chance nothing is lost at the left end. */
const NEGLIGIBLE = 1e-4;
/** Heavier buyers than this are counted one by one. */
export const MOST_COUNTS = 400;

/** How the future of an alive customer with x repeat purchases spreads, as functions of age on one panel. */
export interface Spread {
  /** P(at least n purchases), n = 1 … counts, of each point. */
  readonly counts: number;
  /** ln of values, in units of margin (gamma + x mean spend); empty without a spend model. */
  readonly logValues: Float64Array;
  /** By point, and within it by state: the counts' tails, then P(value above each of the values). */
  readonly panels: readonly AgeFunctions[];
}

/**
 * The chance to buy at least n times and to be worth more than v up to the horizon, given alive, for each point of the
 * parameters. The value of n purchases is (DET/E) times a sum of gamma spends, in units of gamma' = gamma + x m a beta prime
 * that does not depend on the customer's own mean spend m; the points' gamma' differ from the estimate's as for a
 * customer with the population's mean spend. `place` is the panel that holds the ages, or the age itself where ages are whole.
 */
export function spreadOf(
  model: ScoringModel,
  x: number,
  spendX: number,
  terms: HorizonTerms,
  highLevel: number,
  place: number,
): Spread {
  const { unitDays, points, parameters } = model;
  const ages = model.frequency.isDiscrete ? [place] : panelEnds(ageScale(parameters), place);
  const horizon = horizonUnits(model, terms);
  const delta = terms.deltaPerDay * unitDays;
  const places = points.flatMap((point) =>
    Array.from({ length: stateCount(model) }, (_, state) => ({
      point,
      at: (T: number): Future => futureAt(model, point.frequency, x, T, state),
    })),
  );
  const ends = places.flatMap(({ point, at }) => ages.map((T) => ({ point, future: at(T) })));
  const counts = Math.max(...ends.map(({ future }) => countQuantile(1, future, horizon, highLevel))) + 1;
  const kept = Math.min(counts, MOST_COUNTS);
  const logValues =
    model.spend === null
      ? new Float64Array(0)
      : valueGrid(
          ends.map(({ point, future }) =>
            valueTail(future, countTable(future, horizon), model, point, spendX, horizon, delta),
          ),
          Math.log(model.spend.p / (model.spend.q + model.spend.p * spendX)),
          highLevel,
        );
  const length = kept + logValues.length;
  const panels = places.map(({ point, at }) => {
    const evaluate = (T: number): Float64Array => {
      const future = at(T);
      const table = countTable(future, horizon);
      const values = new Float64Array(length);
      values.set(countTails(future, table, kept, horizon));
      if (logValues.length > 0) {
        const tail = valueTail(future, table, model, point, spendX, horizon, delta);
        logValues.forEach((value, j) => {
          values[kept + j] = tail(value);
        });
      }
      return values;
    };
    return model.frequency.isDiscrete
      ? exactAges(evaluate)
      : new AgePanels(ageScale(parameters), length, TOLERANCE, evaluate);
  });
  return { counts: kept, logValues, panels };
}

/** P(at least n purchases), n = 1 … last, out of the table where it reaches so far. */
function countTails(future: Future, { tails }: CountTable, last: number, horizon: number): Float64Array {
  if (last < tails.length) return tails.subarray(1, last + 1);
  const pmf = future.pmf(last, horizon);
  let above = 1;
  return pmf.subarray(0, last).map((p) => {
    above -= p;
    return above;
  });
}

/** P(at least one purchase, and value above e^v), in the grid's unit. */
function valueTail(
  future: Future,
  table: CountTable,
  model: ScoringModel,
  point: ParameterPoint,
  spendX: number,
  horizon: number,
  delta: number,
): (logValue: number) => number {
  const few = condensed(table);
  const some = few.mass.reduce((sum, m) => sum + m, 0);
  const expected = future.expected(horizon);
  const factor = expected > 0 ? discounted(future, { delta, horizon }) / expected : 1;
  const scale = factor * spendRatio(model, point, spendX);
  const { p, q } = point.spend!;
  return (logValue) => some - totalSpendCdf(few, p, q + p * spendX, Math.exp(logValue) / scale);
}

/** The table without chances that no level sees, and with counts above eight in bins of 10 %. */
function condensed({ counts, mass, tails }: CountTable): CountTable {
  const bins: { count: number; mass: number; end: number }[] = [];
  for (let i = 0; i < counts.length; i++) {
    const n = counts[i]!;
    if (mass[i]! < 1e-6) continue;
    const open = bins.at(-1);
    if (open !== undefined && n <= open.end) {
      open.count = (open.count * open.mass + n * mass[i]!) / (open.mass + mass[i]!);
      open.mass += mass[i]!;
    } else bins.push({ count: n, mass: mass[i]!, end: n <= 8 ? n : 1.1 * n });
  }
  return {
    counts: Float64Array.from(bins, ({ count }) => count),
    mass: Float64Array.from(bins, (bin) => bin.mass),
    tails,
  };
}

/** gamma' of a point to gamma' of the estimate, for a customer with the population's mean spend. */
function spendRatio(model: ScoringModel, { spend }: ParameterPoint, spendX: number): number {
  const usual = spendX * meanSpend(model);
  return (spend!.gamma + usual) / (model.spend!.gamma + usual);
}

/** Even steps in the logarithm, from where nothing is lost to where less than the upper level is left. */
function valueGrid(
  tails: readonly ((logValue: number) => number)[],
  start: number,
  highLevel: number,
): Float64Array {
  const all = tails.map((tail) => tail(Number.NEGATIVE_INFINITY));
  let low = start;
  while (low > start - 200 && tails.some((tail, i) => all[i]! - tail(low) > NEGLIGIBLE * all[i]!))
    low -= 4 * STEP;
  let high = start;
  while (high < start + 100 && tails.some((tail) => tail(high) > 0.5 * (1 - highLevel))) high += 4 * STEP;
  const size = Math.min(MOST_VALUES, Math.max(12, Math.ceil((high - low) / STEP) + 1));
  return Float64Array.from({ length: size }, (_, j) => low + ((high - low) * j) / (size - 1));
}
