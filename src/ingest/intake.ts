import type { Note } from '../common/result.js';
import type { SourceRole } from './settings.js';

/** Why a row was refused. */
export type Reason =
  | 'missing_customer'
  | 'missing_timestamp'
  | 'bad_timestamp'
  | 'timestamp_out_of_range'
  | 'bad_amount'
  | 'amount_overflow'
  | 'not_finite'
  | 'bad_quantity'
  | 'currency_mismatch'
  | 'order_customer_conflict'
  | 'malformed_row'
  | 'line_too_long'
  | 'missing_product'
  | 'bad_margin'
  | 'bad_cost';

/** A named rule by which whole rows are left out without being refused. */
export type IgnoreRule = 'same_file';

export type FileFormat = 'csv' | 'ndjson' | 'json' | 'parquet';

/** What a column of a file is taken for, and why. */
export interface MappedColumn {
  readonly column: string;
  /** Null: kept as an attribute, if attributes are asked for; what looks personal only if it is named. */
  readonly role: string | null;
  readonly why: 'usual name' | 'override' | 'attribute' | 'personal' | 'other side' | 'ignored';
}

export interface FileIntake {
  readonly name: string;
  readonly role: SourceRole;
  readonly format: FileFormat;
  readonly compression: 'gzip' | 'zstd' | null;
  readonly bytes: number;
  readonly sha256: string;
  /** Null for Parquet. */
  readonly encoding: string | null;
  /** Null for anything but CSV. */
  readonly delimiter: string | null;
  readonly columns: readonly MappedColumn[];
  readonly rowsRead: number;
  readonly rowsUsed: number;
  readonly rowsQuarantined: Readonly<Partial<Record<Reason, number>>>;
  readonly rowsIgnored: Readonly<Partial<Record<IgnoreRule, number>>>;
}

/** What reading the sources gave, besides the tables in the store. For every file: read = used + quarantined + ignored. */
export interface Intake {
  readonly files: readonly FileIntake[];
  readonly rowsRead: number;
  readonly rowsUsed: number;
  readonly rowsQuarantined: number;
  readonly refused: Readonly<Partial<Record<Reason, number>>>;
  readonly rowsIgnored: Readonly<Record<string, number>>;
  /** The only currency of the rows used, or the declared one; null if neither data nor settings name one. */
  readonly currency: string | null;
  /** Decimal strings: Σ|amount| of the order lines used, and of those refused as far as it can be read. */
  readonly moneyUsed: string;
  readonly moneyRefused: string;
  /** Part of `moneyRefused` on rows without a customer. */
  readonly moneyWithoutCustomer: string;
  /** True if some order lines carry an order id of the file. */
  readonly hasOrderIds: boolean;
  /** True if some order lines have a quantity, a product, a category, a known cost or profit. */
  readonly has: Readonly<Record<'quantity' | 'product_id' | 'category' | 'cost' | 'profit', boolean>>;
  /** Columns kept, or that could be kept, as attributes of orders and of customers. */
  readonly attributeNames: Readonly<Record<'orders' | 'customers', readonly string[]>>;
  readonly notes: readonly Note[];
  readonly warnings: readonly Note[];
}
