import { describe, expect, test } from 'vitest';
import { describeSources } from '../../src/ingest/describe.js';
import { file, newStore, settings } from './harness.js';

describe('a look at the sources', () => {
  test('says what the columns are taken for, and shows rows as understood', async () => {
    const path = file(
      'orders.csv',
      'Invoice;Customer ID;Invoice Date;Quantity;Price;Country;Currency\nA1;7;2024-01-05;2;1.5;UK;GBP\nC2;7;2024-01-06;-1;1.5;UK;gbp\nC3;;2024-01-06;-1;1.5;UK;GBP\n',
    );
    const [found] = await describeSources(await newStore(), [{ role: 'orders', patterns: [path] }], settings);
    expect(found).toMatchObject({
      name: path,
      format: 'csv',
      encoding: 'utf-8',
      delimiter: ';',
      returnPrefixes: ['C'],
      currencies: ['GBP'],
      questions: [],
    });
    expect(found!.columns.map(({ column, role, why }) => `${column}: ${role} (${why})`)).toEqual([
      'Invoice: order_id (usual name)',
      'Customer ID: customer_id (usual name)',
      'Invoice Date: order_ts (usual name)',
      'Quantity: quantity (usual name)',
      'Price: unit_price (usual name)',
      'Country: null (attribute)',
      'Currency: currency (usual name)',
    ]);
    expect(found!.sample[1]).toEqual({
      Invoice: 'C2',
      'Customer ID': '7',
      'Invoice Date': '2024-01-06',
      Quantity: '-1',
      Price: '1.5',
      Country: 'UK',
      Currency: 'gbp',
    });
    expect(found!.understood.map((row) => [row.row_number, row.amount, row.is_return, row.refused])).toEqual([
      [1, '3.0000', false, null],
      [2, '-1.5000', true, null],
      [3, '-1.5000', true, 'missing_customer'],
    ]);
  });

  test('what it can not tell it asks, and what fits twice it notes', async () => {
    const path = file('orders.csv', 'customer,date,timestamp,amount\nC,1/2/2010,3,1\n');
    const [found] = await describeSources(await newStore(), [{ role: 'orders', patterns: [path] }], {
      ...settings,
      columns: { amount: 'AMOUNT' },
    });
    expect(found!.questions.map(({ code }) => code)).toEqual(['ambiguous_dates']);
    expect(found!.understood).toEqual([]);
    expect(found!.notes.map(({ text }) => text)).toEqual([
      `${path}: "date" is taken as order_ts; "timestamp" would fit too. Use --columns order_ts="…" to choose.`,
    ]);
    expect(found!.columns[3]).toEqual({ column: 'amount', role: 'amount', why: 'override' });
  });

  test('nested JSON columns are named', async () => {
    const path = file(
      'o.ndjson',
      '{"customer":"C","date":"2024-01-05","amount":1,"metadata":{"channel":"web"}}\n',
    );
    const [found] = await describeSources(await newStore(), [{ role: 'orders', patterns: [path] }], settings);
    expect(found!.columns.at(-1)).toEqual({ column: 'metadata.channel', role: null, why: 'attribute' });
  });

  test('customers and products are described too', async () => {
    const path = file('c.csv', 'customer_id,signup_date\nC,2024-01-05\n');
    const [found] = await describeSources(
      await newStore(),
      [{ role: 'customers', patterns: [path] }],
      settings,
    );
    expect(found!.columns.map(({ role }) => role)).toEqual(['customer_id', 'acquisition_ts']);
    expect(found!.questions).toEqual([]);
  });
});
