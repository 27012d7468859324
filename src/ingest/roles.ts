import type { SourceRole } from './settings.js';

export type LineRole =
  | 'customer_id'
  | 'order_ts'
  | 'amount'
  | 'quantity'
  | 'unit_price'
  | 'order_id'
  | 'product_id'
  | 'category'
  | 'unit_cost'
  | 'line_cost'
  | 'profit'
  | 'margin_pct'
  | 'currency'
  | 'kind'
  | 'is_return'
  | 'status';

export type CustomerRole =
  | 'customer_id'
  | 'acquisition_ts'
  | 'record_ts'
  | 'valid_from'
  | 'source_system'
  | 'is_visible';

export type ProductRole = 'product_id' | 'category' | 'margin_pct' | 'unit_cost' | 'valid_from';

export type Role = LineRole | CustomerRole | ProductRole;

/** Usual names by role, the preferred first; compared by `normalName`. */
export type UsualNames = Readonly<Partial<Record<Role, readonly string[]>>>;

export const customerNames = [
  'customer_id',
  'customer',
  'cust_id',
  'user_id',
  'buyer_id',
  'client_id',
  'member_id',
] as const;
const productNames = ['sku', 'sku_id', 'product_id', 'stockcode', 'item_id'] as const;
const categoryNames = ['product_category', 'category', 'department'] as const;
const unitCostNames = ['unit_cost', 'unit_cost_usd', 'cost_price', 'cost'] as const;
const validFromNames = ['valid_from', 'effective_from'] as const;
const marginNames = ['margin_pct', 'margin_percent', 'margin_rate', 'margin_ratio'] as const;

export const usualNames: Readonly<Record<SourceRole, UsualNames>> = {
  orders: {
    customer_id: customerNames,
    order_ts: [
      'order_ts',
      'order_date',
      'order_datetime',
      'invoice_date',
      'date',
      'timestamp',
      'created_at',
      'event_ts',
      'transaction_date',
    ],
    amount: ['amount', 'total', 'revenue', 'spend', 'line_total', 'total_amount', 'value'],
    quantity: ['quantity', 'qty', 'units'],
    unit_price: ['unit_price', 'unit_price_usd', 'price', 'price_per_unit'],
    order_id: ['order_id', 'invoice_no', 'invoice', 'transaction_id', 'receipt'],
    product_id: productNames,
    category: categoryNames,
    unit_cost: unitCostNames,
    line_cost: ['line_cost', 'total_cost'],
    profit: ['profit', 'gross_profit', 'margin', 'margin_amount'],
    margin_pct: marginNames,
    currency: ['currency', 'currency_code'],
    kind: ['type', 'event_type'],
    is_return: ['is_return'],
    status: ['status'],
  },
  customers: {
    customer_id: customerNames,
    acquisition_ts: [
      'acquisition_ts',
      'acquisition_date',
      'acquired_at',
      'first_seen',
      'signup_datetime',
      'signup_date',
      'created_at',
      'registered_at',
    ],
    record_ts: ['record_ts', 'updated_at', 'modified_at', 'last_modified'],
    valid_from: validFromNames,
    source_system: ['source_system', 'source'],
    is_visible: ['is_visible', 'visible'],
  },
  products: {
    product_id: [...productNames, 'product', 'id'],
    category: categoryNames,
    margin_pct: [...marginNames, 'margin'],
    unit_cost: unitCostNames,
    valid_from: validFromNames,
  },
};

/** A column name as it is compared: case, spaces, underscores, hyphens and a BOM don't matter. */
export function normalName(name: string): string {
  return name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s_\ufeff-]/g, '');
}

/** Columns that the quarantine file puts before the original ones. */
export function isBookkeeping(name: string): boolean {
  return /^clv_(file|row|field|reason)$/.test(name.trim().toLowerCase());
}
