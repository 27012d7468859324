import { type CountTable, countTable } from '../models/clv/total-spend.js';
import { discounted } from '../models/discounting.js';
import type { Future } from '../models/future.js';
import { countQuantile } from '../models/predict.js';
import { type AgeFunctions, AgePanels, exactAges, panelEnds } from './age-panels.js';
import type { ParameterPoint } from './parameter-points.js';
import { ageScale, futureAt, type HorizonTerms, horizonUnits, stateCount } from './prediction-panels.js';
import { meanSpend, type ScoringModel } from './scoring-model.js';
import { onRungs, SpendLadder } from './spend-ladder.js';

const TOLERANCE = 1e-5;
/** Distance of two points of the value grid, as a logarithm. */
const STEP = 0.12;
const MOST_VALUES = 128;
const LEAST_VALUES = 16;
/** Steps from the usual spend that are never gone beyond. */
const FARTHEST = 1000;
/** Below this chance nothing is lost at the left end. */
const NEGLIGIBLE = 1e-4;
/** Heavier buyers than this are counted one by one. */
export const MOST_COUNTS = 400;

/** How the future of an alive customer with x repeat purchases spreads, as functions of age on one panel. */
export interface Spread {
  /** P(at least n purchases), n = 1 … counts, of each point. */
  readonly counts: number;
  /**
   * ln of values before discounting (times DET/E of the estimate's first state at the age), in units of margin (gamma + x mean
   * spend); empty without a spend model.
   */
  readonly logValues: Float64Array;
  /** By point, and within it by state: the counts' tails, then P(value above each of the values). */
  readonly panels: readonly AgeFunctions[];
}

interface Place {
  readonly point: ParameterPoint;
  at(T: number): Future;
}

/**
 * The chance to buy at least n times and to be worth more than v up to the horizon, given alive, for each point of the
 * parameters, panel by panel. The value of n purchases is (DET/E) times a sum of gamma spends, in units of gamma' = gamma + x m
 * a beta prime that does not depend on the customer's own mean spend m; the points' gamma' differ from the estimate's as for a
 * customer with the population's mean spend, and their DET/E as in the middle of the panel's ends.
 */
export class Spreads {
  private readonly places: readonly Place[];
  private readonly ladders = new Map<string, SpendLadder>();
  private readonly horizon: number;
  private readonly delta: number;

  constructor(
    private readonly model: ScoringModel,
    private readonly x: number,
    private readonly spendX: number,
    terms: HorizonTerms,
    private readonly highLevel: number,
  ) {
    this.horizon = horizonUnits(model, terms);
    this.delta = terms.deltaPerDay * model.unitDays;
    this.places = model.points.flatMap((point) =>
      Array.from({ length: stateCount(model) }, (_, state) => ({
        point,
        at: (T: number): Future => futureAt(model, point.frequency, x, T, state),
      })),
    );
  }

  /** `place` is the panel that holds the ages, or the age itself where ages are whole. */
  at(place: number): Spread {
    const { model, horizon, places, highLevel } = this;
    const scale = ageScale(model.parameters);
    const ages = model.frequency.isDiscrete ? [place] : panelEnds(scale, place);
    const ends = places.map(({ at }) => ages.map(at));
    const counts = Math.max(...ends.flat().map((future) => countQuantile(1, future, horizon, highLevel))) + 1;
    const kept = Math.min(counts, MOST_COUNTS);
    const ladders = model.spend === null ? [] : places.map((each, i) => this.ladder(each, ends[i]!, ages));
    const lattice = ladders.length === 0 ? [] : this.lattice(ladders, ends);
    const length = kept + lattice.length;
    const panels = places.map(({ at }, i) => {
      const evaluate = (T: number): Float64Array => {
        const future = at(T);
        const table = countTable(future, horizon);
        const values = new Float64Array(length);
        values.set(countTails(future, table, kept, horizon));
        const mass = lattice.length > 0 ? onRungs(table) : table.mass;
        lattice.forEach((k, j) => {
          values[kept + j] = valueTail(ladders[i]!, mass, k);
        });
        return values;
      };
      return model.frequency.isDiscrete
        ? exactAges(evaluate)
        : new AgePanels(scale, length, TOLERANCE, evaluate);
    });
    return { counts: kept, logValues: Float64Array.from(lattice, (k) => k * STEP), panels };
  }

  /** The spend of n purchases, of a point and a state; the same on all panels where DET/E is the estimate's own. */
  private ladder({ point }: Place, futures: readonly Future[], ages: readonly number[]): SpendLadder {
    const scale = this.places.length === 1 ? 1 : this.scaleOf(point, futures, ages);
    const { p, q } = point.spend!;
    const key = [p, q, scale].join();
    const ladder = this.ladders.get(key) ?? new SpendLadder(p, q + p * this.spendX, scale, STEP);
    this.ladders.set(key, ladder);
    return ladder;
  }

  private scaleOf(point: ParameterPoint, futures: readonly Future[], ages: readonly number[]): number {
    const { model, x } = this;
    const shares = futures.map(
      (future, i) => this.discount(future) / this.discount(futureAt(model, model.parameters, x, ages[i]!, 0)),
    );
    const share = shares.reduce((sum, each) => sum + each, 0) / shares.length;
    return share * spendRatio(model, point, this.spendX);
  }

  /** DET/E. */
  private discount(future: Future): number {
    const { delta, horizon } = this;
    const expected = future.expected(horizon);
    return expected > 0 ? discounted(future, { delta, horizon }) / expected : 1;
  }

  /** Even steps in the logarithm, from where nothing is lost to where less than the upper level is left. */
  private lattice(ladders: readonly SpendLadder[], ends: readonly (readonly Future[])[]): number[] {
    const { p, q } = this.model.spend!;
    const tails = ends.flatMap((futures, i) =>
      futures.map((future) => {
        const mass = onRungs(countTable(future, this.horizon));
        return { some: sumOf(mass), above: (k: number) => valueTail(ladders[i]!, mass, k) };
      }),
    );
    const start = Math.round(Math.log(p / (q + p * this.spendX)) / STEP);
    let low = start;
    while (low > start - FARTHEST && tails.some(({ some, above }) => some - above(low) > NEGLIGIBLE * some))
      low -= 4;
    let high = low + LEAST_VALUES;
    while (high < start + FARTHEST && tails.some(({ above }) => above(high) > 0.5 * (1 - this.highLevel)))
      high += 4;
    const stride = Math.ceil((high - low) / (MOST_VALUES - 1));
    return Array.from({ length: Math.ceil((high - low) / stride) + 1 }, (_, j) => low + j * stride);
  }
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

/** P(at least one purchase, and value above e^(step k)). */
function valueTail(ladder: SpendLadder, mass: Float64Array, k: number): number {
  const column = ladder.column(k, mass.length);
  let above = 0;
  for (let i = 0; i < mass.length; i++) above += mass[i]! * (1 - column[i]!);
  return above;
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** gamma' of a point to gamma' of the estimate, for a customer with the population's mean spend. */
function spendRatio(model: ScoringModel, { spend }: ParameterPoint, spendX: number): number {
  const usual = spendX * meanSpend(model);
  return (spend!.gamma + usual) / (model.spend!.gamma + usual);
}
