import { countQuantile } from '../models/predict.js';
import { type AgeFunctions, panelOf } from './age-panels.js';
import { whereFallsTo } from './invert.js';
import {
  ageScale,
  DISCOUNTED,
  EXPECTED,
  type HorizonTerms,
  horizonUnits,
  logDaysTo,
  overStates,
  PURCHASE,
  predictionPanels,
  silencePanels,
  stateChances,
  stateCount,
} from './prediction-panels.js';
import type { ScoringModel } from './scoring-model.js';
import { MOST_COUNTS, type Spread, Spreads } from './spread-panels.js';

/** Distinct histories in columns, times in days (whole opportunities where the model counts those), sorted by (x, spendX, T, t_x). */
export interface Cells {
  readonly X: Float64Array;
  readonly T_X: Float64Array;
  readonly T: Float64Array;
  /** Occasions behind the customer's mean spend; 0 where it tells nothing. */
  readonly SPEND_X: Float64Array;
}

/** What the models say of each history. */
export interface CellScores {
  readonly P_ALIVE: Float64Array;
  readonly P_PURCHASE: Float64Array;
  readonly EXPECTED: Float64Array;
  /** Discounted expected purchases. */
  readonly DISCOUNTED: Float64Array;
  readonly LOW: Int32Array;
  readonly HIGH: Int32Array;
  /** NaN when a purchase is never likelier than not within the horizon. */
  readonly NEXT_DAYS: Float64Array;
  /** Interval of the value in units of margin (gamma + x mean spend), or of margin * spend where all spend the same. */
  readonly VALUE_LOW: Float64Array;
  readonly VALUE_HIGH: Float64Array;
}

export interface CellTerms extends HorizonTerms {
  /** Share of the predictive distribution between low and high, 0 to 1. */
  readonly interval: number;
}

/** The predictive distribution of one history, until the next one is looked at. */
export interface CellSpread {
  /** P(at least n purchases), n = 1 … */
  countTail(n: number): number;
  /** P(value > e^u), in the unit of `VALUE_LOW`. */
  valueTail(u: number): number;
  /** P(at least one purchase) up to each of the times of `logDaysTo`. */
  readonly buysWithin: Float64Array;
}

/** Who looks at the distribution behind each row of the scores, and up to which level it is to be known. */
export interface Onlooker {
  readonly highLevel: number;
  see(i: number, spread: CellSpread): void;
}

/** Scores distinct histories column-wise; what depends on (x, T) alone is computed once and interpolated in T. */
export function scoreCells(
  cells: Cells,
  model: ScoringModel,
  terms: CellTerms,
  tick: (done: number) => void = () => {},
  onlooker: Onlooker | null = null,
): CellScores {
  const scores = emptyScores(cells.X.length);
  for (const { from, to } of runsOf(cells)) {
    scoreRun(cells, scores, model, terms, onlooker, from, to);
    tick(to / cells.X.length);
  }
  return scores;
}

/** Room for the scores of so many histories; `Memory` may be shared between threads. */
export function emptyScores(
  size: number,
  Memory: typeof ArrayBuffer | typeof SharedArrayBuffer = ArrayBuffer,
): CellScores {
  const column = (): Float64Array => new Float64Array(new Memory(8 * size));
  return {
    P_ALIVE: column(),
    P_PURCHASE: column(),
    EXPECTED: column(),
    DISCOUNTED: column(),
    LOW: new Int32Array(new Memory(4 * size)),
    HIGH: new Int32Array(new Memory(4 * size)),
    NEXT_DAYS: column(),
    VALUE_LOW: column(),
    VALUE_HIGH: column(),
  };
}

/** Histories [from, to) that share x and the occasions of their mean spend: each run is scored by itself. */
export interface Run {
  readonly from: number;
  readonly to: number;
}

export function runsOf({ X, SPEND_X }: Cells): Run[] {
  const runs: Run[] = [];
  for (let from = 0; from < X.length; ) {
    let to = from + 1;
    while (to < X.length && X[to] === X[from] && SPEND_X[to] === SPEND_X[from]) to++;
    runs.push({ from, to });
    from = to;
  }
  return runs;
}

