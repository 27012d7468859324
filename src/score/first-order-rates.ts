import type { Followed } from './known-customers.js';

/** Classes of ages (days since a customer became known) from FROM[j] to FROM[j + 1] - 1; the last one has no end. */
export interface AgeClasses {
  readonly FROM: readonly number[];
  /** The greatest age at which somebody was watched. */
  readonly watched: number;
}

/** How likely a customer who is known and has not ordered orders first on a day, by age. */
export interface FirstOrderRates extends AgeClasses {
  /** First orders a day of waiting. */
  readonly RATE: readonly number[];
  /** First orders that it rests on. */
  readonly EVENTS: readonly number[];
  /** How cohorts differ: factors on the rates, of those with first orders; all others have 1. */
  readonly factors: ReadonlyMap<number, CohortFactor>;
  /** First orders whose like a cohort needs to count half on its own; Infinity = cohorts differ by chance alone. */
  readonly strength: number;
}

export interface CohortFactor {
  readonly factor: number;
  /** Variance of its logarithm. */
  readonly variance: number;
}

/** Each class of ages begins so many times later than the one before: rates fall quickly while customers are new. */
const GROWTH = 1.2;

/** Each class rests on so many first orders; with fewer in all nothing is learnt. */
export const LEAST_EVENTS = 10;

/**
 * Occurrence and exposure: of those who waited for a first order through a day of such an age, how many placed it on that day. Only
 * days after the one on which a customer became known count, as who still waits at the end of observation has that one behind
 * them; who waits still counts up to the end of observation. Classes are joined until each has ten first orders; the oldest ages, where that fails, are a class of their own
 * if the rate before them would have made ten (rates near zero are those of Jeffreys' prior, half an order more), else part
 * of the one before. Beyond the
 * greatest age that was watched the last rate falls like 1/age, as it does where customers differ in their rates (Pareto of the
 * second kind). Measured on two years of 8,000 customers (test/score/first-orders.test.ts), the first orders of the next year are
 * then foreseen to -1 % where all are alike, +2 % where rates differ, +4 to +6 % where a third or more never orders.
 *
 * Cohorts (months) have the rates times a factor f: with O first orders where the rates expect E, (O + k)/(E + k), where
 * 1/k is the moment estimate of the variance between cohorts, (sum (O - E)^2 - sum E)/sum E^2 (Marshall 1991).
 */
export function firstOrderRates(followed: Followed): FirstOrderRates | null {
  const watched = followed.AGE.reduce((most, age) => Math.max(most, age), 1);
  const fine = [1];
  while (fine.at(-1)! * GROWTH <= watched) fine.push(Math.ceil(fine.at(-1)! * GROWTH + 1e-9));
  const { EVENTS, DAYS } = occurrences(followed, { FROM: fine, watched });
  if (EVENTS.reduce((sum, events) => sum + events, 0) < LEAST_EVENTS) return null;
  const classes: { from: number; events: number; days: number }[] = [];
  let open = { from: 1, events: 0, days: 0 };
  fine.forEach((_, j) => {
    open.events += EVENTS[j]!;
    open.days += DAYS[j]!;
    if (open.events < LEAST_EVENTS) return;
    classes.push(open);
    open = { from: fine[j + 1] ?? Number.POSITIVE_INFINITY, events: 0, days: 0 };
  });
  const last = classes.at(-1)!;
  if (open.days * (last.events / last.days) >= LEAST_EVENTS)
    classes.push({ ...open, events: open.events + 0.5 });
  else {
    last.events += open.events;
    last.days += open.days;
  }
  const rates = {
    watched,
    FROM: classes.map(({ from }) => from),
    RATE: classes.map(({ events, days }) => events / days),
    EVENTS: classes.map(({ events }) => events),
  };
  return { ...rates, ...cohortFactors(followed, rates) };
}

/** Ages in (after, upTo] that lie in class j; beyond what was watched those that count as much as the rate has not fallen. */
export function daysInClass({ FROM, watched }: AgeClasses, j: number, after: number, upTo: number): number {
  const to = FROM[j + 1] ?? watched + 1;
  const within = Math.max(0, Math.min(upTo, to - 1) - Math.max(after, FROM[j]! - 1));
  if (j + 1 < FROM.length || upTo <= watched) return within;
  return within + watched * Math.log((upTo + 0.5) / (Math.max(after, watched) + 0.5));
}

function occurrences({ AGE, AFTER, N }: Followed, classes: AgeClasses) {
  const { FROM } = classes;
  const EVENTS = new Float64Array(FROM.length);
  const DAYS = new Float64Array(FROM.length);
  for (let i = 0; i < N.length; i++) {
    const waited = Number.isNaN(AFTER[i]!) ? AGE[i]! : AFTER[i]!;
    FROM.forEach((_, j) => {
      DAYS[j] = DAYS[j]! + N[i]! * daysInClass(classes, j, 0, waited);
    });
    if (AFTER[i]! >= 1) {
      const j = FROM.findLastIndex((from) => from <= AFTER[i]!);
      EVENTS[j] = EVENTS[j]! + N[i]!;
    }
  }
  return { EVENTS, DAYS };
}

function cohortFactors(
  { AGE, AFTER, MONTH, N }: Followed,
  rates: AgeClasses & Pick<FirstOrderRates, 'RATE'>,
): Pick<FirstOrderRates, 'factors' | 'strength'> {
  const cohorts = new Map<number, { ordered: number; expected: number }>();
  for (let i = 0; i < N.length; i++) {
    const cohort = cohorts.get(MONTH[i]!) ?? { ordered: 0, expected: 0 };
    cohorts.set(MONTH[i]!, cohort);
    const waited = Number.isNaN(AFTER[i]!) ? AGE[i]! : AFTER[i]!;
    if (AFTER[i]! >= 1) cohort.ordered += N[i]!;
    rates.RATE.forEach((rate, j) => {
      cohort.expected += N[i]! * rate * daysInClass(rates, j, 0, waited);
    });
  }
  let apart = 0;
  let expected = 0;
  let squares = 0;
  for (const { ordered, expected: E } of cohorts.values()) {
    apart += (ordered - E) ** 2;
    expected += E;
    squares += E * E;
  }
  const between = squares > 0 ? (apart - expected) / squares : 0;
  if (!(between > 0)) return { factors: new Map(), strength: Number.POSITIVE_INFINITY };
  const strength = 1 / between;
  return {
    strength,
    factors: new Map(
      [...cohorts].map(([month, { ordered, expected: E }]) => [
        month,
        { factor: (ordered + strength) / (E + strength), variance: 1 / (ordered + strength) },
      ]),
    ),
  };
}
