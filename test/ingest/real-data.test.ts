import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { money } from '../../src/common/money.js';
import { defaultIngestSettings } from '../../src/ingest/settings.js';
import { literal } from '../../src/store/sql.js';
import { load } from './harness.js';

const shared = join(dirname(fileURLToPath(import.meta.url)), '../../../shared/data');
const cdnow = join(shared, 'cdnow/orders.csv');
const retail = join(shared, 'online-retail/2009-12-to-2010-12.parquet');
const strict = { maxQuarantine: defaultIngestSettings.maxQuarantine };

describe.skipIf(!existsSync(cdnow))('CDNOW (needs ../shared/data)', () => {
  test('orders and money agree with a plain loop', async () => {
    const rows = readFileSync(cdnow, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
    const orders = new Set(rows.map(([customer, date]) => `${customer} ${date}`));
    const sum = rows.reduce((total, row) => total.plus(row[3]!), money(0));
    const { store, intake } = await load(cdnow, { settings: strict, want: new Set(['quantity']) });
    expect(orders.size).toBe(67_591);
    expect(intake).toMatchObject({ rowsRead: rows.length, rowsUsed: rows.length, warnings: [] });
    const found = await store.one(
      `select count(distinct (order_id, customer_id)) as orders, count(distinct (order_id, customer_id)) filter (order_ts < timestamp '1998-01-01') as first, sum(amount)::varchar as spend, sum(quantity)::varchar as units from order_lines`,
    );
    expect(found).toEqual({
      orders: 67_591,
      first: 55_319,
      spend: sum.toFixed(4),
      units: rows.reduce((total, row) => total.plus(row[2]!), money(0)).toFixed(4),
    });
  });
});

describe.skipIf(!existsSync(retail))('Online Retail (needs ../shared/data)', () => {
  test('runs with no flags; money agrees with a plain loop over the typed columns', {
    timeout: 120_000,
  }, async () => {
    const { store, intake } = await load(retail, { settings: strict, want: new Set() });
    let used = money(0);
    let returned = money(0);
    let lines = 0;
    for await (const batch of store.stream(
      `select "Quantity" as q, "Price"::varchar as p, "Customer ID" as c from read_parquet(${literal(retail)})`,
    )) {
      for (const { q, p, c } of batch) {
        if (c === null) continue;
        lines++;
        const value = money(String(p)).times(Number(q));
        used = used.plus(value);
        if (Number(q) < 0) returned = returned.plus(value);
      }
    }
    expect(intake).toMatchObject({
      rowsRead: 525_461,
      rowsUsed: lines,
      refused: { missing_customer: 107_927 },
    });
    const found = await store.one(
      'select sum(amount)::varchar as spend, sum(amount) filter (is_return)::varchar as returns, count(distinct customer_id) as customers from order_lines',
    );
    expect(found).toEqual({ spend: used.toFixed(4), returns: returned.toFixed(4), customers: 4383 });
    const first = await store.one(
      'select (select min(row_number) from quarantine) as n, (select min(customer_id) from order_lines) as c',
    );
    expect(first).toEqual({ n: 264, c: '12346' });
  });
});
