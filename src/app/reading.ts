import type { Lineage, Note } from '../common/result.js';
import type { Intake } from '../ingest/intake.js';
import type { LineColumn } from '../ingest/line-columns.js';

/** What a report needs of the data: columns of the lines, and the attribute that it is split by. */
export interface BaseNeeds {
  readonly columns: ReadonlySet<LineColumn>;
  /** `first_category` and `first_product` are made from the lines; any other is a column of the files. */
  readonly attribute: string | null;
  /** Who reads looks for order ids of two customers afterwards, where that can wait: see `oneCustomerEachText`. */
  readonly conflictsLater?: boolean;
  /** The files are kept as they are beside what is read: see `IngestSettings.asTheyAre`. */
  readonly asTheyAre?: () => void;
  /** The attribute by which cohorts are formed. */
  readonly cohortAttribute?: string;
}

/** What was read, before any report. */
export interface Reading {
  readonly currency: string | null;
  readonly files: Lineage['files'];
  readonly rowsRead: number;
  readonly rowsQuarantined: number;
  readonly rowsIgnored: Readonly<Record<string, number>>;
  readonly attributeNames: readonly string[];
  readonly hasCategories: boolean;
  readonly hasProducts: boolean;
  readonly notes: readonly Note[];
  readonly warnings: readonly Note[];
  /** How the files were understood; null when the workspace was read. */
  readonly intake: Intake | null;
}
