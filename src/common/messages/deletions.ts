import { ClvError, ExitCode } from '../errors.js';
import type { Note } from '../result.js';
import { counted } from './counted.js';

export function deletionsWithoutOrders(file: string, columns: readonly string[]): ClvError {
  return new ClvError(
    'deletions_without_orders',
    ExitCode.usage,
    `--delete ${file}: no column of order ids (there are ${columns.join(', ')}). Name it with --columns order_id="…".`,
  );
}

/** What they list can't be told, and the rest of the list should not look like all of it. */
export function deletionsUnreadable(file: string, rows: number): ClvError {
  return new ClvError(
    'deletions_unreadable',
    ExitCode.dataRefused,
    `--delete ${file}: ${counted(rows, 'row')} ${rows === 1 ? 'does' : 'do'} not have the columns of the header (a quote that nothing closes?), so the orders meant there are unknown. Nothing was deleted. Mend the list, or leave only the column of order ids.`,
  );
}

export function deletionsUnknown(orders: number, examples: readonly string[]): Note {
  return {
    code: 'deletions_unknown',
    text: `${counted(orders, 'order')} to delete ${orders === 1 ? 'is' : 'are'} not in the workspace: ${examples.join(', ')}${orders > examples.length ? ', …' : ''}.`,
  };
}

export function deletionsWithoutId(rows: number): Note {
  return {
    code: 'deletions_without_id',
    text: `${counted(rows, 'row')} of the orders to delete ${rows === 1 ? 'has' : 'have'} no order id and did nothing.`,
  };
}
