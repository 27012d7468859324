import { describe, expect, test } from 'vitest';
import { codes, file, lines, load, refused, unaccounted } from './harness.js';

const header = 'order_id,customer_id,order_ts,quantity,unit_price';

describe('order lines', () => {
  test('a small file becomes lines with every column', async () => {
    const path = file(
      'orders.csv',
      `${header},sku,category,unit_cost,channel,city\nO1,00123,2024-01-05 10:00:00,2,12.50,S1,Toys,5,web,Oslo\nO1,00123,2024-01-05 10:00:00,-1,12.50,S1,Toys,5,web,\n`,
    );
    const { store, intake } = await load(path, { settings: { attributes: 'all' } });
    expect(await store.rows('select * from order_lines order by row_number')).toEqual([
      {
        file: path,
        row_number: 1,
        customer_id: '00123',
        order_id: 'O1',
        has_order_id: true,
        order_ts: '2024-01-05T10:00:00',
        amount: '25.0000',
        quantity: '2.0000',
        cost: '10.0000',
        profit: '15.0000',
        is_return: false,
        is_cancelled: false,
        product_id: 'S1',
        category: 'Toys',
        attributes: '{"channel":"web","city":"Oslo"}',
      },
      {
        file: path,
        row_number: 2,
        customer_id: '00123',
        order_id: 'O1',
        has_order_id: true,
        order_ts: '2024-01-05T10:00:00',
        amount: '-12.5000',
        quantity: '-1.0000',
        cost: '-5.0000',
        profit: '-7.5000',
        is_return: true,
        is_cancelled: false,
        product_id: 'S1',
        category: 'Toys',
        attributes: '{"channel":"web"}',
      },
    ]);
    expect(intake).toMatchObject({ rowsRead: 2, rowsUsed: 2, rowsQuarantined: 0, currency: null });
    expect(intake.moneyUsed).toBe('37.5000');
    expect(intake.attributeNames.orders).toEqual(['channel', 'city']);
  });

  test('only what is asked for is stored', async () => {
    const path = file('orders.csv', `${header},sku\nO1,C1,2024-01-05,2,12.50,S1\n`);
    const { store } = await load(path, { want: new Set() });
    const stored = await store.rows(`select column_name from (describe staged_lines)`);
    expect(stored.map((row) => row.column_name)).toEqual([
      'customer_id',
      'order_id',
      'has_order_id',
      'order_ts',
      'amount',
      'is_return',
      'lines',
      'ok',
    ]);
    expect(await store.rows('select * from order_lines')).toMatchObject([
      { quantity: null, product_id: null, file: null, row_number: null, is_cancelled: false },
    ]);
  });

  test('without an order id each customer and instant is one order', async () => {
    const path = file('o.csv', 'customer,date,amount\nC1,2024-01-05,3\nC1,2024-01-05 10:11:12.5,4\n');
    const { store, intake } = await load(path);
    expect((await lines(store)).map(({ order_id, has_order_id }) => [order_id, has_order_id])).toEqual([
      ['@2024-01-05T00:00:00', false],
      ['@2024-01-05T10:11:12.5', false],
    ]);
    expect(codes(intake.notes)).toEqual(['no_order_ids']);
    expect(intake.hasOrderIds).toBe(false);
  });

  test('an empty order id in a file that has some is made from the instant, and counted', async () => {
    const path = file('o.csv', 'order_id,customer,date,amount\nA,C1,2024-01-05,3\n,C1,2024-01-05,4\n');
    const { store, intake } = await load(path);
    expect((await lines(store)).map(({ order_id, has_order_id }) => [order_id, has_order_id])).toEqual([
      ['@2024-01-05T00:00:00', false],
      ['A', true],
    ]);
    expect(intake.notes.map(({ text }) => text)).toEqual([
      '1 row has no order id: there each customer and instant is one order.',
    ]);
  });

  test('ids are trimmed, and otherwise stay as they are', async () => {
    const path = file(
      'o.csv',
      'order_id,customer,date,amount\n A1 ,  00123 ,2024-01-05,3\nA2,😀,2024-01-05,4\n',
    );
    const { store } = await load(path);
    expect((await lines(store)).map(({ order_id, customer_id }) => [order_id, customer_id])).toEqual([
      ['A1', '00123'],
      ['A2', '😀'],
    ]);
  });

  test('ids that all end in .0 lose it; with one that does not, all stay', async () => {
    const rows = (last: string) => `customer,date,amount\n13085.0,2024-01-05,3\n${last},2024-01-05,4\n`;
    const all = await load(file('o.csv', rows('13086.0')));
    expect((await lines(all.store)).map((row) => row.customer_id)).toEqual(['13085', '13086']);
    expect(codes(all.intake.notes)).toContain('float_ids');
    const some = await load(file('o.csv', rows('X')));
    expect((await lines(some.store)).map((row) => row.customer_id)).toEqual(['13085.0', 'X']);
  });

  test('returns are negative by kind, prefix, quantity or amount', async () => {
    const path = file(
      'o.csv',
      [
        'invoice,customer,date,quantity,price,type,status',
        'A1,C,2024-01-01,1,5,purchase,ok',
        'A2,C,2024-01-02,1,5,REFUND,shipped',
        'A3,C,2024-01-03,-1,5,purchase,',
        'C4,C,2024-01-04,1,5,purchase,Cancelled',
        'A5,C,2024-01-05,1,-5,,paid',
        'A6,C,2024-01-06,-1,0,,paid',
      ].join('\n'),
    );
    const { store, intake } = await load(path, { settings: { cancelPrefix: 'C' } });
    const rows = await store.rows('select * from order_lines order by order_ts');
    expect(rows.map((row) => [row.amount, row.quantity, row.is_return, row.is_cancelled])).toEqual([
      ['5.0000', '1.0000', false, false],
      ['-5.0000', '-1.0000', true, false],
      ['-5.0000', '-1.0000', true, false],
      ['-5.0000', '-1.0000', true, true],
      ['-5.0000', '-1.0000', true, false],
      ['0.0000', '-1.0000', true, false],
    ]);
    expect(intake.notes.map(({ text }) => text)).toEqual([
      `${path}: "status" has words that say neither return nor cancelled in 1 row ("ok"); they are taken as purchases.`,
    ]);
  });

  test('the amount wins over quantity × unit_price, and differing rows are counted', async () => {
    const path = file(
      'o.csv',
      'customer,date,amount,quantity,price\nC,2024-01-01,10,2,5\nC,2024-01-02,9,2,5\nC,2024-01-03,,2,5\n',
    );
    const { store, intake } = await load(path);
    expect((await lines(store)).map((row) => row.amount)).toEqual(['10.0000', '9.0000', '10.0000']);
    expect(intake.notes[0]).toEqual({
      code: 'amount_differs',
      text: `${path}: amount and quantity × unit_price differ by more than 0.01 in 1 row; the amount was used.`,
    });
  });

  test('profit: the line has it, or a margin, or a cost, or it is unknown', async () => {
    const profits = async (columns: string, cells: string) => {
      const { store } = await load(
        file('o.csv', `customer,date,amount,quantity,${columns}\nC,2024-01-01,10,2,${cells}\n`),
      );
      const [row] = await lines(store);
      return [row!.cost, row!.profit];
    };
    expect(await profits('profit', '4')).toEqual([null, '4.0000']);
    expect(await profits('margin_pct', '0.25')).toEqual([null, '2.5000']);
    expect(await profits('margin_pct', '25 %')).toEqual([null, '2.5000']);
    expect(await profits('unit_cost', '3')).toEqual(['6.0000', '4.0000']);
    expect(await profits('line_cost', '3')).toEqual(['3.0000', '7.0000']);
    expect(await profits('unit_cost', '?')).toEqual([null, null]);
    expect(await profits('colour', 'red')).toEqual([null, null]);
  });

  test('every reason, with its row, field and value; nothing else is lost', async () => {
    const path = file(
      'orders.csv',
      [
        header,
        'O1,C1,2024-01-01,1,5',
        'O2,,2024-01-01,1,5',
        'O3,C1,,1,5',
        'O4,C1,31/02/2024,1,5',
        'O5,C1,0001-01-01,1,5',
        'O6,C1,2024-01-01,1,NaN',
        'O7,C1,2024-01-01,1,1e400',
        'O8,C1,2024-01-01,1,abc',
        'O9,C1,2024-01-01,x,5',
        '',
        'O10,C1,2024-01-01,1',
        'O11,C1,2024-01-01,1,5,6',
        'O12,C1,2024-01-01,1,1_000',
        'O13,C1,2024-01-01,,5',
        'O14,C1,2024-01-01,1,',
        'O15,C1,2024-01-01,99999999999,99999999999',
        'O16,C1,2024-01-01,-inf,5',
        'O17,C1,2201-01-01,1,5',
        'O18,C1,2024-01-01 24:00:00,1,5',
        'O19,C1,epoch,1,5',
        '',
        'O20,C1,2024-01-01,1,5',
      ].join('\n'),
    );
    const { store, intake } = await load(path);
    expect(await refused(store)).toEqual([
      '2 customer_id missing_customer null',
      '3 order_ts missing_timestamp null',
      '4 order_ts bad_timestamp 31/02/2024',
      '5 order_ts timestamp_out_of_range 0001-01-01',
      '6 unit_price not_finite NaN',
      '7 unit_price amount_overflow 1e400',
      '8 unit_price bad_amount abc',
      '9 quantity bad_quantity x',
      '11 row malformed_row null',
      '12 row malformed_row null',
      '13 unit_price bad_amount 1_000',
      '14 quantity bad_quantity ',
      '15 unit_price bad_amount ',
      '16 unit_price amount_overflow 99999999999 × 99999999999',
      '17 quantity not_finite -inf',
      '18 order_ts timestamp_out_of_range 2201-01-01',
      '19 order_ts bad_timestamp 2024-01-01 24:00:00',
      '20 order_ts bad_timestamp epoch',
    ]);
    expect((await lines(store)).map((row) => row.order_id)).toEqual(['O1', 'O20']);
    expect(intake).toMatchObject({ rowsRead: 20, rowsUsed: 2, rowsQuarantined: 18 });
    expect(unaccounted(intake)).toEqual([0]);
    expect(
      await store.rows('select row_number, raw from quarantine where row_number in (2, 12) order by 1'),
    ).toEqual([
      { row_number: 2, raw: 'O2,,2024-01-01,1,5' },
      { row_number: 12, raw: 'O11,C1,2024-01-01,1,5,6' },
    ]);
    const [{ header: columns }] = (await store.rows('select header from quarantine limit 1')) as [
      { header: string },
    ];
    expect(JSON.parse(columns)).toEqual(header.split(','));
  });

  test('a refused row keeps the money that can be read', async () => {
    const path = file('o.csv', `${header}\nO1,,2024-01-01,2,5\nO2,C,never,-3,5\nO3,C,2024-01-01,1,1\n`);
    const { store, intake } = await load(path);
    expect(await store.rows('select amount from quarantine order by row_number')).toEqual([
      { amount: '10.0000' },
      { amount: '-15.0000' },
    ]);
    expect(intake).toMatchObject({
      moneyUsed: '1.0000',
      moneyRefused: '25.0000',
      moneyWithoutCustomer: '10.0000',
    });
  });

  test('the quarantine file can be loaded again: its first columns are ignored', async () => {
    const path = file(
      'q.csv',
      `clv_file,clv_row,clv_field,clv_reason,${header}\norders.csv,7,unit_price,bad_amount,O1,C1,2024-01-01,1,5\n`,
    );
    const { intake, store } = await load(path, { settings: { attributes: 'all' } });
    expect(await lines(store)).toMatchObject([{ amount: '5.0000', attributes: null }]);
    expect(intake.files[0]!.columns.slice(0, 4).map(({ why }) => why)).toEqual(Array(4).fill('ignored'));
  });

  test('more than four decimals are rounded half up and counted', async () => {
    const path = file(
      'o.csv',
      'customer,date,amount\nC,2024-01-01,1.00005\nC,2024-01-02,-1.00005\nC,2024-01-03,2\n',
    );
    const { store, intake } = await load(path);
    expect((await lines(store)).map((row) => row.amount).sort()).toEqual(['-1.0001', '1.0001', '2.0000']);
    expect(intake.notes.map(({ text }) => text)).toContain(
      `${path}: numbers have more than 4 decimals in 2 rows; amounts, costs and quantities are kept to 4, rounded half up after they were multiplied.`,
    );
  });

  test('currency signs and parentheses are read and counted', async () => {
    const path = file(
      'o.csv',
      'customer,date,amount\nC,2024-01-01,$12.50\nC,2024-01-02,(3.00)\nC,2024-01-03,1e3\n',
    );
    const { store, intake } = await load(path);
    expect((await lines(store)).map((row) => row.amount)).toEqual(['12.5000', '-3.0000', '1000.0000']);
    expect(codes(intake.notes)).toEqual(['currency_signs', 'accounting_negatives', 'no_order_ids']);
  });

  test('decimal commas and thousands by option', async () => {
    const path = file(
      'o.csv',
      'customer;date;amount\nC;2024-01-01;1.234,50\nC;2024-01-02;12,5\nC;2024-01-03;1.23,5\n',
    );
    const { store } = await load(path, { settings: { decimalComma: true, thousands: '.' } });
    expect((await lines(store)).map((row) => row.amount)).toEqual(['1234.5000', '12.5000']);
    expect(await refused(store)).toEqual(['3 amount bad_amount 1.23,5']);
  });

  test('an order split over two files, equal lines counted, the same bytes read once', async () => {
    const one = file('a.csv', `${header}\nO1,C1,2024-01-01,1,5\nO2,C1,2024-01-02,1,5\n`);
    const two = file(
      'b.csv',
      `${header}\nO1,C1,2024-01-01,1,7\nO2,C1,2024-01-02,1,5\nO2,C1,2024-01-02,1,5\n`,
    );
    const three = file('c.csv', `${header}\nO1,C1,2024-01-01,1,5\nO2,C1,2024-01-02,1,5\n`);
    const { intake, store } = await load([one, two, three, one]);
    expect(intake.files.map((each) => [each.rowsRead, each.rowsUsed, each.rowsIgnored])).toEqual([
      [2, 2, {}],
      [3, 3, {}],
      [2, 0, { same_file: 2 }],
      [2, 0, { same_file: 2 }],
    ]);
    expect(unaccounted(intake)).toEqual([0, 0, 0, 0]);
    expect(intake.warnings.map(({ text }) => text)).toEqual([
      `${three} holds the same bytes as ${one} and was read once.`,
      `${one} holds the same bytes as ${one} and was read once.`,
      `1 row stands word for word in more than one file and is kept; check that the exports don't overlap.`,
    ]);
    expect(await store.rows('select distinct file from order_lines order by 1')).toEqual(
      [{ file: one }, { file: two }].sort((a, b) => (a.file < b.file ? -1 : 1)),
    );
  });

  test('files with different columns go together', async () => {
    const one = file('a.csv', 'order_id,customer_id,order_ts,amount,sku\nO1,C1,2024-01-01,5,S\n');
    const two = file('b.csv', 'customer;date;qty;price\nC2;2024-01-02;2;3\n');
    const { store } = await load([one, two]);
    expect(await lines(store)).toMatchObject([
      { customer_id: 'C1', amount: '5.0000', quantity: null, product_id: 'S', has_order_id: true },
      { customer_id: 'C2', amount: '6.0000', quantity: '2.0000', product_id: null, has_order_id: false },
    ]);
  });
});
