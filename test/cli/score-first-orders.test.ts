import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addDays, daysBetween } from '../../src/common/calendar.js';
import { clv, inFolder } from './in-process.js';
import { madeUpOrders } from './made-up-base.js';

const [HEAD, ...LINES] = madeUpOrders();
const START = '2022-01-01';

/** The day of each customer's first order. */
const FIRST = new Map<string, string>();
for (const line of LINES) {
  const [id, , day] = line.split(',');
  if (!FIRST.has(id!) || day! < FIRST.get(id!)!) FIRST.set(id!, day!);
}

/** Buyers who became known up to forty days before their first order, and twenty customers who never ordered. */
function customers(upTo: string): string[] {
  const buyers = [...FIRST].map(([id, first], i) => {
    const since = addDays(first, -((i * 7) % 41));
    return [id, since < START ? START : since] as const;
  });
  const others = Array.from({ length: 20 }, (_, i) => [`N${i}`, addDays(START, (i * 17) % 300)] as const);
  return [...buyers, ...others].filter(([, since]) => since <= upTo).map(([id, since]) => `${id},${since}`);
}

async function scored(cwd: string, orders: readonly string[], known: readonly string[], ...flags: string[]) {
  writeFileSync(join(cwd, 'orders.csv'), `${[HEAD, ...orders].join('\n')}\n`);
  writeFileSync(join(cwd, 'customers.csv'), `${['customer_id,acquisition_ts', ...known].join('\n')}\n`);
  const files = ['orders.csv', '--customers', 'customers.csv'];
  await clv(['fit', ...files, '--model', 'bgnbd', '--as-of', '2022-06-30', '--quiet'], { cwd });
  const { out, code, err } = await clv(['score', ...flags, '--format', 'json'], { cwd });
  expect(err).toBe('');
  expect(code).toBe(0);
  const result = JSON.parse(out);
  const table = result.tables.find(({ id }: { id: string }) => id === 'first_orders');
  const notes = new Map(result.notes.map(({ code, text }: { code: string; text: string }) => [code, text]));
  return { rows: table?.rows, notes, result };
}

describe('clv score: known customers without an order', () => {
  it('are expected to order as others did, by what was known on the day and nothing later', async () => {
    const day = '2022-06-30';
    const full = await inFolder((cwd) => scored(cwd, LINES, customers('2022-12-31'), '--as-of', day));
    const cut = await inFolder((cwd) =>
      scored(
        cwd,
        LINES.filter((line) => line.split(',')[2]! <= day),
        customers(day),
        '--as-of',
        day,
      ),
    );
    expect(full.rows).toEqual(cut.rows);
    const total = full.rows[0];
    expect(full.rows[1].month).toBe('2022-06');
    const waiting = customers(day).filter((line) => {
      const [id] = line.split(',');
      return !(FIRST.has(id!) && FIRST.get(id!)! <= day);
    });
    expect(total).toMatchObject({ month: 'total', customers: waiting.length });
    expect(total.first_orders).toBeGreaterThan(0);
    expect(total.first_orders).toBeLessThan(waiting.length);
    expect(Number(total.value)).toBeGreaterThan(0);
    expect(full.notes.get('first_orders_expected')).toContain(
      `${total.first_orders.toFixed(1)} first orders`,
    );
  });

  it('have no value in the file, and what is expected of customers alike when one is explained', async () => {
    await inFolder(async (cwd) => {
      const { result } = await scored(cwd, LINES, customers('2022-12-31'), '--explain', 'N1');
      const steps = result.tables[0].rows;
      expect(steps.map(({ step }: { step: string }) => step)).toEqual([
        'history',
        'first order',
        'value expected',
      ]);
      const end = LINES.map((line) => line.split(',')[2]!)
        .sort()
        .at(-1)!;
      const since = addDays(START, 17);
      expect(steps[0].words).toContain(`Known since ${since}, ${daysBetween(since, end)} days`);
    });
  });

  it('are said to be unknown where nothing tells: no date, before the data, too few first orders', async () => {
    const bare = await inFolder((cwd) => scored(cwd, LINES, ['N1,', 'N2,', 'N3,2021-06-01']));
    expect(bare.rows).toBeUndefined();
    expect(bare.notes.get('undated_customers')).toContain('Of 2 customers');
    expect(bare.notes.get('earlier_than_data')).toContain(
      '1 customer without an order became known before 2022-01-01',
    );
    const few = await inFolder((cwd) => scored(cwd, LINES, ['N1,2022-02-01', 'N2,2022-02-02']));
    expect(few.rows).toBeUndefined();
    expect(few.notes.get('too_few_first_orders')).toContain('fewer than 10 customers ever did');
    const returned = await inFolder((cwd) =>
      scored(cwd, [...LINES, 'R1,X1,2022-03-01,-20.00'], customers('2022-12-31')),
    );
    expect(returned.notes.get('returning_without_order')).toContain(
      '1 customer without an order gave something back',
    );
  });
});
