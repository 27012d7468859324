import { readText } from '../store/sql.js';
import type { Mart } from './build.js';

/** Lets relations read lines whose profit no product and no margin of a category tells, without looking for these. */
export function readPlain(mart: Mart): void {
  mart.reword('line_profits', plainLineProfits());
}

/** The text of such lines. */
export function plainLineProfits(): string {
  return readText(new URL('./', import.meta.url).href, './plain_line_profits.sql');
}
