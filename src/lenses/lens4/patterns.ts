import { ratio } from '../aggregate.js';
import { agesOf } from '../cohorts/ages.js';
import type { CohortBase } from '../cohorts/base.js';
import type { Part } from '../cohorts/part.js';
import { repeatRates } from '../cohorts/repeat-rates.js';
import { fact, factsTable } from '../normal-pattern.js';

/** Reference facts that speak of cohorts beside each other; years only where the cohorts are years. */
export function patterns({ grid }: CohortBase): Part {
  const whole = grid.cohorts.filter((cohort) => cohort.whole);
  const yearly = grid.granularity === 'year' && grid.by === 'acquisition';
  const secondYear = whole.flatMap((cohort) =>
    agesOf(grid, cohort).filter(({ age, complete }) => age === 1 && complete),
  );
  const later = whole.flatMap((cohort) =>
    repeatRates(grid, cohort).filter(({ age, complete }) => age >= 1 && complete),
  );
  const add = <T>(list: readonly T[], pick: (entry: T) => number) =>
    list.reduce((total, entry) => total + pick(entry), 0);
  const fourth = grid.by === 'acquisition' ? fourthQuarter(grid) : null;
  const rows = [
    ...(yearly
      ? [
          fact(
            'share of a cohort active in its second year',
            '28 %',
            ratio(
              add(secondYear, ({ cell }) => cell.buyers.customers),
              add(secondYear, ({ size }) => size),
            ),
            'percent',
            0,
          ),
          fact(
            'repeat-buying rate after the first year',
            '51–56 %',
            ratio(
              add(later, ({ activeNext }) => activeNext),
              add(later, ({ active }) => active),
            ),
            'percent',
            0,
          ),
        ]
      : []),
    ...(fourth === null ? [] : [fact('acquisitions in the fourth quarter', '45 %', fourth, 'percent', 0)]),
  ];
  return {
    tables: rows.length === 0 ? [] : [factsTable("Beside a normal pattern: the book's retailer", rows)],
  };
}

/** Share of October to December in the acquisitions of whole calendar years, where cohorts are that fine. */
function fourthQuarter(grid: CohortBase['grid']): number | null {
  const aligned =
    grid.granularity === 'month' || (grid.granularity === 'quarter' && grid.fiscalYearStart % 3 === 1);
  if (!aligned) return null;
  const years = new Map<string, { all: number; fourth: number; periods: number }>();
  for (const cohort of grid.cohorts.filter(({ whole }) => whole)) {
    const { start } = grid.periods.find(({ index }) => index === cohort.start)!;
    const month = Number(start.slice(5, 7));
    const year = years.get(start.slice(0, 4)) ?? { all: 0, fourth: 0, periods: 0 };
    years.set(start.slice(0, 4), {
      all: year.all + cohort.customers,
      fourth: year.fourth + (month >= 10 ? cohort.customers : 0),
      periods: year.periods + 1,
    });
  }
  const needed = grid.granularity === 'quarter' ? 4 : 12;
  const full = [...years.values()].filter(({ periods }) => periods === needed);
  if (full.length === 0) return null;
  return ratio(
    full.reduce((n, { fourth }) => n + fourth, 0),
    full.reduce((n, { all }) => n + all, 0),
  );
}
