/** Active customers and value of cohorts by period, as plain tables. */
export interface Triangle {
  readonly perYear: number;
  readonly first: number;
  readonly last: number;
  /** The first period whose new customers are all known. */
  readonly known: number;
  /** `active[start][period]`, likewise `value`. */
  readonly active: readonly (readonly number[])[];
  readonly value: readonly (readonly number[])[];
  readonly before: { readonly active: readonly number[]; readonly value: readonly number[] } | null;
  readonly returnsOnly: readonly number[];
}

const ENOUGH = 100;

/** The forecast without a season (less than two years of history), from its definition, loop by loop. */
export function naiveForecast(
  triangle: Triangle,
  horizon: number,
): { existing: number; fresh: number; value: number }[] {
  const { perYear, first, last, known, active, value, before, returnsOnly } = triangle;
  const pool = Math.max(3, perYear);
  const cohorts = active
    .map((_, start) => start)
    .filter((start) => start <= last && active[start]!.length > 0);
  const oldest = last - cohorts[0]!;

  const from: number[] = [];
  const to: number[] = [];
  for (let age = 0; age < oldest; age++) {
    const seen = cohorts.filter((start) => start + age + 1 <= last);
    from[age] = 0;
    to[age] = 0;
    for (const start of seen.slice(Math.max(0, seen.length - pool))) {
      from[age]! += active[start]![start + age]!;
      to[age]! += active[start]![start + age + 1]!;
    }
  }
  const olderHalf = Math.min(oldest - 1, Math.max(1, Math.floor(oldest / 2)));
  const tail = divided(sum(to, olderHalf, oldest), sum(from, olderHalf, oldest), 1);
  const factor: number[] = [];
  for (let age = 0; age < oldest; ) {
    let end = age + 1;
    if (age > 0) while (end < oldest && sum(from, age, end) < ENOUGH) end++;
    const shared = divided(sum(to, age, end), sum(from, age, end), tail);
    for (; age < end; age++) factor[age] = shared;
  }

  const worth: number[] = [];
  const brought: number[] = [];
  const bringing: number[] = [];
  for (let age = 0; age <= oldest; age++) {
    const seen = cohorts.filter((start) => start + age <= last);
    brought[age] = 0;
    bringing[age] = 0;
    for (const start of seen.slice(Math.max(0, seen.length - pool))) {
      brought[age]! += value[start]![start + age]!;
      bringing[age]! += active[start]![start + age]!;
    }
    worth[age] = divided(brought[age]!, bringing[age]!, Number.NaN);
  }
  const half = Math.floor((oldest + 1) / 2);
  const usual = divided(sum(brought, half, oldest + 1), sum(bringing, half, oldest + 1), 0);

  const since = Math.max(first, last - pool);
  const beforeFactor =
    before === null
      ? 1
      : divided(sum(before.active, since + 1, last + 1), sum(before.active, since, last), 1);
  const beforeWorth =
    before === null ? 0 : divided(sum(before.value, since, last + 1), sum(before.active, since, last + 1), 0);

  let returns = 0;
  let everything = 0;
  for (let period = Math.max(first, last - perYear + 1); period <= last; period++) {
    returns += returnsOnly[period]!;
    for (const start of cohorts) everything += value[start]![period] ?? 0;
    everything += before?.value[period] ?? 0;
  }
  const returnsShare = divided(returns, everything, 0);

  const level = new Map(cohorts.map((start) => [start, active[start]![last]!]));
  let old = before?.active[last] ?? 0;
  const forecast = [];
  for (let period = last + 1; period <= last + horizon; period++) {
    let existing = 0;
    let fresh = 0;
    old *= beforeFactor;
    existing += old * beforeWorth;
    for (const [start, customers] of level) {
      const age = period - start;
      const next = customers * (factor[age - 1] ?? tail);
      level.set(start, next);
      const each = Number.isNaN(worth[age] ?? Number.NaN) ? usual : worth[age]!;
      if (start > last) fresh += next * each;
      else existing += next * each;
    }
    let same = period;
    while (same > last) same -= perYear;
    const like = same >= known ? [same] : [last - 2, last - 1, last].filter((one) => one >= known);
    let acquired = 0;
    let acquiredWorth = 0;
    for (const one of like) {
      acquired += (active[one]?.[one] ?? 0) / like.length;
      acquiredWorth += (value[one]?.[one] ?? 0) / like.length;
    }
    level.set(period, acquired);
    fresh += acquiredWorth;
    forecast.push({ existing, fresh, value: (existing + fresh) * (1 + returnsShare) });
  }
  return forecast;
}

function sum(list: readonly number[], from: number, to: number): number {
  let total = 0;
  for (let i = from; i < to; i++) total += list[i] ?? 0;
  return total;
}

function divided(part: number, whole: number, otherwise: number): number {
  return whole > 0 ? part / whole : otherwise;
}
