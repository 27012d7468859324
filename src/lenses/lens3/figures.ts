import type { Figure, Table } from '../../common/result.js';
import { findRow } from '../find-row.js';
import { amount, inCurrency, percent } from '../wording.js';
import type { Lens3Scope } from './scope.js';
import { withinWeeks } from './within-weeks.js';

/** Pictures of lens 3; each title says what is found. */
export function figures({ cohort, metric, currency }: Lens3Scope, tables: readonly Table[]): Figure[] {
  const rows = (id: string) => tables.find((table) => table.id === id)?.rows ?? [];
  const complete = rows('evolution').filter((row) => row.complete);
  const last = complete.at(-1);
  const summary = findRow(tables, 'second_purchase_summary', {});
  const once = findRow(tables, 'pattern_kinds', { kind: 'one purchase' });
  const spread = findRow(tables, 'value_to_date', { measure: metric });
  const activity = last
    ? `${percent(last.share_active)} of the cohort ${cohort.label} were active at age ${last.age}`
    : `The cohort ${cohort.label} has no complete period yet`;
  const second = `${percent(summary?.share_observed)} of the buyers made a second purchase so far`;
  const below = `${percent(spread?.share_below_mean)} of the members brought less than the mean`;
  const list: Figure[] = [];
  if (last)
    list.push(
      {
        id: 'cohort_activity',
        title: activity,
        kind: 'line',
        table: 'evolution',
        where: { complete: true },
        x: 'age',
        y: ['share_active'],
        xLabel: `age (calendar ${cohort.granularity}s since acquisition)`,
        yLabel: 'share of members with an order',
        alternative: `Line of the share active by age: ${activity}.`,
      },
      {
        id: 'cohort_value',
        title: `A member brought ${amount(last.value_to_date_per_member)} ${metric} up to age ${last.age}`,
        kind: 'line',
        table: 'evolution',
        where: { complete: true },
        x: 'age',
        y: ['value_to_date_per_member'],
        xLabel: `age (calendar ${cohort.granularity}s since acquisition)`,
        yLabel: `${metric} to date per member${inCurrency(currency)}`,
        alternative: `Line of the ${metric} to date per member by age, up to ${last.value_to_date_per_member} at age ${last.age}.`,
      },
    );
  if (rows('second_purchase').length > 0)
    list.push({
      id: 'second_purchase',
      title: second,
      kind: 'line',
      table: 'second_purchase',
      x: 'week',
      y: ['cumulative_share'],
      xLabel: 'weeks since the first purchase',
      yLabel: 'share with a second purchase (Kaplan–Meier)',
      alternative: `Curve of the share with a second purchase by week: ${second}${withinWeeks(summary)}.`,
    });
  if (last)
    list.push({
      id: 'pattern_kinds',
      title: `${percent(once?.share)} of the members bought once`,
      kind: 'bar',
      table: 'pattern_kinds',
      x: 'kind',
      y: ['share'],
      xLabel: 'kind of buyer',
      yLabel: 'share of members',
      alternative: `Bars of the kinds of buyers: ${percent(once?.share)} bought once.`,
    });
  list.push({
    id: 'value_to_date_distribution',
    title: below,
    kind: 'histogram',
    table: 'value_to_date_histogram',
    x: 'from',
    y: ['customers'],
    xLabel: `${metric} to date${inCurrency(currency)}`,
    yLabel: 'members',
    marks: [
      { label: 'median', at: Number(spread?.median ?? 0) },
      { label: 'mean', at: Number(spread?.mean ?? 0) },
    ],
    alternative: `Histogram of ${metric} to date per member: ${below}.`,
  });
  return list;
}
