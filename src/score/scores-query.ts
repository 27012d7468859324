import { identifier } from '../store/sql.js';

/** Columns of the score file, in its order. */
export const SCORE_COLUMNS = [
  'customer_id',
  'as_of',
  'model_id',
  'basis',
  'x',
  't_x_days',
  'T_days',
  'p_alive',
  'p_purchase',
  'expected_purchases',
  'expected_spend',
  'margin',
  'clv',
  'clv_low',
  'clv_high',
  'purchases_low',
  'purchases_high',
  'next_purchase_days',
  'tier',
  'horizon_days',
  'annual_rate',
  'currency',
] as const;

/** Columns of the score file where the interval of the expectation is asked for, right after it. */
export const MEAN_INTERVAL = ['expected_purchases_low', 'expected_purchases_high'] as const;

/** What a query says of the customers, a row each. */
export interface ScoredText {
  readonly text: string;
  /** Columns that are not in it, since the others tell them: the text of each over those. */
  readonly told: Readonly<Record<string, string>>;
}

/** Customers with their scores, in a file that lasts as long as the run. */
export interface ScoredFile {
  /** Every column of scores, in order, with its text over the columns of the file. */
  readonly columns: ReadonlyMap<string, string>;
  /** What is not in the file, as it can be told from what is. */
  readonly told: ReadonlySet<string>;
  readonly path: string;
  /** The file, for a statement. */
  readonly file: string;
}

/** The text of a query of scores, which any store can run; `rows` says which, `further` what else of the file is told. */
export function scoresQuery({ columns, file }: ScoredFile, rows = '', further = ''): string {
  const texts = [...columns].map(([name, text]) =>
    text === `"${name}"` ? text : `${text} as ${identifier(name)}`,
  );
  return `select ${texts.join(', ')}${further} from (from ${file} ${rows})`;
}
