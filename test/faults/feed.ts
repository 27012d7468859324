import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addDays } from '../../src/common/calendar.js';
import { madeUpOrders } from '../cli/made-up-base.js';

interface Line {
  readonly customer: string;
  readonly order: string;
  readonly day: string;
  readonly amount: number;
}

const HEADER = 'customer_id,order_id,order_date,amount';

/** Exports of one day after the other, with orders that come again, and what the workspace should hold of them. */
export class Feed {
  /** Lines by their order: an order that comes again is replaced whole. */
  private readonly held = new Map<string, readonly Line[]>();
  private pending: readonly Line[] = [];

  name(number: number): string {
    return `in/orders-${number}.csv`;
  }

  /** Writes the export of a number: the whole base first, then a day's orders, corrections, and a row to be refused. */
  write(cwd: string, number: number): string {
    this.pending = number === 0 ? firstLines() : dayLines(number);
    const rows = this.pending.map(
      ({ customer, order, day, amount }) => `${customer},${order},${day},${amount.toFixed(2)}`,
    );
    const refused = number === 0 ? [] : [`,R${number},${addDays('2022-11-01', number)},1.00`];
    writeFileSync(join(cwd, this.name(number)), `${[HEADER, ...rows, ...refused].join('\n')}\n`);
    return this.name(number);
  }

  /** The export that was written last is in the workspace. */
  commit(): void {
    const orders = new Map<string, Line[]>();
    for (const line of this.pending) orders.set(line.order, [...(orders.get(line.order) ?? []), line]);
    for (const [order, lines] of orders) this.held.set(order, lines);
  }

  lines(): string[] {
    return [...this.held.values()]
      .flat()
      .map(({ customer, order, amount }) => `${order} ${customer} ${amount}`)
      .sort();
  }
}

function firstLines(): Line[] {
  return madeUpOrders()
    .slice(1)
    .map((row) => {
      const [customer, order, day, amount] = row.split(',') as [string, string, string, string];
      return { customer, order, day, amount: Number(amount) };
    });
}

/** Five orders of a day, two lines each, and two orders of the day before with another amount. */
function dayLines(number: number): Line[] {
  const day = addDays('2022-11-01', number);
  const customer = (i: number) => `C${String((number * 7 + i * 11) % 90).padStart(3, '0')}`;
  const fresh = [0, 1, 2, 3, 4].flatMap((i) =>
    [5, 7.25].map((part) => ({
      customer: customer(i),
      order: `D${number}-${i}`,
      day,
      amount: part + number + i,
    })),
  );
  if (number === 1) return fresh;
  const earlier = number - 1;
  const again = [0, 1].map((i) => ({
    customer: `C${String((earlier * 7 + i * 11) % 90).padStart(3, '0')}`,
    order: `D${earlier}-${i}`,
    day: addDays('2022-11-01', earlier),
    amount: 100 + number + i,
  }));
  return [...again, ...fresh];
}
