/** The history that a forecast may use: active customers and value by cohort and period, up to an origin. */
export interface History {
  /** Periods of one year: 1, 4, 12 or 52. */
  readonly perYear: number;
  /** First and last complete period. */
  readonly first: number;
  readonly last: number;
  /** Acquisition periods with customers, ascending; null = the customers from before the data. */
  readonly starts: readonly (number | null)[];
  active(start: number | null, period: number): number;
  value(start: number | null, period: number): number;
  /** Value of returns without an order in a period. */
  returnsOnly(period: number): number;
}

export interface ProjectedPeriod {
  readonly period: number;
  readonly activeExisting: number;
  readonly activeNew: number;
  readonly valueExisting: number;
  readonly valueNew: number;
  /** Both, and returns without an order. */
  readonly value: number;
}

/** Cohorts that a factor is pooled over at least; a whole year of them where periods are shorter. */
const POOLED = 3;

/**
 * Forecast of the base from `origin`: active customers of each cohort by age-to-age factors (active at age k + 1 /
 * active at age k, returners included, pooled over the last cohorts), times value per active customer of that age, plus
 * acquisition as a year before (for years: as last year). With two years of shorter periods, factors and values have a
 * season, too. Nothing after `origin` is read.
 * Source: the age-to-age factors are the chain ladder of claims reserving (Mack 1993).
 */
export function project(history: History, origin: number, horizon: number): ProjectedPeriod[] {
  const { factors, values, season } = fitted(history, origin);
  const before = beforeFactors(history, origin);
  const returnsShare = returnsRatio(history, origin);
  const level = new Map<number | null, number>(
    history.starts
      .filter((start) => start === null || start <= origin)
      .map((start) => [start, history.active(start, origin)]),
  );
  const projected: ProjectedPeriod[] = [];
  for (let h = 1; h <= horizon; h++) {
    const period = origin + h;
    const place = positive(period, history.perYear);
    let activeExisting = 0;
    let valueExisting = 0;
    let activeNew = 0;
    let valueNew = 0;
    for (const [start, active] of level) {
      const factor = start === null ? before.factor : factors(period - start - 1);
      const next = active * factor * season.step(place, start === period - 1);
      level.set(start, next);
      const each = start === null ? before.value : values(period - start);
      const brought = next * each * season.value(place);
      if (start !== null && start > origin) {
        activeNew += next;
        valueNew += brought;
      } else {
        activeExisting += next;
        valueExisting += brought;
      }
    }
    const model = acquisitionModel(history, origin, period);
    level.set(period, model.active);
    activeNew += model.active;
    valueNew += model.value;
    const orders = valueExisting + valueNew;
    projected.push({
      period,
      activeExisting,
      activeNew,
      valueExisting,
      valueNew,
      value: orders * (1 + returnsShare),
    });
  }
  return projected;
}

/** The naive forecast beside it: the same period a year before (for years: the last one). */
export function naive(history: History, origin: number, period: number): number | null {
  const same = sameSeason(history, origin, period);
  return same < history.first ? null : periodValue(history, same);
}

export function periodValue(history: History, period: number): number {
  return total(history.starts, (start) => history.value(start, period)) + history.returnsOnly(period);
}

/** Rounds of the fit of ages and seasons to each other; the first few settle all but the last digits. */
const ROUNDS = 25;

/**
 * Age factors and values, and the seasons that they leave over. Both are ratios of sums given the other, so they are
 * fitted in turns, as the margins of a multiplicative table are.
 */
function fitted(history: History, origin: number) {
  let factors = ageFactors(history, origin, FLAT);
  let values = ageValues(history, origin, FLAT);
  if (!hasSeasons(history, origin)) return { factors, values, season: FLAT };
  let season = seasons(history, origin, factors, values);
  for (let round = 0; round < ROUNDS; round++) {
    factors = ageFactors(history, origin, season);
    values = ageValues(history, origin, season);
    season = seasons(history, origin, factors, values);
  }
  return { factors, values, season };
}

/** active(a + 1) / active(a) over the last cohorts that show both by the origin; old ages share a factor. */
function ageFactors(history: History, origin: number, season: Seasons): (age: number) => number {
  const pool = Math.max(POOLED, history.perYear);
  const cohorts = ownStarts(history, origin);
  const oldest = cohorts.length === 0 ? 0 : origin - cohorts[0]!;
  const sums = Array.from({ length: oldest }, (_, age) => {
    const used = cohorts.filter((start) => start + age + 1 <= origin).slice(-pool);
    const place = (start: number) => positive(start + age + 1, history.perYear);
    return {
      from: total(used, (start) => history.active(start, start + age) * season.step(place(start), age === 0)),
      to: total(used, (start) => history.active(start, start + age + 1)),
    };
  });
  const tail = sums.slice(Math.min(sums.length - 1, Math.max(1, Math.floor(sums.length / 2))));
  const overall = quotient(
    total(tail, ({ to }) => to),
    total(tail, ({ from }) => from),
    1,
  );
  return (age) => quotient(sums[age]?.to ?? 0, sums[age]?.from ?? 0, overall);
}

