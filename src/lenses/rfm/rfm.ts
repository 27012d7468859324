import { roundMoney } from '../../common/money.js';
import type { Note, Table } from '../../common/result.js';
import { aggregate, moneyCell, ratio, shareOf, sum } from '../aggregate.js';
import { columns, moneyColumn, SMALL_CELL, withBar } from '../columns.js';
import { exactIdentity } from '../identity.js';
import type { LensContext, LensReport } from '../report.js';
import { percent } from '../wording.js';
import { customerRows } from './customer-rows.js';
import { publishedSegments, type RfmSegment } from './rules.js';
import { scoreSpan } from './score.js';
import { scoreMap } from './score-map.js';

export interface RfmOptions {
  /** Null = the published table. */
  readonly segments: readonly RfmSegment[] | null;
  /** First day of the orders that count; null = the whole history up to the period's end. */
  readonly from: string | null;
  /** Add a row per customer. */
  readonly customers: boolean;
}

/**
 * RFM: recency (days since the last order), frequency (orders), monetary (net spend) at the end of the period,
 * each scored min(5, 1 + floor(5 (n_below + n_equal / 2) / n)), recency reversed.
 */
export async function rfm(context: LensContext, options: RfmOptions): Promise<LensReport> {
  const { mart, period, digits, currency } = context;
  await scoreSpan(mart, { from: options.from, to: period.to }, options.segments ?? publishedSegments);
  await mart.build(['rfm_segments', 'rfm_scores']);
  const segments = await mart.rows(`select * from {{ ref('rfm_segments') }} order by rule_number`);
  const scores = await mart.rows(`select * from {{ ref('rfm_scores') }} order by r desc, f desc, m desc`);
  const parts = segments.map((row) => aggregate({ ...row, profit: null }));
  const total = sum(parts);
  const scored = sum(scores.map((row) => aggregate({ ...row, orders: 0, profit: null })));
  const rows = segments.map((row, i) => {
    const part = parts[i]!;
    return {
      segment: row.segment!,
      customers: part.customers,
      share_customers: ratio(part.customers, total.customers),
      recency_days: Number(row.recency_days) / part.customers,
      frequency: part.orders / part.customers,
      monetary: roundMoney(part.spend.div(part.customers), digits),
      spend: moneyCell(part.spend, digits),
      share_spend: shareOf(part.spend, total.spend),
      small_cell: part.customers < SMALL_CELL,
    };
  });
  const map = scoreMap(scores, context);
  const tables: Table[] = [
    {
      id: 'segments',
      title: `Segments by recency, frequency and money on ${period.to}`,
      section: 'RFM',
      description:
        'Means per customer: days since the last order, orders, net spend. A customer belongs to the first segment whose rule holds.',
      columns: [
        { id: 'segment', title: 'segment', type: 'text' },
        columns.customers,
        withBar(columns.shareCustomers),
        { id: 'recency_days', title: 'days silent', type: 'number', unit: 'days', digits: 0 },
        { id: 'frequency', title: 'orders', type: 'number', digits: 2 },
        moneyColumn('monetary', 'spend each', currency),
        { ...moneyColumn('spend', 'spend', currency), wide: true },
        columns.shareSpend,
        columns.smallCell,
      ],
      rows,
    },
    {
      id: 'scores',
      title: 'Customers by scores (5 is the best)',
      section: 'RFM',
      wide: true,
      columns: [
        ...(['r', 'f', 'm'] as const).map((id) => ({ id, title: id.toUpperCase(), type: 'count' as const })),
        columns.customers,
        columns.shareCustomers,
        moneyColumn('spend', 'spend', currency),
      ],
      rows: scores.map((row) => ({
        r: row.r!,
        f: row.f!,
        m: row.m!,
        customers: row.customers!,
        share_customers: ratio(Number(row.customers), total.customers),
        spend: roundMoney(String(row.spend), digits),
      })),
    },
    map.table,
    ...(options.customers ? [await customerRows(context)] : []),
  ];
  return {
    tables,
    figures: map.figures,
    identities: [
      exactIdentity(
        'rfm_customers',
        'customers of the segments = customers of the scores',
        total.customers,
        scored.customers,
      ),
      exactIdentity('rfm_spend', 'spend of the segments = spend of the scores', total.spend, scored.spend),
    ],
    notes: [...fewValues(scores), basis(context, options)],
    warnings: [],
    answers: rows.some(({ share_spend }) => share_spend !== null) ? [largest(rows)] : [],
  };
}

/** With few distinct values some of the five scores stay empty; the reader should know. */
function fewValues(scores: readonly Record<string, unknown>[]): Note[] {
  const names = { r: 'recency', f: 'frequency', m: 'money' } as const;
  return (['r', 'f', 'm'] as const).flatMap((score) => {
    const used = new Set(scores.map((row) => row[score]));
    if (used.size === 5 || used.size === 0) return [];
    const list = [...used].sort().join(', ');
    return [
      {
        code: `few_values_${score}`,
        text: `So many customers share a ${names[score]} that only ${list.includes(',') ? 'the scores' : 'the score'} ${list} ${list.includes(',') ? 'occur' : 'occurs'}: equal values share a score.`,
      },
    ];
  });
}

function basis({ period }: LensContext, { from }: RfmOptions): Note {
  const span = from === null ? `all orders up to ${period.to}` : `orders from ${from} to ${period.to}`;
  return {
    code: 'rfm_basis',
    text: `RFM counts ${span}. Recency is days from the last order to ${period.to}; spend is net of returns.`,
  };
}

function largest(
  rows: readonly { segment: unknown; share_customers: number | null; share_spend: number | null }[],
) {
  const best = [...rows].sort((a, b) => (b.share_spend ?? 0) - (a.share_spend ?? 0))[0]!;
  return {
    question: 'Which group carries the most spend?',
    answer: `"${best.segment}": ${percent(best.share_customers ?? 0)} of the customers with ${percent(best.share_spend ?? 0)} of the spend.`,
  };
}
