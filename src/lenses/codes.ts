import type { Column } from '../common/result.js';

/** Codes of text columns that people read otherwise. */
const WORDS = {
  only_first: 'only in the first',
  first_ever: 'first order ever',
  returns_only: 'returns without an order',
  returns_without_order: 'returns without an order',
  aof: 'AOF',
  aov: 'AOV',
  known_share: 'share with known profit',
  profit_per_order: 'profit per order',
  active_periods_per_member: 'active periods per member',
  profit_per_member: 'profit per member',
  spend_per_member: 'spend per member',
  share_active: 'share active',
  value_per_member: 'value per member',
  average_spend: 'average spend',
} as const;

/** A text column of codes, with the words for those that are not words already. */
export function codeColumn(id: string, title: string): Column {
  return { id, title, type: 'text', words: WORDS };
}
