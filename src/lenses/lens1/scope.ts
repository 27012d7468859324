import type { Identity, Note, Table } from '../../common/result.js';
import type { Aggregate, factors } from '../aggregate.js';
import type { LensContext } from '../report.js';

export { findRow } from '../find-row.js';

/** Sums of the period that every part of the lens starts from. */
export interface PeriodTotals {
  /** Customers with an order in the period. */
  readonly buyers: Aggregate;
  /** Customers whose only events in the period are returns. */
  readonly returnsOnly: Aggregate;
  /** Both. */
  readonly all: Aggregate;
  /** Sums of orders and returns of the period, taken straight from those relations. */
  readonly direct: Aggregate;
}

export interface Lens1Scope extends LensContext {
  readonly totals: PeriodTotals;
  /** What customers are ranked by. */
  readonly metric: 'profit' | 'spend';
}

/** One part of the lens: its tables and what must hold in them. */
export interface Lens1Part {
  readonly tables: readonly Table[];
  readonly identities: readonly Identity[];
  readonly notes?: readonly Note[];
}

/** What the sentences are filled from. */
export interface Lens1Facts {
  readonly scope: Lens1Scope;
  readonly factors: ReturnType<typeof factors>;
  readonly averageSpend: number | null;
  readonly tables: readonly Table[];
}
