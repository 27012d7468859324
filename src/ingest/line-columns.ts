/** Columns of `order_lines` that a use-case may ask for besides customer, order, instant, amount and flags. */
export type LineColumn =
  /** Every line in a row of its own: without it, lines of an order that are alike may be added up. */
  'line' | 'file' | 'row_number' | 'quantity' | 'cost' | 'profit' | 'product_id' | 'category' | 'attributes';

/** Everything: what a load into the workspace asks for. */
export const allLineColumns: ReadonlySet<LineColumn> = new Set<LineColumn>([
  'line',
  'file',
  'row_number',
  'quantity',
  'cost',
  'profit',
  'product_id',
  'category',
  'attributes',
]);

/** Columns of `order_lines` in order, with their types. */
export const orderLineTypes = {
  file: 'varchar',
  row_number: 'bigint',
  customer_id: 'varchar',
  order_id: 'varchar',
  has_order_id: 'boolean',
  order_ts: 'timestamp',
  amount: 'decimal(18,4)',
  quantity: 'decimal(18,4)',
  cost: 'decimal(18,4)',
  profit: 'decimal(18,4)',
  is_return: 'boolean',
  is_cancelled: 'boolean',
  product_id: 'varchar',
  category: 'varchar',
  attributes: 'varchar',
} as const;

export type OrderLineColumn = keyof typeof orderLineTypes;
