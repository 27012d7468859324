import type { Granularity } from '../../common/calendar.js';
import type { FixedDay } from '../fixed-day.js';
import type { HistoryStart } from '../left-truncation.js';
import type { LensContext } from '../report.js';
import type { RfmSegment } from '../rfm/rules.js';

/** What the lenses on cohorts read besides a report's common context. */
export interface CohortContext extends LensContext {
  /** Null = the coarsest that gives enough cohorts. */
  readonly granularity: Granularity | null;
  /** Month in which the fiscal year starts, 1 to 12. */
  readonly fiscalYearStart: number;
  readonly cohortBy: CohortBy;
  /** Whether customers were acquired before the data begin; `auto` = the data decide. */
  readonly historyStart: HistoryStart;
  /** Null = the published table of RFM segments. */
  readonly segments: readonly RfmSegment[] | null;
  /** Ends of so many last periods are scored at once (default: as many as are shown): a lens to come reads them. */
  readonly segmentPeriods?: number;
}

/**
 * How cohorts are formed: by the period of acquisition; by an attribute (of the customers file, else of the first
 * order); or by what a customer had done up to a fixed day, so that nothing after it decides the cohort.
 */
export type CohortBy =
  | { readonly kind: 'acquisition' }
  | { readonly kind: 'attribute'; readonly name: string }
  | FixedDay;
