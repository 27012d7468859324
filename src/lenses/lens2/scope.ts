import type { Identity, Note, Table } from '../../common/result.js';
import type { Aggregate } from '../aggregate.js';
import type { LensContext } from '../report.js';
import type { Pair } from './pair.js';

export const GROUPS = ['only_first', 'both', 'first_ever', 'returning'] as const;
export type Group = (typeof GROUPS)[number];

export type Side = 'first' | 'second';
export const SIDES: readonly Side[] = ['first', 'second'];

/** Sums that every part of the lens starts from. */
export interface PairTotals {
  /** Customers with an order in the period, by group; all zero where the group has none. */
  readonly groups: Readonly<Record<Group, Readonly<Record<Side, Aggregate>>>>;
  /** All customers with an order in the period. */
  readonly active: Readonly<Record<Side, Aggregate>>;
  /** Customers with nothing but returns in the period. */
  readonly returnsOnly: Readonly<Record<Side, Aggregate>>;
  /** Sums of orders and returns of the period, taken straight from those relations. */
  readonly direct: Readonly<Record<Side, Aggregate>>;
}

export interface Lens2Scope extends Omit<LensContext, 'period'> {
  readonly pair: Pair;
  readonly totals: PairTotals;
  /** What customers are ranked by and what the change is attributed for. */
  readonly metric: 'profit' | 'spend';
  readonly fiscalYearStart: number;
}

/** One part of the lens: its tables and what must hold in them. */
export interface Lens2Part {
  readonly tables: readonly Table[];
  readonly identities: readonly Identity[];
  readonly notes?: readonly Note[];
}
