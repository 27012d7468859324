import type { Lineage } from '../../common/result.js';
import type { Observation } from '../../mart/observe.js';
import type { BaseTotals, HistoriesNeeds } from '../../score/export-histories.js';
import type { KnownCustomers } from '../../score/known-customers.js';
import type { Reading } from '../reading.js';

/** What scores are made of: the customers' histories, and what is known of the whole base. */
export interface ScoringBase {
  readonly lineage: Lineage;
  readonly reading: Reading;
  readonly observation: Observation;
  readonly totals: BaseTotals;
  /** Query of a file with a row a customer, in the run's private folder. */
  readonly histories: string;
  /** File of the distinct histories that a fit has foreseen (`readForeseen`); absent where they were not asked of one. */
  readonly foreseen?: string;
  /** Whom the customers files know and who has ordered; null where everybody has, or where nobody asks. */
  readonly known: KnownCustomers | null;
}

/** What is asked of the base beside the histories. */
export interface BaseNeeds extends HistoriesNeeds {
  /** Customers without an order are told of, and of one (an id) since when they are known. */
  readonly waiting?: { readonly one: string | null };
}
