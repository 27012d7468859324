import { readText } from '../store/sql.js';
import type { Mart } from './build.js';

/**
 * Lets relations read lines that were added up while they were read (`table`, with the columns of `line_profits`) in the
 * place of single lines. Where the lines of each order came to one row (`whole`), orders are these rows.
 */
export function readGathered(mart: Mart, table: string, whole: boolean): void {
  mart.replace('line_profits', table);
  if (whole) mart.reword('orders', readText(new URL('./', import.meta.url).href, './gathered_orders.sql'));
}
