import type { Row } from '../../common/result.js';
import { moneyCell, ratio } from '../aggregate.js';
import type { CohortBase } from '../cohorts/base.js';
import type { Part } from '../cohorts/part.js';
import { segmentCounts, segmentDays } from '../cohorts/segment-mix.js';
import { withFinding } from '../cohorts/spread.js';
import { columns, moneyColumn, SMALL_CELL } from '../columns.js';
import { percent } from '../wording.js';

/** The RFM segments of the base at the ends of the last complete periods. */
export async function segmentMix(base: CohortBase, most: number): Promise<Part> {
  const { grid, digits, currency, asOf } = base;
  const days = segmentDays(grid, asOf, most);
  const { counts, segments, identities } = await segmentCounts(base, days);
  const rows = days.flatMap(({ day }) => {
    const own = counts.filter((part) => part.day === day);
    const customers = own.reduce((n, part) => n + part.customers, 0);
    return segments.map((segment) => {
      const parts = own.filter((part) => part.segment === segment);
      const count = parts.reduce((n, part) => n + part.customers, 0);
      return {
        day,
        segment,
        customers: count,
        share_customers: ratio(count, customers),
        spend: moneyCell(
          parts.reduce((sum, { spend }) => sum.plus(spend), own[0]!.spend.times(0)),
          digits,
        ),
        small_cell: count < SMALL_CELL,
      };
    });
  });
  return {
    tables: [
      {
        id: 'segment_mix',
        title: 'RFM segments of all who had ordered, at the ends of the last periods',
        section: 'Segments',
        description: 'Scores are taken anew at each day, from what was known by then.',
        columns: [
          { id: 'day', title: 'day', type: 'date' },
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
    figures: [
      {
        id: 'segments_over_time',
        title: withFinding('RFM segments of all who had ordered', largest(rows)),
        kind: 'heatmap',
        table: 'segment_mix',
        x: 'day',
        y: ['share_customers'],
        series: 'segment',
        xLabel: 'end of period',
        yLabel: 'share of customers',
        alternative:
          'Heat map of the share of customers in each RFM segment at the ends of the last periods.',
      },
    ],
  };
}

/** The largest segment on the last day. */
function largest(rows: readonly Row[]): string | null {
  const now = rows.filter(({ day }) => day === rows.at(-1)?.day);
  if (now.length === 0) return null;
  const most = now.reduce((a, b) => (Number(b.customers) > Number(a.customers) ? b : a));
  return `"${most.segment}" is the largest on ${most.day}, ${percent(most.share_customers)}`;
}