/** Value per active customer by age, over the same cohorts; old ages share one. */
function ageValues(history: History, origin: number, season: Seasons): (age: number) => number {
  const pool = Math.max(POOLED, history.perYear);
  const cohorts = ownStarts(history, origin);
  const oldest = cohorts.length === 0 ? 0 : origin - cohorts[0]! + 1;
  const sums = Array.from({ length: oldest }, (_, age) => {
    const used = cohorts.filter((start) => start + age <= origin).slice(-pool);
    const place = (start: number) => positive(start + age, history.perYear);
    return {
      value: total(used, (start) => history.value(start, start + age)),
      active: total(used, (start) => history.active(start, start + age) * season.value(place(start))),
    };
  });
  const tail = sums.slice(Math.floor(sums.length / 2));
  const overall = quotient(
    total(tail, ({ value }) => value),
    total(tail, ({ active }) => active),
    0,
  );
  return (age) => quotient(sums[age]?.value ?? 0, sums[age]?.active ?? 0, overall);
}

/** Customers from before the data have no age: their last steps count. */
function beforeFactors(history: History, origin: number): { factor: number; value: number } {
  if (!history.starts.includes(null)) return { factor: 1, value: 0 };
  const pool = Math.max(POOLED, history.perYear);
  const periods = range(Math.max(history.first, origin - pool), origin);
  const active = periods.map((period) => history.active(null, period));
  return {
    factor: quotient(
      total(active.slice(1), (n) => n),
      total(active.slice(0, -1), (n) => n),
      1,
    ),
    value: quotient(
      total(periods, (period) => history.value(null, period)),
      total(active, (n) => n),
      0,
    ),
  };
}

interface Seasons {
  /** Correction of a step into a place of the year; the first step starts from customers who are all active. */
  step(place: number, isFirst: boolean): number;
  /** Correction of the value per active customer in it. */
  value(place: number): number;
}

const FLAT: Seasons = { step: () => 1, value: () => 1 };

/** Two years of steps tell a season. Weeks are too many and too small. */
function hasSeasons({ perYear, first }: History, origin: number): boolean {
  return perYear > 1 && perYear <= 12 && origin - first >= 2 * perYear;
}

/** By place in the year: what the steps and values by age miss over the last three years. */
function seasons(
  history: History,
  origin: number,
  factors: (age: number) => number,
  values: (age: number) => number,
): Seasons {
  const { perYear, first } = history;
  const periods = range(Math.max(first + 1, origin - 3 * perYear + 1), origin);
  const missed = (
    counts: (period: number, start: number) => boolean,
    pick: (period: number, start: number) => { seen: number; plain: number },
  ) =>
    Array.from({ length: perYear }, (_, place) => {
      const parts = periods
        .filter((period) => positive(period, perYear) === place)
        .flatMap((period) =>
          ownStarts(history, period - 1)
            .filter((start) => counts(period, start))
            .map((start) => pick(period, start)),
        );
      return quotient(
        total(parts, ({ seen }) => seen),
        total(parts, ({ plain }) => plain),
        1,
      );
    });
  const step = (period: number, start: number) => ({
    seen: history.active(start, period),
    plain: history.active(start, period - 1) * factors(period - 1 - start),
  });
  const firstSteps = missed((period, start) => start === period - 1, step);
  const laterSteps = missed((period, start) => start < period - 1, step);
  const value = missed(
    () => true,
    (period, start) => ({
      seen: history.value(start, period),
      plain: history.active(start, period) * values(period - start),
    }),
  );
  return {
    step: (place, isFirst) => (isFirst ? firstSteps : laterSteps)[place]!,
    value: (place) => value[place]!,
  };
}

/** New customers of a period to come: as in the same season before. */
function acquisitionModel(history: History, origin: number, period: number) {
  const same = sameSeason(history, origin, period);
  if (same >= history.first) return { active: history.active(same, same), value: history.value(same, same) };
  const recent = range(Math.max(history.first, origin - 2), origin);
  return {
    active: total(recent, (k) => history.active(k, k)) / recent.length,
    value: total(recent, (k) => history.value(k, k)) / recent.length,
  };
}

/** The last period up to the origin at the same place in the year. */
function sameSeason({ perYear }: History, origin: number, period: number): number {
  return period - perYear * Math.ceil((period - origin) / perYear);
}

function returnsRatio(history: History, origin: number): number {
  const periods = range(Math.max(history.first, origin - history.perYear + 1), origin);
  const returns = total(periods, (period) => history.returnsOnly(period));
  return quotient(returns, total(periods, (period) => periodValue(history, period)) - returns, 0);
}

function ownStarts(history: History, origin: number): number[] {
  return history.starts.filter((start): start is number => start !== null && start <= origin);
}

function quotient(part: number, whole: number, otherwise: number): number {
  return whole > 0 ? part / whole : otherwise;
}

function total<T>(list: readonly T[], pick: (entry: T) => number): number {
  return list.reduce((sum, entry) => sum + pick(entry), 0);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
}

function positive(value: number, modulus: number): number {
  return ((value % modulus) + modulus) % modulus;
}
