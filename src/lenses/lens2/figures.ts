import type { Figure, Row, Table } from '../../common/result.js';
import { findRow } from '../find-row.js';
import { amount, inCurrency, percent } from '../wording.js';
import type { Lens2Scope } from './scope.js';

/** Pictures of lens 2; each title says what is found. */
export function figures(scope: Lens2Scope, tables: readonly Table[]): Figure[] {
  const { metric, pair, currency } = scope;
  const row = (id: string, match: Readonly<Record<string, unknown>>) => findRow(tables, id, match);
  const repeat = row('repeat_buying', {});
  const total = row('attribution', { component: 'total' });
  const change = row('same_customers', { measure: metric });
  const moved = row('decile_switching_summary', {});
  const kept =
    repeat?.active_first === 0
      ? `Nobody ordered in ${pair.first.label}`
      : `${percent(repeat?.rate)} of the customers of ${pair.first.label} bought again in ${pair.second.label}`;
  const strongest = largestEffect(tables);
  const why = strongest
    ? `${capital(metric)} changed by ${amount(total?.effect)}, most of it through ${FACTORS[String(strongest.component)]}`
    : `${capital(metric)} did not change`;
  const list: Figure[] = [
    {
      id: 'overlap',
      title: kept,
      kind: 'bar',
      table: 'overlap',
      x: 'group',
      y: ['customers'],
      xLabel: 'group of customers',
      yLabel: 'customers',
      alternative: `Bars of customers by the period in which they bought: ${kept}.`,
    },
    {
      id: 'attribution',
      title: why,
      kind: 'waterfall',
      table: 'attribution',
      x: 'component',
      y: ['effect'],
      totals: ['total'],
      xLabel: 'factor',
      yLabel: `effect on ${metric}${inCurrency(currency)}`,
      alternative: `Waterfall from ${pair.first.label} to ${pair.second.label}: ${why}.`,
    },
  ];
  if (change)
    list.push({
      id: 'change_distribution',
      title: `${percent(change.share_down)} of the customers of both periods went down, ${percent(change.share_up)} up`,
      kind: 'histogram',
      table: 'change_histogram',
      x: 'from',
      y: ['customers'],
      xLabel: `change of ${metric} per customer${inCurrency(currency)}`,
      yLabel: 'customers of both periods',
      marks: [{ label: 'no change', at: 0 }],
      alternative: `Histogram of the change of ${metric} of each customer of both periods: ${percent(change.share_down)} went down.`,
    });
  if (moved && moved.customers !== 0)
    list.push({
      id: 'decile_switching',
      title: `${percent(moved.share_within_one)} of the customers of both periods stayed within one tenth`,
      kind: 'heatmap',
      table: 'decile_switching',
      x: 'to',
      series: 'from',
      y: ['share_from'],
      xLabel: `tenth in ${pair.second.label}`,
      yLabel: `tenth in ${pair.first.label}`,
      alternative: `Heat map of customers by tenth in both periods: ${percent(moved.share_diagonal)} in the same tenth, ${percent(moved.share_within_one)} within one.`,
    });
  const segments = tables.find(({ id }) => id === 'segment_movement')?.rows ?? [];
  if (segments.length > 0)
    list.push({
      id: 'segment_movement',
      title: sameSegment(segments),
      kind: 'heatmap',
      table: 'segment_movement',
      x: 'to',
      series: 'from',
      y: ['share_from'],
      xLabel: `segment at the end of ${pair.second.label}`,
      yLabel: `segment at the end of ${pair.first.label}`,
      alternative: `Heat map of RFM segments at both dates, as shares of the segment at the first: ${sameSegment(segments)}.`,
    });
  return list;
}

function sameSegment(rows: readonly Row[]): string {
  const total = (list: readonly Row[]) => list.reduce((n, row) => n + Number(row.customers), 0);
  const before = rows.filter((row) => rows.some(({ to }) => to === row.from));
  return total(before) === 0
    ? 'No customer was in a segment at both dates'
    : `${percent(total(before.filter(({ from, to }) => from === to)) / total(before))} of the customers are in the same segment as before`;
}

export const FACTORS: Readonly<Record<string, string>> = {
  customers: 'the number of customers',
  aof: 'orders per customer',
  aov: 'spend per order',
  known_share: 'the share of spend whose profit is known',
  margin: 'the margin',
  profit_per_order: 'profit per order',
  returns_only: 'returns without an order',
};

/** The factor with the largest effect in the direction of the change. */
export function largestEffect(tables: readonly Table[]): Row | undefined {
  const rows = tables.find(({ id }) => id === 'attribution')?.rows ?? [];
  const total = Number(rows.find((row) => row.component === 'total')?.effect ?? 0);
  const parts = rows.filter((row) => row.component !== 'total' && Number(row.effect) * total > 0);
  return parts.sort((a, b) => Math.abs(Number(b.effect)) - Math.abs(Number(a.effect)))[0];
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
