import type { Granularity } from '../../common/calendar.js';
import type { Identity, Note, Table } from '../../common/result.js';
import type { HistoryStart, LeftTruncation } from '../left-truncation.js';
import type { PeriodTotals } from '../lens1/scope.js';
import type { CohortRequest } from '../lens3/cohort.js';
import type { LensContext } from '../report.js';
import type { ProductColumns, ProductLevel } from './level.js';

/** What the product lens reads besides a report's common context. */
export interface ProductContext extends LensContext {
  /** Of the cohort's periods; null = the coarsest that gives an old enough cohort. */
  readonly granularity: Granularity | null;
  /** Month in which the fiscal year starts, 1 to 12. */
  readonly fiscalYearStart: number;
  /** Whether customers were acquired before the data begin; `auto` = the data decide. */
  readonly historyStart: HistoryStart;
  /** Gives the lines back once they are read, where nothing else reads them. */
  readonly leaveLines: () => Promise<void>;
}

export interface ProductOptions {
  /** Null = categories where the data have them, else products. */
  readonly level: ProductLevel | null;
  /** Categories or products that keep their name, by spend in the period; the rest is one. Null = 100 categories, 25 products. */
  readonly top: number | null;
  /** The cohort that is followed; null = the oldest complete period that is old enough. */
  readonly cohort: CohortRequest['cohort'];
}

/** A name by its number: the place by spend in the period, 0 for the rest. */
export type Labels = ReadonlyMap<number, string>;

export interface ProductScope extends ProductContext {
  readonly totals: PeriodTotals;
  readonly metric: 'profit' | 'spend';
  readonly level: ProductLevel;
  readonly has: ProductColumns;
  readonly words: Words;
  readonly truncation: LeftTruncation;
  /** Every name of the tables, the rest last. */
  readonly labels: Labels;
  /** At most ten names and the rest, for pairs and curves. */
  readonly shortLabels: Labels;
}

/** What people read: the level in words. */
export interface Words {
  readonly one: ProductLevel;
  readonly many: 'categories' | 'products';
}

export function wordsOf(level: ProductLevel): Words {
  return level === 'category'
    ? { one: 'category', many: 'categories' }
    : { one: 'product', many: 'products' };
}

/** One part of the lens: its tables and what must hold in them. */
export interface ProductPart {
  readonly tables: readonly Table[];
  readonly identities: readonly Identity[];
  readonly notes?: readonly Note[];
}
