import { money } from '../../common/money.js';
import type { Figure, Row, Table } from '../../common/result.js';
import { moneyCell, ratio } from '../aggregate.js';
import { columns, moneyColumn, SMALL_CELL } from '../columns.js';
import { percent } from '../wording.js';

const SCORES = [1, 2, 3, 4, 5] as const;

/** Recency by frequency, all 25 combinations: empty ones stay as zeros. */
export function scoreMap(
  scores: readonly Record<string, unknown>[],
  { digits, currency }: { readonly digits: number; readonly currency: string | null },
): { readonly table: Table; readonly figures: readonly Figure[] } {
  const total = scores.reduce((n, row) => n + Number(row.customers), 0);
  const rows = [...SCORES].reverse().flatMap((r) =>
    SCORES.map((f) => {
      const own = scores.filter((row) => Number(row.r) === r && Number(row.f) === f);
      const customers = own.reduce((n, row) => n + Number(row.customers), 0);
      const spend = own.reduce((sum, row) => sum.plus(money(String(row.spend))), money(0));
      return {
        r,
        f,
        customers,
        share_customers: ratio(customers, total),
        spend: moneyCell(spend, digits),
        small_cell: customers < SMALL_CELL,
      };
    }),
  );
  return {
    table: {
      id: 'recency_frequency',
      title: 'Recency by frequency (5 is the best)',
      section: 'RFM',
      description: 'Customers by the scores of recency (R) and frequency (F).',
      wide: true,
      columns: [
        { id: 'r', title: 'R', type: 'count' },
        { id: 'f', title: 'F', type: 'count' },
        columns.customers,
        columns.shareCustomers,
        moneyColumn('spend', 'spend', currency),
        columns.smallCell,
      ],
      rows,
    },
    figures: total === 0 ? [] : [map(rows)],
  };
}

function map(rows: readonly Row[]): Figure {
  const share = (holds: (row: Row) => boolean) =>
    percent(rows.filter(holds).reduce((sum, row) => sum + Number(row.share_customers), 0));
  const good = share(({ r, f }) => Number(r) >= 4 && Number(f) >= 4);
  const silent = share(({ r, f }) => Number(r) <= 2 && Number(f) >= 4);
  const title = `${good} of the customers are recent and frequent (scores 4 and 5), ${silent} frequent but long silent`;
  return {
    id: 'recency_frequency_map',
    title,
    kind: 'heatmap',
    table: 'recency_frequency',
    x: 'f',
    y: ['share_customers'],
    series: 'r',
    xLabel: 'frequency score',
    yLabel: 'recency score; share of customers',
    alternative: `Heat map of the share of customers by recency and frequency score: ${title}.`,
  };
}
