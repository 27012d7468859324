import type { Column } from '../common/result.js';

/** The standard columns of the lenses' tables: one word, one meaning. */
export const columns = {
  customers: { id: 'customers', title: 'customers', type: 'count' },
  orders: { id: 'orders', title: 'orders', type: 'count' },
  aof: { id: 'aof', title: 'AOF', type: 'number', unit: 'orders per customer', digits: 2 },
  shareCustomers: { id: 'share_customers', title: '% customers', type: 'share', digits: 1 },
  shareSpend: { id: 'share_spend', title: '% spend', type: 'share', digits: 1 },
  shareProfit: { id: 'share_profit', title: '% profit', type: 'share', digits: 1 },
  margin: { id: 'margin', title: 'margin', type: 'share', digits: 1 },
  knownShare: { id: 'known_share', title: 'profit known', type: 'share', digits: 1 },
  smallCell: { id: 'small_cell', title: '< 30', type: 'boolean', wide: true },
} as const satisfies Record<string, Column>;

/** A money column; the unit is the currency where it is known. */
export function moneyColumn(id: string, title: string, currency: string | null): Column {
  return currency === null ? { id, title, type: 'money' } : { id, title, type: 'money', unit: currency };
}

export function withBar(column: Column): Column {
  return { ...column, bar: true };
}

/** Groups below this size are marked: their shares and averages move with single customers. */
export const SMALL_CELL = 30;