/** Scores the histories of one run. */
export function scoreRun(
  { X, T_X, T, SPEND_X }: Cells,
  scores: CellScores,
  model: ScoringModel,
  terms: CellTerms,
  onlooker: Onlooker | null,
  from: number,
  to: number,
): void {
  const { frequency, parameters, unitTicks, points } = model;
  const x = X[from]!;
  const lowLevel = (1 - terms.interval) / 2;
  const highLevel = 1 - lowLevel;
  const horizon = horizonUnits(model, terms);
  const predictions = predictionPanels(model, x, terms);
  const days = logDaysTo(terms.horizonDays, model);
  const silence = silencePanels(model, x, days);
  const scale = ageScale(parameters);
  const spreads = new Spreads(model, x, SPEND_X[from]!, terms, onlooker?.highLevel ?? highLevel);
  const mixtures = new Map<number, Mixture>();
  const mixtureAt = (T: number): Mixture => {
    const place = frequency.isDiscrete ? T : panelOf(scale, T);
    const known = mixtures.get(place);
    const mixture = known ?? new Mixture(spreads.at(place));
    if (known === undefined) mixtures.set(place, mixture);
    mixture.moveTo(T);
    return mixture;
  };
  const byPoint = new Float64Array(points.length * stateCount(model));
  let age = T[from]!;
  let at = predictions.at(age / unitTicks);
  let mixture = mixtureAt(age / unitTicks);
  const silenceAt = latest(silence, days.length);
  // One object and one list for all histories of a run: there are hundreds of thousands.
  const history = { x, t_x: 0, T: 0 };
  const alone = [0];
  for (let i = from; i < to; i++) {
    history.t_x = T_X[i]! / unitTicks;
    history.T = T[i]! / unitTicks;
    if (T[i] !== age) {
      age = T[i]!;
      at = predictions.at(history.T);
      mixture = mixtureAt(history.T);
    }
    if (frequency.states === undefined) alone[0] = frequency.pAlive(parameters, history);
    const chances = frequency.states?.chances(parameters, history) ?? alone;
    let alive = 0;
    for (let j = 0; j < chances.length; j++) alive += chances[j]!;
    scores.P_ALIVE[i] = alive;
    scores.EXPECTED[i] = overStates(at, EXPECTED, chances);
    scores.DISCOUNTED[i] = overStates(at, DISCOUNTED, chances);
    scores.P_PURCHASE[i] = overStates(at, PURCHASE, chances);
    scores.NEXT_DAYS[i] =
      scores.P_PURCHASE[i]! >= 0.5
        ? nextDays(days, silenceAt(history.T, chances, alive), 1 - 0.5 / alive, frequency.isDiscrete)
        : Number.NaN;

    for (let d = 0; d < points.length; d++) {
      const of = points.length === 1 ? chances : stateChances(model, points[d]!.frequency, history);
      byPoint.set(of, d * of.length);
    }
    mixture.weigh(byPoint, points.length);
    const count = (level: number): number =>
      mixture.count(level) ?? countQuantile(alive, frequency.future(parameters, history), horizon, level);
    scores.LOW[i] = count(lowLevel);
    scores.HIGH[i] = count(highLevel);
    const factor =
      model.spend !== null ? at[DISCOUNTED]! / at[EXPECTED]! : scores.DISCOUNTED[i]! / scores.EXPECTED[i]!;
    const each = Number.isNaN(factor) ? 1 : factor;
    scores.VALUE_LOW[i] = each * (model.spend === null ? scores.LOW[i]! : mixture.value(lowLevel));
    scores.VALUE_HIGH[i] = each * (model.spend === null ? scores.HIGH[i]! : mixture.value(highLevel));
    if (onlooker === null) continue;
    const shown = mixture;
    const shift = Math.log(each);
    onlooker.see(i, {
      countTail: (n) => shown.countTail(n),
      valueTail: (u) =>
        model.spend === null
          ? shown.countTail(Math.floor(Math.exp(u - shift) + 1e-9) + 1)
          : shown.valueTail(u - shift),
      buysWithin: silenceAt(history.T, chances, alive).map((silent) => alive * (1 - silent)),
    });
  }
}

