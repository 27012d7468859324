import { describe, expect, test } from 'vitest';
import { ClvError } from '../../src/common/errors.js';
import { codes, file, load, refused } from './harness.js';

describe('customers', () => {
  test('records, attributes and consents', async () => {
    const path = file(
      'customers.csv',
      [
        'customer_id,signup_date,updated_at,source_system,is_visible,city,email_opt_in,sms_opt_out,Marketing Consent',
        '00123,2023-05-01,2024-01-01,crm,true,Oslo,yes,1,',
        '00123,2022-05-01,2024-02-01,shop,N,,maybe,0,true',
        'C2,,,,,Bergen,,,no',
        ',2022-05-01,,,,,,,',
        'C3,31/02/2020,,,,,,,',
        'C4,1960-01-01,,,,,,,',
      ].join('\n'),
    );
    const { store, intake } = await load(path, { role: 'customers' });
    expect(await store.rows('select * exclude (file) from customer_records order by row_number')).toEqual([
      {
        row_number: 1,
        customer_id: '00123',
        acquisition_ts: '2023-05-01T00:00:00',
        record_ts: '2024-01-01T00:00:00',
        source_system: 'crm',
        is_visible: true,
        valid_from: null,
      },
      {
        row_number: 2,
        customer_id: '00123',
        acquisition_ts: '2022-05-01T00:00:00',
        record_ts: '2024-02-01T00:00:00',
        source_system: 'shop',
        is_visible: false,
        valid_from: null,
      },
      {
        row_number: 3,
        customer_id: 'C2',
        acquisition_ts: null,
        record_ts: null,
        source_system: null,
        is_visible: null,
        valid_from: null,
      },
    ]);
    const attributes = await store.rows(
      'select customer_id, kind, name, value from customer_record_attributes order by all',
    );
    expect(attributes.map((row) => Object.values(row).join(' '))).toEqual([
      '00123 attribute city Oslo',
      '00123 consent email_opt_in false',
      '00123 consent email_opt_in true',
      '00123 consent marketing_consent true',
      '00123 consent sms_opt_in false',
      '00123 consent sms_opt_in true',
      'C2 attribute city Bergen',
      'C2 consent marketing_consent false',
    ]);
    expect(await refused(store)).toEqual([
      '4 customer_id missing_customer null',
      '5 signup_date bad_timestamp 31/02/2020',
      '6 signup_date timestamp_out_of_range 1960-01-01',
    ]);
    expect(intake).toMatchObject({ rowsRead: 6, rowsUsed: 3, rowsQuarantined: 3 });
    expect(intake.notes).toContainEqual({
      code: 'unknown_flags',
      text: `${path}: "email_opt_in" is neither yes nor no in 1 row ("maybe"); they count as no.`,
    });
  });

  test.each([
    'acquisition_ts',
    'first_seen',
    'signup_datetime',
    'signup_date',
    'created_at',
    'registered_at',
  ])('%s is when a customer came', async (name) => {
    const { store } = await load(file('c.csv', `Customer ID,${name}\nC1,2023-05-01\n`), {
      role: 'customers',
    });
    expect(await store.rows('select acquisition_ts from customer_records')).toEqual([
      { acquisition_ts: '2023-05-01T00:00:00' },
    ]);
  });

  test('a list of ids alone, with blank lines, and a broken line', async () => {
    const alone = await load(file('c.csv', 'customer_id\nC1\n\nC2\n'), { role: 'customers' });
    expect(await alone.store.rows('select row_number, customer_id from customer_records order by 1')).toEqual(
      [
        { row_number: 1, customer_id: 'C1' },
        { row_number: 3, customer_id: 'C2' },
      ],
    );
    const broken = await load(file('c.csv', 'customer_id,city\nC1,Oslo\nC2\nC3,Rome\n'), {
      role: 'customers',
    });
    expect(await refused(broken.store)).toEqual(['2 row malformed_row null']);
    expect(broken.intake).toMatchObject({ rowsRead: 3, rowsUsed: 2 });
  });
});

describe('products', () => {
  test('margins in shares, in percent, with signs; unknown stays unknown', async () => {
    const margins = async (cells: readonly string[]) => {
      const rows = cells.map((cell, k) => `S${k},Toys,${cell},`);
      const { store } = await load(file('p.csv', `sku,category,margin,unit_cost\n${rows.join('\n')}\n`), {
        role: 'products',
      });
      return (await store.rows('select margin_pct from products order by product_id')).map(
        (row) => row.margin_pct,
      );
    };
    expect(await margins(['0.41', '0.5', ''])).toEqual(['0.410000', '0.500000', null]);
    expect(await margins(['41', '0.5', ''])).toEqual(['0.410000', '0.005000', null]);
    expect(await margins(['41 %', '50%'])).toEqual(['0.410000', '0.500000']);
  });

  test('costs, categories, valid_from; refused rows', async () => {
    const path = file(
      'p.csv',
      'product_id,category,unit_cost,valid_from\nS1,Toys,1.25,2024-01-01\nS1,Toys,1.5,2024-02-01\n,Toys,1,\nS3,,x,\nS4,,2,32/13/2024\n',
    );
    const { store, intake } = await load(path, { role: 'products' });
    expect(await store.rows('select * from products order by all')).toEqual([
      {
        product_id: 'S1',
        category: 'Toys',
        margin_pct: null,
        unit_cost: '1.2500',
        valid_from: '2024-01-01T00:00:00',
      },
      {
        product_id: 'S1',
        category: 'Toys',
        margin_pct: null,
        unit_cost: '1.5000',
        valid_from: '2024-02-01T00:00:00',
      },
    ]);
    expect(await refused(store)).toEqual([
      '3 product_id missing_product null',
      '4 unit_cost bad_cost x',
      '5 valid_from bad_timestamp 32/13/2024',
    ]);
    expect(intake).toMatchObject({ rowsRead: 5, rowsUsed: 2 });
  });

  test('unit costs that lose decimals are told', async () => {
    const { intake } = await load(file('f.csv', 'sku,unit_cost\nS1,0.00002\nS2,1.5\n'), { role: 'products' });
    expect(intake.notes.map(({ text }) => text).join()).toContain(
      'unit costs were rounded to 4 decimals in 1 row.',
    );
  });

  test('equal rows are one product, different ones an error', async () => {
    const { store } = await load(file('p.csv', 'sku,category\nS1,A\nS1,A\n'), { role: 'products' });
    expect(await store.rows('select count(*) as n from products')).toEqual([{ n: 1 }]);
    const path = file('p.csv', 'sku,category\nS1,A\nS1,B\nS2,A\nS2,C\n');
    await expect(load(path, { role: 'products' })).rejects.toThrow(
      new ClvError(
        'duplicate_product',
        3,
        `${path} has 2 products twice with different values: "S1", "S2". Keep one row each, or add valid_from.`,
      ),
    );
  });

  test('the convention of margins is noted', async () => {
    const { intake } = await load(file('p.csv', 'sku,margin_pct\nS1,41\n'), { role: 'products' });
    expect(codes(intake.notes)).toEqual(['margin_convention']);
  });
});
