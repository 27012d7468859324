import { behaviourFinding, type WindowRows } from '../../src/drift/behaviour.js';
import { type Judged, judge } from '../../src/drift/finding.js';
import { forecastFindings } from '../../src/drift/forecast.js';
import type { ForecastRows } from '../../src/drift/forecast-rows.js';
import { mixFinding, tenureFinding } from '../../src/drift/mixes.js';
import { COHORT_WEEKS } from '../../src/drift/read-window.js';
import { fitFamily } from '../../src/models/fit/fit-family.js';
import { type Fit, frequencyFamilies, groupHistories } from '../../src/models/index.js';
import { seededRandom } from '../../src/numeric/seeded.js';

/** Sorted purchase days of each customer, the first one included. */
export type Population = readonly (readonly number[])[];

export interface Shift {
  /** Factors on purchase rates and dropout chances from the day on. */
  readonly rate: number;
  readonly dropout: number;
  readonly from: number;
}

const PARAMETERS = { r: 0.55, alpha: 70, a: 0.8, b: 2.5 };
const NONE: Shift = { rate: 1, dropout: 1, from: Number.POSITIVE_INFINITY };

/** BG/NBD by its story, in days (alpha 10 weeks): `perDay` newcomers a day from day 0 to the end. */
export function population(
  perDay: (day: number) => number,
  end: number,
  seed: number,
  shift = NONE,
): Population {
  const random = seededRandom(seed);
  const customers: number[][] = [];
  for (let day = 0; day < end; day++) {
    for (let k = 0; k < perDay(day); k++) customers.push(path(day, end, random, shift));
  }
  return customers;
}

function path(first: number, end: number, random: ReturnType<typeof seededRandom>, shift: Shift): number[] {
  const rate = random.gamma(PARAMETERS.r) / PARAMETERS.alpha;
  const leave = random.beta(PARAMETERS.a, PARAMETERS.b);
  const days = [first];
  for (let time = first; ; ) {
    let next = time + random.exponential() / (time < shift.from ? rate : rate * shift.rate);
    if (time < shift.from && next > shift.from)
      next = shift.from + random.exponential() / (rate * shift.rate);
    if (next > end) return days;
    time = next;
    const day = Math.ceil(time);
    if (day > days.at(-1)!) days.push(day);
    if (random.uniform() < Math.min(1, leave * (time < shift.from ? 1 : shift.dropout))) return days;
  }
}

const known = (days: readonly number[], day: number): number[] => days.filter((each) => each <= day);

export function fitAt(customers: Population, day: number): Fit {
  const histories = customers.map((days) => known(days, day)).filter((days) => days.length > 0);
  const groups = groupHistories({
    X: histories.map((days) => days.length - 1),
    T_X: histories.map((days) => (days.at(-1)! - days[0]!) / 7),
    T: histories.map((days) => (day - days[0]!) / 7),
  });
  return fitFamily(frequencyFamilies.bgnbd!, groups, { starts: 1 }, { name: 'week', days: 7 }) as Fit;
}

function forecastRows(customers: Population, from: number, to: number): ForecastRows {
  const own = customers.filter(([first]) => first! <= from);
  const column = (value: (days: readonly number[]) => number) => Float64Array.from(own, value);
  return {
    size: own.length,
    customers: own.length,
    days: to - from,
    X: column((days) => known(days, from).length - 1),
    T_X: column((days) => known(days, from).at(-1)! - days[0]!),
    T: column((days) => from - days[0]!),
    AFTER: column((days) => known(days, to).length - known(days, from).length),
    N: column(() => 1),
  };
}

function windowRows(customers: Population, from: number, to: number, who: 'known' | 'newcomers'): WindowRows {
  const own = customers.filter(([first]) =>
    who === 'known' ? first! <= from : first! > from && first! < to,
  );
  const column = (value: (days: readonly number[]) => number) => Float64Array.from(own, value);
  const isKnown = who === 'known';
  return {
    size: own.length,
    X0: column((days) => (isKnown ? known(days, from).length - 1 : Number.NaN)),
    T_X0: column((days) => (isKnown ? known(days, from).at(-1)! - days[0]! : Number.NaN)),
    T0: column((days) => from - days[0]!),
    X1: column((days) => known(days, to).length - 1),
    T_X1: column((days) => known(days, to).at(-1)! - days[0]!),
    T1: column((days) => to - days[0]!),
    N: column(() => 1),
  };
}

function tenures(customers: Population, from: number, to: number, weeks: number): Map<number, number> {
  const counts = new Map<number, number>();
  for (const days of customers) {
    if (days[0]! <= from || days[0]! + 7 * weeks > to) continue;
    const repeats = known(days, days[0]! + 7 * weeks).length - 1;
    counts.set(repeats, (counts.get(repeats) ?? 0) + 1);
  }
  return counts;
}

/** Buyers of a window by when they first came, as `readCohorts` reads them. */
export function cohorts(customers: Population, from: number, to: number, lookback: number) {
  const counts = new Map<string, number>();
  for (const days of customers) {
    const first = days[0]!;
    if (first <= from - lookback || !days.some((day) => day > from && day <= to)) continue;
    const weeks = [0, ...COHORT_WEEKS].find((each) => first > from - 7 * each)!;
    const name = weeks === 0 ? 'in the weeks compared' : `up to ${weeks} weeks before`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** Everything that drift says of customers' behaviour `age` days after the model's end. */
export function driftOf(
  customers: Population,
  fit: Fit,
  modelEnd: number,
  age: number,
  longest = 91,
): Judged[] {
  const to = modelEnd + age;
  const from = Math.max(modelEnd, to - longest);
  const findings = [
    ...forecastFindings(fit, forecastRows(customers, from, to), 7).findings,
    behaviourFinding('known', 'performance', fit, windowRows(customers, from, to, 'known'), 7),
    behaviourFinding('newcomers', 'newcomers', fit, windowRows(customers, from, to, 'newcomers'), 7),
    ...[4, 13].map((weeks) => {
      const reference = [...tenures(customers, -1, modelEnd, weeks)].map(([repeats, n]) => ({
        repeats,
        customers: n,
      }));
      return tenureFinding(weeks, reference, tenures(customers, modelEnd, to, weeks));
    }),
    mixFinding(
      'mix of cohorts',
      cohorts(customers, from - 364, to - 364, Math.min(364, from - 364)),
      cohorts(customers, from, to, Math.min(364, from - 364)),
    ),
  ];
  return judge(findings.filter((finding) => finding !== null));
}

export function alerts(judged: readonly Judged[]): string[] {
  return judged
    .filter(({ severity }) => severity === 'alert' || severity === 'severe')
    .map(({ feature }) => feature);
}
