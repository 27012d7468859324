import type { Table } from '../../common/result.js';
import { findRow } from '../find-row.js';
import { fact, factsTable } from '../normal-pattern.js';
import type { Lens3Scope } from './scope.js';

/**
 * A normal pattern beside this cohort: one yearly cohort of the book's retailer over four years (Fader, Hardie, Ross 2022,
 * chapter 5). Facts to compare with, not grades. The table id `patterns` is taken by the buying patterns.
 */
export function normalPattern({ cohort, asOf }: Lens3Scope, tables: readonly Table[]): Table {
  const kind = (name: string) => findRow(tables, 'pattern_kinds', { kind: name })?.share;
  const evolution = tables.find(({ id }) => id === 'evolution')?.rows ?? [];
  const second = evolution.find((row) => row.age === 1 && row.complete);
  const summary = findRow(tables, 'second_purchase_summary', {});
  const rates = (tables.find(({ id }) => id === 'repeat_buying')?.rows ?? [])
    .filter((row) => row.complete && Number(row.age) > 0 && Number(row.active) > 0)
    .map((row) => Number(row.rate));
  const within16 = summary?.share_16_weeks;
  const observed = Number(summary?.share_observed ?? 0);
  return {
    ...factsTable("Beside a normal pattern: a yearly cohort of the book's retailer in four years", [
      fact(`members who never buy again (here: to ${asOf})`, '45 %', kind('one purchase'), 'percent', 1),
      fact(
        `members active in their second ${cohort.granularity}`,
        '28 % (years)',
        second?.share_active,
        'percent',
        1,
      ),
      fact(
        'repeat-buying rate later (here: the mean over periods)',
        '51 to 56 % (years)',
        rates.length === 0 ? null : rates.reduce((a, b) => a + b, 0) / rates.length,
        'percent',
        1,
      ),
      fact('intermittent members', '26 %', kind('intermittent'), 'percent', 1),
      fact(
        'second purchases seen that come within 16 weeks',
        'most',
        within16 === null || within16 === undefined || observed === 0
          ? null
          : Math.min(1, Number(within16) / observed),
        'percent',
        1,
      ),
    ]),
    id: 'normal_pattern',
  };
}
