import type { Cell, Row, Table } from '../../common/result.js';
import { findRow } from '../find-row.js';
import { OTHER } from './labels.js';
import type { ProductScope } from './scope.js';

/** What sentences and pictures are filled from. */
export interface ProductFacts {
  readonly scope: ProductScope;
  readonly tables: readonly Table[];
  /** Category of most spend (or profit, by metric); what has no name of its own leads nothing. */
  readonly leading: Row | null;
  /** Share of customers with a single category. */
  readonly shareOne: Cell;
  readonly bestTenth: Row | null;
  readonly lastTenth: Row | null;
  /** The pair of the highest lift among those of enough customers, whose interval lies above 1. */
  readonly pair: Row | null;
  /** Where most customers came in. */
  readonly commonEntry: Row | null;
  /** The highest value index among entries of enough customers, whose interval lies above 1. */
  readonly bestEntry: Row | null;
}

export function facts(scope: ProductScope, tables: readonly Table[]): ProductFacts {
  const rows = (id: string) => tables.find((table) => table.id === id)?.rows ?? [];
  const named = (id: string) => rows(id).filter(({ category }) => category !== OTHER);
  const tenths = rows('breadth');
  const pairs = named('co_buying').filter(
    (row) => row.other !== OTHER && Number(row.low ?? 0) > 1 && row.small_cell === false,
  );
  const entries = named('entry');
  return {
    scope,
    tables,
    leading: highest(named('categories'), scope.metric),
    shareOne: findRow(tables, 'breadth_counts', { categories: '1' })?.share_customers ?? null,
    bestTenth: tenths[0] ?? null,
    lastTenth: tenths.length === 10 ? tenths[9]! : null,
    pair: highest(pairs, 'lift'),
    commonEntry: highest(entries, 'customers'),
    bestEntry: highest(
      entries.filter((row) => Number(row.low ?? 0) > 1 && row.small_cell === false),
      'value_index',
    ),
  };
}

/** The row with the highest value of a column; the first of several. */
function highest(rows: readonly Row[], column: string): Row | null {
  return rows.reduce<Row | null>(
    (best, row) =>
      row[column] !== null && (best === null || Number(row[column]) > Number(best[column])) ? row : best,
    null,
  );
}
