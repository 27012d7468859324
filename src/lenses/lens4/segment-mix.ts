import { moneyCell, ratio } from '../aggregate.js';
import type { CohortBase } from '../cohorts/base.js';
import type { Part } from '../cohorts/part.js';
import { segmentCounts, segmentDays } from '../cohorts/segment-mix.js';
import { withFinding } from '../cohorts/spread.js';
import { columns, moneyColumn, SMALL_CELL } from '../columns.js';
import { percent } from '../wording.js';

/** Where the cohorts stand today: their RFM segments at the end of the last complete period. */
export async function segmentMix(base: CohortBase): Promise<Part> {
  const { grid, digits, currency, asOf } = base;
  const scored = segmentDays(grid, asOf, base.segmentPeriods ?? 1);
  const now = scored.at(-1)!;
  const { day } = now;
  const { counts, segments, identities } = await segmentCounts(base, [now], scored);
  const rows = grid.cohorts.flatMap(({ name }) => {
    const own = counts.filter(({ cohort }) => cohort === name);
    const customers = own.reduce((n, part) => n + part.customers, 0);
    if (customers === 0) return [];
    return segments.map((segment) => {
      const parts = own.filter((part) => part.segment === segment);
      const count = parts.reduce((n, part) => n + part.customers, 0);
      return {
        cohort: name,
        segment,
        customers: count,
        share_customers: ratio(count, customers),
        spend: moneyCell(
          parts.reduce((sum, { spend }) => sum.plus(spend), own[0]!.spend.times(0)),
          digits,
        ),
        small_cell: customers < SMALL_CELL,
      };
    });
  });
  return {
    tables: [
      {
        id: 'segment_mix',
        title: `RFM segments of the cohorts on ${day}`,
        section: 'Segments',
        description:
          'Shares of the customers of the cohort who had ordered by that day. Young cohorts are recent by birth.',
        terminalRows: 20,
        columns: [
          { id: 'cohort', title: 'cohort', type: 'text' },
          { id: 'segment', title: 'segment', type: 'text' },
          columns.customers,
          columns.shareCustomers,
          { ...moneyColumn('spend', 'spend to date', currency), wide: true },
          columns.smallCell,
        ],
        rows,
      },
    ],
    identities,
    figures:
      rows.length === 0
        ? []
        : [
            {
              id: 'cohort_segments',
              title: withFinding(`RFM segments of the cohorts on ${day}`, largest(rows)),
              kind: 'heatmap',
              table: 'segment_mix',
              x: 'cohort',
              y: ['share_customers'],
              series: 'segment',
              xLabel: 'cohort',
              yLabel: 'share of its customers',
              alternative: `Heat map of the share of each cohort's customers in each RFM segment on ${day}.`,
            },
          ],
  };
}

/** The segment with most customers of all cohorts. */
function largest(rows: readonly { segment: string; customers: number }[]): string | null {
  const sums = new Map<string, number>();
  for (const { segment, customers } of rows) sums.set(segment, (sums.get(segment) ?? 0) + customers);
  const total = [...sums.values()].reduce((sum, n) => sum + n, 0);
  const [most] = [...sums].sort((a, b) => b[1] - a[1]);
  return most === undefined || total === 0
    ? null
    : `"${most[0]}" is the largest, ${percent(most[1] / total)} of all`;
}
