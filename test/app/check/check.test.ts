import { describe, expect, it } from 'vitest';
import { inWorld, rowsOf, type World } from '../workspace-world.js';

const HEAD = 'order_id,customer_id,order_ts,amount,city,status';
const csv = (...rows: string[]) => `${[HEAD, ...rows].join('\n')}\n`;

/** Orders of some customers on a day. */
const day = (date: string, orders: number, city = 'Bonn') =>
  Array.from({ length: orders }, (_, i) => `${date}-${i},c${i},${date},10,${city},paid`);

const checked = (world: World, rows: readonly string[], flags = {}) =>
  world.check([world.write('orders.csv', csv(...rows))], flags);

const warned = async (rows: readonly string[]) => {
  let texts: string[] = [];
  await inWorld(async (world) => {
    texts = (await checked(world, rows)).warnings.map(({ text }) => text);
  });
  return texts;
};

describe('clv check', () => {
  it('shows how columns are taken, by name, by word and not at all', () =>
    inWorld(async (world) => {
      world.write(
        'orders.csv',
        'Invoice,Customer ID,When,Amount,,clv_row\n1,a,2024-01-01,5,x,7\n,b,2024-01-02,5,x,7\n',
      );
      const result = await world.check(['orders.csv'], { columns: ['order_ts=When'] });
      expect(rowsOf(result, 'columns').map((row) => row.replace('orders.csv ', ''))).toEqual([
        'Invoice order_id a usual name for it',
        'Customer ID customer_id a usual name for it',
        'When order_ts you said so',
        'Amount amount a usual name for it',
        ' nothing empty name, or a note of clv',
        'clv_row nothing empty name, or a note of clv',
      ]);
      expect(rowsOf(result, 'sample').sort()).toEqual([
        'a 1 2024-01-01 00:00:00 5.00 - - - false',
        'b - 2024-01-02 00:00:00 5.00 - - - false',
      ]);
    }));

  it('tells the form of files', () =>
    inWorld(async (world) => {
      world.write('a.csv', 'customer_id\torder_ts\tamount\na\t2024-01-01\t1\n');
      world.write('b.csv', 'customer_id|order_ts|amount\nb|2024-01-01|1\n');
      world.write('c.ndjson', '{"customer_id":"c","order_ts":"2024-01-01","amount":1}\n');
      const result = await world.check(['a.csv', 'b.csv', 'c.ndjson']);
      const forms = result.tables.find(({ id }) => id === 'files')!.rows.map(({ form }) => form);
      expect(forms).toEqual([
        'csv, utf-8, separated by tab',
        'csv, utf-8, separated by bar',
        'ndjson, utf-8',
      ]);
    }));

  it('counts what is odd, with what happens to it', () =>
    inWorld(async (world) => {
      const result = await checked(
        world,
        [
          'o1,a,2024-01-01,10,Bonn,paid',
          'o1,a,2024-01-01,10,Bonn,paid',
          'o2,a,2024-01-02,0,Bonn,paid',
          'o3,b,2024-01-03,-4,Ulm,paid',
          'o7,b,2024-01-03,7,Ulm,paid',
          'o4,b,2024-01-03,4,Ulm,cancelled',
          `o5,b,2024-01-03,${'9'.repeat(50)},Ulm,paid`,
          'o6,,2024-01-03,4,Ulm,paid',
        ],
        { maxQuarantine: '100%' },
      );
      expect(rowsOf(result, 'odd_values').map((row) => row.split(' ').slice(0, -1).join(' '))).toEqual([
        expect.stringMatching(/^orders of value zero 1 0\.33/),
        expect.stringMatching(/^returns 1 0\.33/),
        expect.stringMatching(/^equal lines 1 /),
        expect.stringMatching(/^copies of the most frequent line 2 /),
        expect.stringMatching(/^rows left out: cancelled order 1 /),
      ]);
      const [overflow, missing] = result.tables.find(({ id }) => id === 'refused')!.rows;
      expect(overflow).toMatchObject({ reason: 'amount_overflow', value: `${'9'.repeat(39)}…`, row: 7 });
      expect(missing).toMatchObject({ reason: 'missing_customer', value: null });
      expect(result.identities.every(({ holds }) => holds)).toBe(true);
    }));

  it('says whose history is long enough', () =>
    inWorld(async (world) => {
      const many = (city: string, customers: number, dates: readonly string[]) =>
        dates.flatMap((date) =>
          Array.from(
            { length: customers },
            (_, i) => `${city}-${i}-${date},${city}${i},${date},1,${city},paid`,
          ),
        );
      const result = await checked(
        world,
        [
          ...many('Bonn', 1_000, ['2023-01-01', '2024-01-01']),
          ...many('Ulm', 100, ['2023-01-01', '2024-01-01']),
          ...many('Jena', 100, ['2023-06-01', '2024-01-01']),
        ],
        { by: 'city' },
      );
      const rows = result.tables.find(({ id }) => id === 'segments')!.rows;
      expect(
        rows.map(({ segment, customers, span_days, enough }) => [segment, customers, span_days, enough]),
      ).toEqual([
        ['Bonn', 1_000, 366, 'yes'],
        ['Jena', 100, 215, 'no'],
        ['Ulm', 100, 366, 'just'],
      ]);
    }));

  it('looks at a workspace as at files, and at files without an order', () =>
    inWorld(async (world) => {
      await world.load([world.write('orders.csv', csv(...day('2024-01-01', 3)))]);
      const result = await world.check([]);
      expect(result.tables.map(({ id }) => id)).not.toContain('files');
      expect(rowsOf(result, 'volume')).toEqual(['2024-01 false 3 1 3 30.00']);
      const empty = await world.check([world.write('back.csv', csv('o1,a,2024-01-01,-4,Bonn,paid'))]);
      expect(empty.headline).toBe('Check · no orders · currency not named');
      expect(empty.answers[0]!.answer).toContain('There is too little for an audit');
    }));
});

describe('a warning', () => {
  const months = ['01', '02', '03', '04', '05', '06'].map((month) => `2024-${month}`);
  const year = (orders: readonly number[]) =>
    months.flatMap((month, i) =>
      Array.from({ length: 28 }, (_, d) => `${month}-${String(d + 1).padStart(2, '0')}`).flatMap((date, d) =>
        day(date, d < orders[i]! % 28 ? Math.floor(orders[i]! / 28) + 1 : Math.floor(orders[i]! / 28)),
      ),
    );

  it('comes for a month far from both neighbours, and for none that is like them', async () => {
    expect(await warned(year([56, 56, 56, 56, 56, 56]))).toEqual([]);
    expect(await warned(year([56, 56, 169, 56, 56, 56]))).toEqual([
      '2024-03 has 169 orders between months with 56 and 56: a promotion, or rows missing or doubled?',
    ]);
    expect(await warned(year([56, 56, 18, 56, 56, 56]))).toContain(
      '2024-03 has 18 orders between months with 56 and 56: a promotion, or rows missing or doubled?',
    );
    expect(await warned(year([4, 4, 28, 4, 4, 4]))).toEqual([]);
  });

  it('comes for a long silence', async () => {
    const rows = year([56, 56, 56, 56, 56, 56]).filter((row) => !/^2024-03-(0[5-9]|1\d|2[0-5])/.test(row));
    expect(await warned(rows)).toContain(
      'Nobody ordered for 21 days between 2024-03-04 and 2024-03-26: closed, or are rows missing from the export?',
    );
  });
});
