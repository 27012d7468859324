import type { Cell, Row, Table } from '../../common/result.js';

/** One line of the table of patterns: a fact of the reference retailer beside the same fact here. */
export function fact(name: string, elsewhere: string, here: number | null, digits = 0): Row {
  const cell: Cell = here === null ? null : `${(here * 100).toFixed(digits)} %`;
  return { fact: name, elsewhere, here: cell };
}

/** A normal pattern beside this base: the book's retailer (Fader, Hardie, Ross 2022). Facts, not grades. */
export function patternTable(rows: readonly Row[], description: string): Table {
  return {
    id: 'patterns',
    title: "Beside a normal pattern: the book's retailer",
    section: 'What is normal',
    description,
    columns: [
      { id: 'fact', title: '', type: 'text' },
      { id: 'elsewhere', title: 'there', type: 'text' },
      { id: 'here', title: 'here', type: 'text' },
    ],
    rows,
  };
}
