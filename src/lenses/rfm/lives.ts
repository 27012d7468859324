/** What only `customersOfLives` reads of `customer_lives`. */
export const READ_FOR_CUSTOMERS = ['first_order_ts', 'spend_ever', 'profit_ever'] as const;

/** What only lens 2 reads of it: the period that another one is compared with. */
export const READ_FOR_PAIRS = [
  'earlier_orders',
  'last_earlier_date',
  'earlier_spend',
  'other_orders',
  'other_spend',
  'other_profit',
  'other_profit_known_spend',
] as const;

/** What lens 2 does not read of it. */
export const UNREAD_BY_PAIRS = ['orders_ever', 'units'] as const;
