import { roundMoney } from '../../common/money.js';
import type { Table } from '../../common/result.js';
import { shownCondition } from '../../mart/visible.js';
import { moneyColumn } from '../columns.js';
import type { LensContext } from '../report.js';

/** One row per customer who may be shown: customers marked as not visible count in aggregates only. */
export async function customerRows({ mart, digits, currency }: LensContext): Promise<Table> {
  await mart.build(['rfm']);
  const shown = await shownCondition(mart, 'rfm.customer_id');
  const rows = await mart.rows(
    `select rfm.* from {{ ref('rfm') }} as rfm
    where ${shown}
    order by rfm.customer_id`,
  );
  return {
    id: 'customers',
    title: 'Customers',
    section: 'RFM',
    terminalRows: 20,
    columns: [
      { id: 'customer_id', title: 'customer', type: 'text' },
      { id: 'recency_days', title: 'days silent', type: 'count', unit: 'days' },
      { id: 'frequency', title: 'orders', type: 'count' },
      moneyColumn('monetary', 'spend', currency),
      ...(['r', 'f', 'm'] as const).map((id) => ({ id, title: id.toUpperCase(), type: 'count' as const })),
      { id: 'segment', title: 'segment', type: 'text' },
    ],
    rows: rows.map((row) => ({
      customer_id: row.customer_id!,
      recency_days: row.recency_days!,
      frequency: row.frequency!,
      monetary: roundMoney(String(row.monetary), digits),
      r: row.r!,
      f: row.f!,
      m: row.m!,
      segment: row.segment!,
    })),
  };
}