/** Days to where the chance of silence falls to the target: the opportunity itself where time goes by opportunities. */
function nextDays(logDays: Float64Array, silence: Float64Array, target: number, isDiscrete = false): number {
  if (!isDiscrete) return Math.exp(whereFallsTo(logDays, silence, target));
  const first = silence.findIndex((chance) => chance <= target + 1e-12);
  return first < 0 ? Number.NaN : Math.exp(logDays[first]!);
}

/** P(no purchase | alive) at the times, the states mixed; panels are kept while the age stays: histories of one age follow each other. */
function latest(
  panels: AgeFunctions,
  times: number,
): (age: number, chances: readonly number[], alive: number) => Float64Array {
  let known = Number.NaN;
  let values: Float64Array = new Float64Array(0);
  const mixed = new Float64Array(times);
  return (age, chances, alive) => {
    if (age !== known) values = panels.at(age);
    known = age;
    if (chances.length === 1) return values;
    mixed.fill(0);
    chances.forEach((chance, j) => {
      for (let i = 0; i < times; i++) mixed[i] = mixed[i]! + (chance / alive) * values[j * times + i]!;
    });
    return mixed;
  };
}

/** The predictive distribution of one history: the mean over the points of the parameters. */
class Mixture {
  private readonly byPoint: Float64Array[];
  private readonly mean: Float64Array;
  private readonly values: Float64Array;
  /** What `mean` is to be multiplied with: the chance to be alive where there is one point, so that nothing is added up. */
  private weight = 1;

  constructor(private readonly spread: Spread) {
    const length = spread.counts + spread.logValues.length;
    this.byPoint = spread.panels.map(() => new Float64Array(length));
    this.mean = this.byPoint.length === 1 ? this.byPoint[0]! : new Float64Array(length);
    this.values = this.mean.subarray(spread.counts);
  }

  moveTo(T: number): void {
    this.spread.panels.forEach((panel, d) => {
      this.byPoint[d]!.set(panel.at(T));
    });
  }

  /** Sets the chances to be alive, by point and state. */
  weigh(chances: Float64Array, points: number): void {
    if (this.byPoint.length === 1) {
      this.weight = chances[0]!;
      return;
    }
    this.mean.fill(0);
    for (let d = 0; d < chances.length; d++) {
      const row = this.byPoint[d]!;
      const weight = chances[d]! / points;
      for (let j = 0; j < row.length; j++) this.mean[j] = this.mean[j]! + weight * row[j]!;
    }
  }

  /** Smallest n with P(N <= n) >= level; null when the table does not reach so far. */
  count(level: number): number | null {
    const { counts } = this.spread;
    const least = (1 - level) / this.weight;
    let low = 0;
    let high = counts;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.mean[middle]! <= least) high = middle;
      else low = middle + 1;
    }
    return low === counts && counts === MOST_COUNTS ? null : low;
  }

  /** P(at least n purchases); 0 beyond the table. */
  countTail(n: number): number {
    return n > this.spread.counts ? 0 : this.weight * this.mean[n - 1]!;
  }

  /** P(value > e^u), between the points of the grid by its line. */
  valueTail(u: number): number {
    const { logValues } = this.spread;
    const last = logValues.length - 1;
    const place = ((u - logValues[0]!) / (logValues[last]! - logValues[0]!)) * last;
    if (place <= 0) return this.weight * Math.max(this.mean[0]!, this.values[0]!);
    if (place >= last) return place > last ? 0 : this.weight * this.values[last]!;
    const i = Math.floor(place);
    return this.weight * (this.values[i]! + (place - i) * (this.values[i + 1]! - this.values[i]!));
  }

  /** Smallest value with P(value <= v) >= level, in the grid's unit; 0 when buying nothing is that likely. */
  value(level: number): number {
    const least = (1 - level) / this.weight;
    if (this.mean[0]! <= least) return 0;
    const found = whereFallsTo(this.spread.logValues, this.values, least);
    return Number.isNaN(found) ? Math.exp(this.spread.logValues.at(-1)!) : Math.exp(found);
  }
}
