import type { History } from './history.js';
import { placeIn, type Season, seasonOf } from './season.js';

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

/** Active customers that a factor of ages above the first rests on. */
const ENOUGH = 100;

/**
 * Forecast of the base from `origin`: active customers of each cohort by age-to-age factors (active at age k + 1 /
 * active at age k, returners included, pooled over the last cohorts), times value per active customer of that age, plus
 * acquisition as a year before (for years: as last year; where a year before is not known, as in the last three periods). With two years and a period of quarters or months, activity and values have a
 * season, which is taken out before the factors are. Nothing after `origin` is read.
 * Source: the age-to-age factors are the chain ladder of claims reserving (Mack 1993).
 */
export function project(history: History, origin: number, horizon: number): ProjectedPeriod[] {
  const season = seasonOf(history, origin);
  const factors = ageFactors(history, origin, season);
  const values = ageValues(history, origin, season);
  const before = beforeFactors(history, origin, season);
  const returnsShare = returnsRatio(history, origin);
  const level = new Map<number | null, number>(
    history.starts
      .filter((start) => start === null || start <= origin)
      .map((start) => [start, activity(history, start, origin, season)]),
  );
  const projected: ProjectedPeriod[] = [];
  for (let h = 1; h <= horizon; h++) {
    const period = origin + h;
    const place = placeIn(period, history.perYear);
    let activeExisting = 0;
    let valueExisting = 0;
    let activeNew = 0;
    let valueNew = 0;
    for (const [start, active] of level) {
      const factor = start === null ? before.factor : factors(period - start - 1);
      level.set(start, active * factor);
      const next = active * factor * season.activity(place);
      const each = start === null ? before.value : values(period - start);
      const brought = next * each * season.worth(place);
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

/**
 * active(a + 1) / active(a) over the last cohorts that show both by the origin. The first step stands alone; later ages
 * share a factor until `ENOUGH` customers are active in them, since a ratio of few is biased upwards by about 1 / active.
 * Ages not seen yet get the factor of the older half.
 */
function ageFactors(history: History, origin: number, season: Season): (age: number) => number {
  const pool = Math.max(POOLED, history.perYear);
  const cohorts = ownStarts(history, origin);
  const oldest = cohorts.length === 0 ? 0 : origin - cohorts[0]!;
  const sums = Array.from({ length: oldest }, (_, age) => {
    const used = cohorts.filter((start) => start + age + 1 <= origin).slice(-pool);
    return {
      from: total(used, (start) => activity(history, start, start + age, season)),
      to: total(used, (start) => activity(history, start, start + age + 1, season)),
    };
  });
  const overall = shared(sums.slice(Math.min(sums.length - 1, Math.max(1, Math.floor(sums.length / 2)))), 1);
  const factors = groups(sums).flatMap((group) => group.map(() => shared(group, overall)));
  return (age) => factors[age] ?? overall;
}

interface Step {
  readonly from: number;
  readonly to: number;
}

function shared(steps: readonly Step[], otherwise: number): number {
  return quotient(
    total(steps, ({ to }) => to),
    total(steps, ({ from }) => from),
    otherwise,
  );
}

function groups(steps: readonly Step[]): readonly (readonly Step[])[] {
  const made: Step[][] = [];
  for (const [age, step] of steps.entries()) {
    const open = made.at(-1);
    if (open === undefined || age === 1 || total(open, ({ from }) => from) >= ENOUGH) made.push([step]);
    else open.push(step);
  }
  return made;
}

/** Value per active customer by age, over the same cohorts; old ages share one. */
function ageValues(history: History, origin: number, season: Season): (age: number) => number {
  const pool = Math.max(POOLED, history.perYear);
  const cohorts = ownStarts(history, origin);
  const oldest = cohorts.length === 0 ? 0 : origin - cohorts[0]! + 1;
  const sums = Array.from({ length: oldest }, (_, age) => {
    const used = cohorts.filter((start) => start + age <= origin).slice(-pool);
    const worth = (start: number) => season.worth(placeIn(start + age, history.perYear));
    return {
      value: total(used, (start) => history.value(start, start + age)),
      active: total(used, (start) => history.active(start, start + age) * worth(start)),
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
function beforeFactors(history: History, origin: number, season: Season): { factor: number; value: number } {
  if (!history.starts.includes(null)) return { factor: 1, value: 0 };
  const pool = Math.max(POOLED, history.perYear);
  const periods = range(Math.max(history.first, origin - pool), origin);
  const active = periods.map((period) => activity(history, null, period, season));
  return {
    factor: quotient(
      total(active.slice(1), (n) => n),
      total(active.slice(0, -1), (n) => n),
      1,
    ),
    value: quotient(
      total(periods, (period) => history.value(null, period)),
      total(
        periods,
        (period) => history.active(null, period) * season.worth(placeIn(period, history.perYear)),
      ),
      0,
    ),
  };
}

/** Active customers of a cohort as they would be at no season; in its first period all of them are. */
function activity(history: History, start: number | null, period: number, season: Season): number {
  const active = history.active(start, period);
  return start === period ? active : active / season.activity(placeIn(period, history.perYear));
}

/** New customers of a period to come: as in the same season before; while none is known, as in the last periods. */
function acquisitionModel(history: History, origin: number, period: number) {
  const same = sameSeason(history, origin, period);
  const known = Math.min(history.known, origin);
  if (same >= known) return { active: history.active(same, same), value: history.value(same, same) };
  const recent = range(Math.max(known, origin - 2), origin);
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
