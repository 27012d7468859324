import type { DateStyle, InstantForm } from './instant-sql.js';
import type { NumberStyle } from './number-sql.js';
import type { Role } from './roles.js';

/** All that decides how one file's rows become order lines. */
export interface LineRules {
  /** Role → number of the column. */
  readonly columns: ReadonlyMap<Role, number>;
  /** Role → name of the column in the file. */
  readonly names: ReadonlyMap<Role, string>;
  readonly dates: DateStyle;
  /** Style of a role's numbers: typed columns are always plain. */
  readonly numberStyle: (role: Role) => NumberStyle;
  /** Id columns of which every value ends in `.0`. */
  readonly floatIds: ReadonlySet<Role>;
  /** The column of margins is in percent (41), not in shares (0.41). */
  readonly marginPercent: boolean;
  readonly currency: CurrencyRule;
  readonly cancelPrefix: string | null;
  /** Columns kept as attributes: name → number. */
  readonly attributes: readonly (readonly [string, number])[];
  /** Rows may be malformed (JSON). */
  readonly json: boolean;
}

/** Which currencies pass. `undeclared`: all, and a mix is judged when all files are read; `usual` only speeds that up. */
export type CurrencyRule =
  | { readonly kind: 'undeclared'; readonly usual: string | null }
  | { readonly kind: 'one'; readonly code: string }
  | { readonly kind: 'rates'; readonly code: string; readonly rates: Readonly<Record<string, string>> };

/** How the quick expressions read the columns; null where the thorough one is needed. */
export interface QuickForms {
  readonly instantForm: InstantForm | null;
  readonly plainNumbers: boolean;
  /** The words that columns of words mostly hold, as written; a row with another word is read thoroughly. */
  readonly words: ReadonlyMap<WordRole, readonly string[]>;
  /** Words that columns of attributes mostly hold, by number of the column; other words are looked at one by one. */
  readonly texts: ReadonlyMap<number, readonly string[]>;
}

/** Roles whose cells are words that say what kind of line it is. */
export const wordRoles = ['kind', 'status', 'is_return'] as const satisfies readonly Role[];

export type WordRole = (typeof wordRoles)[number];
