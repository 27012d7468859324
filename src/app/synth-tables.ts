import type { Progress } from '../common/progress.js';
import type { Store } from '../store/store.js';
import type { CustomerColumns, LineColumns } from '../synth/columns.js';
import { generate } from '../synth/generate.js';
import type { Plan } from '../synth/plan.js';

const LINES: readonly (readonly [keyof LineColumns, string])[] = [
  ['CUSTOMER', 'customer integer'],
  ['ORDER', 'order_no integer'],
  ['LINE', 'line smallint'],
  ['DAY', 'day integer'],
  ['SECOND', 'second integer'],
  ['PRODUCT', 'product smallint'],
  ['QUANTITY', 'quantity smallint'],
  ['PRICE', 'price integer'],
  ['COST', 'cost integer'],
  ['RETURNED', 'returned utinyint'],
  ['CHANNEL', 'channel utinyint'],
  ['DEVICE', 'device utinyint'],
  ['PLACE', 'place utinyint'],
  ['PROMO', 'promo utinyint'],
];

const CUSTOMERS: readonly (readonly [keyof CustomerColumns, string])[] = [
  ['CUSTOMER', 'customer integer'],
  ['ACQUIRED_DAY', 'acquired_day integer'],
  ['ACQUIRED_SECOND', 'acquired_second integer'],
  ['PLACE', 'place utinyint'],
  ['CHANNEL', 'channel utinyint'],
  ['DEVICE', 'device utinyint'],
  ['VISIBLE', 'visible utinyint'],
  ['CONSENTS', 'consents utinyint'],
  ['RATE', 'rate double'],
  ['LEAVE_CHANCE', 'leave_chance double'],
  ['LEAVE_RATE', 'leave_rate double'],
  ['LEFT_DAY', 'left_day integer'],
  ['LEFT_SECOND', 'left_second integer'],
  ['SPEND_MEAN', 'spend_mean double'],
  ['ORDERS', 'orders integer'],
];

/** The only order of lines that has no ties. */
export const LINE_ORDER = 'day, second, customer, order_no, line, returned';

export interface DrawingContext {
  readonly progress: Progress;
  /** Aborts between two chunks. */
  readonly signal: AbortSignal;
}

/** Draws the plan into the tables `synth_lines` and `synth_customers` (numbers; day and second make an instant). */
export async function drawTables(
  store: Store,
  plan: Plan,
  { progress, signal }: DrawingContext,
): Promise<void> {
  await store.run(`create table synth_lines (${LINES.map(([, column]) => column).join(', ')})`);
  await store.run(`create table synth_customers (${CUSTOMERS.map(([, column]) => column).join(', ')})`);
  const lines = await store.appender('synth_lines');
  const customers = await store.appender('synth_customers');
  try {
    let done = 0;
    for (const chunk of generate(plan)) {
      signal.throwIfAborted();
      lines.append(LINES.map(([name]) => chunk.lines[name]));
      customers.append(CUSTOMERS.map(([name]) => chunk.customers[name]));
      done += chunk.customers.CUSTOMER.length;
      progress.fraction(done / plan.customers);
      await new Promise<void>((resume) => setImmediate(resume));
    }
  } finally {
    lines.close();
    customers.close();
  }
}
