import type { Cell, Row, Table } from '../common/result.js';
import { fixed, percent } from './wording.js';

/** A fact of the book's retailer beside the same of this base. */
export function fact(
  name: string,
  elsewhere: string,
  here: Cell | undefined,
  kind: 'percent' | 'number',
  digits: number,
): Row {
  if (here === null || here === undefined) return { fact: name, elsewhere, here: null };
  return {
    fact: name,
    elsewhere,
    here: kind === 'percent' ? percent(here, digits) : fixed(here, digits),
  };
}

/** The table of such facts: to compare with, not grades. */
export function factsTable(title: string, rows: readonly Row[], id = 'patterns'): Table {
  return {
    id,
    title,
    section: 'What is normal',
    description: 'Facts to compare with, not grades: another business may well differ.',
    columns: [
      { id: 'fact', title: '', type: 'text' },
      { id: 'elsewhere', title: 'there', type: 'text' },
      { id: 'here', title: 'here', type: 'text' },
    ],
    rows,
  };
}
