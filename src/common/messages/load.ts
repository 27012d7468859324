import { ClvError, ExitCode } from '../errors.js';
import type { Note } from '../result.js';

export function loadJump(what: string, found: number, usual: number): Note {
  const text = (value: number) =>
    value < 1 && value > 0 ? `${(value * 100).toFixed(1)} %` : Math.round(value).toLocaleString('en-US');
  return {
    code: 'load_jump',
    text: `This load is unlike the ones before it: ${what} is ${text(found)}, usually ${text(usual)}. Look at the file before you rely on the reports.`,
  };
}

export function sameBytes(files: readonly string[]): Note {
  return {
    code: 'same_bytes',
    text: `Already loaded, so nothing to do: ${files.join(', ')}.`,
  };
}

export function ordersUnlike(orders: number): Note {
  return {
    code: 'orders_replaced_unlike',
    text: `${orders.toLocaleString('en-US')} order(s) came again with no line in common with the lines before; the new lines took their place. If order ids are reused in your system, make them unique before loading.`,
  };
}

export function ordersMoved(orders: number): Note {
  return {
    code: 'orders_moved',
    text: `${orders.toLocaleString('en-US')} order(s) came again under another customer and belong to the later one now.`,
  };
}

export function nothingToLoad(): ClvError {
  return new ClvError(
    'nothing_to_load',
    ExitCode.usage,
    'clv load: no files. Name them (clv load orders.csv --customers customers.csv), or list them under "sources" in clv.config.json.',
  );
}

/** Two currencies can't be added; a warehouse holds one. */
export function currencyOfWarehouse(stored: string, found: string): ClvError {
  return new ClvError(
    'warehouse_currency',
    ExitCode.dataRefused,
    `The workspace holds ${stored}, the files ${found}. Convert them with --currency ${stored} and --rates, or use another --workspace.`,
  );
}
