import type { Fit } from '../../models/fit/fit-record.js';
import { predictionsFor } from '../../models/registry.js';
import { normalQuantile } from '../../numeric/normal.js';
import type { CheckRecord, TrackRecord } from '../../registry/model-record.js';
import { parameterPoints } from '../../score/parameter-points.js';
import type { Track } from '../../score/track.js';
import type { FitOptions } from './fit-options.js';

/** What holds in 99 of 100 weeks that the model makes. */
const CHANCE = 0.99;
const Z = normalQuantile(0.5 + CHANCE / 2);
/** Smaller expectations are too far from a normal distribution to be judged. */
const LEAST_EXPECTED = 5;
const FEWEST_WEEKS = 10;
/** Lines of the card. */
const MOST_BLOCKS = 26;

/** Repeat purchases of one week of the data, seen and expected of the customers who had come by then. */
export interface TrackedWeek {
  /** From 1. */
  readonly week: number;
  readonly purchases: number;
  readonly expected: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Purchases week by week. Low and high hold 99 %: the variance of a week of w time units is taken as E (1 + w (r + 1)/alpha), E
 * the expectation (rates are gamma, those of buyers size-biased), and that of the expectation over the points of the parameters
 * is added. The last week ends with the observation, however few its days. Empty for models of months.
 */
export function trackedWeeks(
  fit: Fit,
  { timeUnit, occasion }: Pick<FitOptions, 'timeUnit' | 'occasion'>,
  { DAY, NEW, REPEATS, end }: Track,
): TrackedWeek[] {
  if (fit.predictor === null || occasion === 'month' || DAY.length === 0) return [];
  const { predictions, parameters } = predictionsFor(fit.predictor);
  const weeks = Math.floor(end / 7) + 1;
  const seen = new Float64Array(weeks);
  for (const [i, day] of DAY.entries()) seen[Math.floor(day / 7)] = seen[Math.floor(day / 7)]! + REPEATS[i]!;
  const expectedBy = (P: Readonly<Record<string, number>>): Float64Array => {
    const byDay = Float64Array.from({ length: end + 1 }, (_, t) =>
      predictions.expectedPurchasesNew(P, t / timeUnit.days),
    );
    const expected = new Float64Array(weeks);
    DAY.forEach((day, i) => {
      let before = 0;
      for (let week = Math.floor(day / 7); week < weeks; week++) {
        const now = byDay[Math.min(7 * week + 6, end) - day]!;
        expected[week] = expected[week]! + NEW[i]! * (now - before);
        before = now;
      }
    });
    return expected;
  };
  const expected = expectedBy(parameters);
  const others = parameterPoints(fit, null).map(({ frequency }) => expectedBy(frequency));
  const { r = 0, alpha = 1 } = fit.predictor.parameters;
  const spread = 1 + ((7 / timeUnit.days) * (r + 1)) / alpha;
  return Array.from(seen, (purchases, week) => {
    const mean = expected[week]!;
    const reach = Z * Math.sqrt(mean * spread + varianceOf(others.map((other) => other[week]!)));
    return { week: week + 1, purchases, expected: mean, low: Math.max(0, mean - reach), high: mean + reach };
  });
}

/** How many weeks lie outside their range, where enough can be judged; seasons and campaigns show here. */
export function trackCheck(weeks: readonly TrackedWeek[]): CheckRecord[] {
  const judged = weeks.filter(({ expected }) => expected >= LEAST_EXPECTED);
  if (judged.length < FEWEST_WEEKS) return [];
  const outside = judged.filter(
    ({ purchases, low, high }) => purchases < low - 0.5 || purchases > high + 0.5,
  ).length;
  const high = mostByChance(judged.length);
  return [
    {
      name: `weeks of ${judged.length} with repeat purchases beyond the model's 99 % range`,
      seen: outside,
      expected: (1 - CHANCE) * judged.length,
      low: 0,
      high,
      holds: outside <= high,
    },
  ];
}

/** Weeks together, so that a card has at most 26 lines. */
export function trackRecord(weeks: readonly TrackedWeek[]): TrackRecord {
  const size = Math.max(1, Math.ceil(weeks.length / MOST_BLOCKS));
  const blocks = Array.from({ length: Math.ceil(weeks.length / size) }, (_, k) => {
    const part = weeks.slice(k * size, (k + 1) * size);
    return {
      lastWeek: part.at(-1)!.week,
      purchases: part.reduce((sum, { purchases }) => sum + purchases, 0),
      expected: part.reduce((sum, { expected }) => sum + expected, 0),
    };
  });
  return { weeks: weeks.length, blocks };
}

/** Smallest k with P(more than k of n weeks outside) <= 0.5 %. */
function mostByChance(n: number): number {
  let mass = CHANCE ** n;
  let sum = mass;
  let k = 0;
  while (sum < 0.995 && k < n) {
    mass *= ((n - k) / (k + 1)) * ((1 - CHANCE) / CHANCE);
    sum += mass;
    k += 1;
  }
  return k;
}

function varianceOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}
