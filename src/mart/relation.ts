/** The names that `{{ var('…') }}` may use: the whole vocabulary of settings that relations read. */
export const VAR_NAMES = [
  'as_of',
  'attribute',
  'attributes_as_of',
  'attributes_day',
  'cohort_by',
  'cohort_date',
  'cohort_end',
  'cohort_granularity',
  'cohort_start',
  'consent',
  'fiscal_year_start',
  'from_date',
  'gaps',
  'granularity',
  'history_start',
  'metric',
  'moment',
  'occasion',
  'order_days',
  'other_from',
  'other_to',
  'product_level',
  'rfm_from',
  'rfm_to',
  'through_age',
  'time_zone',
  'to_date',
  'top_items',
  'zero_value',
] as const;

export type VarName = (typeof VAR_NAMES)[number];

export type VarValue = string | number | null;

export type Vars = Readonly<Record<VarName, VarValue>>;

export interface RelationColumn {
  readonly name: string;
  readonly type: string;
  readonly unit?: string;
  readonly doc: string;
  /** What the data may lack, such that the column then is one constant in every row, or the same as another column. */
  readonly known?: readonly { readonly without: Lack; readonly value: string }[];
  /** The var that is `untold` where nobody reads the column: what it is made of is left out then. */
  readonly told?: VarName;
}

/** Facts of lines that a whole data set may lack: then nothing needs to be summed to know the sum. */
export type Lack = 'attributes' | 'cost' | 'profit' | 'quantity' | 'unknown_quantity';

export type Check =
  | { readonly kind: 'unique'; readonly columns: readonly string[] }
  | { readonly kind: 'not_null'; readonly columns: readonly string[] }
  | { readonly kind: 'accepted'; readonly column: string; readonly values: readonly string[] }
  /** Two scalar queries that must give the same value; they use `ref` like a relation's text. */
  | { readonly kind: 'identity'; readonly name: string; readonly left: string; readonly right: string };

/**
 * One table of the mart. Its text is the `.sql` file of the same name in `folder`.
 *
 * - `source`: left in the store by ingest; it has no text.
 * - `order`: each row belongs to one order of one customer, `customer`: to one customer, `day`: to one day with orders.
 *   A load recomputes the rows of those that it touches. Such a text reads no as-of and neither ranks nor groups across
 *   them.
 * - `global`: rebuilt whole.
 */
export interface Relation {
  readonly name: string;
  readonly scope: 'source' | 'order' | 'customer' | 'day' | 'global';
  readonly materialized: 'table' | 'view';
  /** Others read the places of its rows (`rowid`). */
  readonly placed?: boolean;
  /** All but its key are counts and sums over orders: rows of some orders and of others add up to those of both. */
  readonly adds?: boolean;
  /**
   * Name of a text beside its own, by which rows of customers are made of those that stand and of what the relation's
   * own text makes of new orders alone; it leaves out whom that does not tell.
   */
  readonly continuedBy?: string;
  readonly folder: string;
  readonly grain: string;
  readonly key: readonly string[];
  readonly inputs: readonly string[];
  readonly vars: readonly VarName[];
  readonly doc: string;
  readonly columns: readonly RelationColumn[];
  readonly checks: readonly Check[];
}
