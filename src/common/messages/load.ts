import { ClvError, ExitCode } from '../errors.js';
import type { Note } from '../result.js';
import { counted } from './counted.js';

export function loadJump(what: string, found: number, usual: number, isShare = false): Note {
  const text = (value: number) =>
    isShare ? `${(value * 100).toFixed(1)} %` : Math.round(value).toLocaleString('en-US');
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
    text: `${counted(orders, 'order')} came again with no line in common with the lines before; the new lines took their place. If order ids are reused in your system, make them unique before loading.`,
  };
}

export function ordersMoved(orders: number): Note {
  return {
    code: 'orders_moved',
    text: `${counted(orders, 'order')} came again under another customer and ${orders === 1 ? 'belongs' : 'belong'} to the later one now.`,
  };
}

/** `--on-overlap error`. */
export function ordersOverlap(orders: number, example: string): ClvError {
  return new ClvError(
    'orders_overlap',
    ExitCode.dataRefused,
    `${counted(orders, 'order')} of these files ${orders === 1 ? 'is' : 'are'} in the workspace already, such as "${example}". Nothing was loaded. Leave ${orders === 1 ? 'it' : 'them'} out, or say --on-overlap replace to let the new lines take the place of the old ones.`,
  );
}

/** Lines can't be added to an order of another customer. */
export function appendToOthers(orders: number, example: string): ClvError {
  return new ClvError(
    'append_to_others',
    ExitCode.dataRefused,
    `${counted(orders, 'order')} of these files ${orders === 1 ? 'belongs' : 'belong'} to another customer in the workspace, such as "${example}", so lines can't be added. Nothing was loaded. Say --on-overlap replace if the order has moved, or --order-collisions split if ids are used twice.`,
  );
}

/** `--on-overlap append`. */
export function ordersGoOn(orders: number): Note {
  return {
    code: 'orders_go_on',
    text: `${counted(orders, 'order')} ${orders === 1 ? 'was' : 'were'} there before and kept the lines of before beside the new ones (--on-overlap append).`,
  };
}

/** A product's margin, cost or category has changed. */
export function productsChanged(
  { products, orders, examples }: { products: number; orders: number; examples: readonly string[] },
  dated: boolean,
): Note {
  const which = `${examples.join(', ')}${products > examples.length ? ', …' : ''}`;
  return dated
    ? {
        code: 'products_dated',
        text: `${counted(products, 'product')} changed from the day of valid_from on (${which}): ${counted(orders, 'order')} from then on ${orders === 1 ? 'has' : 'have'} been valued anew.`,
      }
    : {
        code: 'products_restated',
        text: `${counted(products, 'product')} changed without a valid_from (${which}): the past is restated in ${counted(orders, 'order')}. Give such rows a valid_from to leave the past as it was.`,
      };
}

/** Customers known before whose attributes a load has changed, and whether that changes their past. */
export function customersChanged(
  { customers, attributes }: { customers: number; attributes: readonly string[] },
  dated: boolean,
): Note {
  const names = attributes.slice(0, 5).join(', ');
  const which = `${names}${attributes.length > 5 ? ', …' : ''}`;
  return dated
    ? {
        code: 'customers_dated',
        text: `${counted(customers, 'customer')} changed from the day of valid_from on (${which}): --attributes-as-of then still gives what they were when acquired.`,
      }
    : {
        code: 'customers_restated',
        text: `${counted(customers, 'customer')} changed without a valid_from (${which}): their past is restated. Give such records a valid_from to leave the past as it was.`,
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

/** Amounts of a workspace are in its currency already; another name would not convert them. */
export function currencyOfReport(stored: string, asked: string): ClvError {
  return new ClvError(
    'warehouse_currency',
    ExitCode.usage,
    `The workspace holds ${stored}, and --currency ${asked} can't convert what is loaded. Leave --currency out, or load the files into another --workspace with --currency ${asked} and --rates.`,
  );
}

/** Days of a report are days of its zone, whatever the zone in which the files were read. */
export function zoneOfWarehouse(loaded: string, asked: string): Note {
  return {
    code: 'zone_of_warehouse',
    text: `The files were loaded with the time zone ${loaded}, and the days of this report are those of ${asked}. Say --time-zone ${loaded}, or set it in clv.config.json, for the days of the files.`,
  };
}

/** Files beside orders can't be read into a workspace by the way. */
export function filesWithoutOrders(roles: readonly string[]): ClvError {
  const flags = roles.map((role) => `--${role}`).join(' and ');
  return new ClvError(
    'files_without_orders',
    ExitCode.usage,
    `${flags} without order files: name the orders too (--orders orders.csv), or put these files into the workspace first (clv load ${roles.map((role) => `--${role} ${role}.csv`).join(' ')}).`,
  );
}
