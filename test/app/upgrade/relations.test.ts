import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { warehouseFacts, writeWarehouseFacts } from '../../../src/app/ledger.js';
import { tryLock } from '../../../src/store/lock.js';
import { clv, inFolder } from '../../cli/in-process.js';
import { realProcesses } from '../../real-processes.js';
import { inWarehouse } from './in-warehouse.js';

/** A workspace whose relations a version with other texts has built: other customers, and days of another zone. */
async function builtByOtherTexts(cwd: string): Promise<void> {
  const rows = ['o1,a,2024-01-01T23:30:00Z,5', 'o2,b,2024-01-03,6', 'o3,b,2024-01-04,0'];
  writeFileSync(join(cwd, 'o.csv'), `order_id,customer_id,order_ts,amount\n${rows.join('\n')}\n`);
  const loaded = await clv(
    ['load', 'o.csv', '--time-zone', 'Europe/Berlin', '--zero-value', 'drop', '--margin', '0.4'],
    { cwd },
  );
  expect(loaded.code, loaded.err).toBe(0);
  await inWarehouse(cwd, async (store) => {
    await store.run('delete from customers');
    const facts = await warehouseFacts(store);
    const fingerprints = Object.fromEntries(
      Object.entries(facts.fingerprints).map(([name, text]) => [
        name,
        JSON.stringify({ ...JSON.parse(text), texts: 'other' }),
      ]),
    );
    await writeWarehouseFacts(store, { ...facts, fingerprints });
  });
}

const stored = (cwd: string) =>
  inWarehouse(cwd, async (store) => ({
    customers: await store.rows('select customer_id, orders from customers order by 1'),
    days: await store.rows('select distinct cast(order_date as varchar) as day from orders order by 1'),
    facts: await warehouseFacts(store),
  }));

const report = async (cwd: string, ...args: string[]) => {
  const { code, out, err } = await clv(
    ['mart', 'show', '--relation', 'customers', '--format', 'json', ...args],
    { cwd },
  );
  expect(code, err).toBe(0);
  const { warnings, headline, lineage } = JSON.parse(out);
  return { headline, lineage, codes: (warnings as { code: string }[]).map(({ code }) => code) };
};

it('the first report after an upgrade that changed texts builds the relations anew, with the settings of before', () =>
  inFolder(async (cwd) => {
    await builtByOtherTexts(cwd);
    const before = await stored(cwd);
    const { headline, codes, lineage } = await report(cwd);
    expect(headline).toContain('2 rows');
    expect(codes).not.toContain('relations_old');
    const after = await stored(cwd);
    // Rows are those of the load's zone and rules, whatever the report has asked for.
    expect(after.customers).toEqual([
      { customer_id: 'a', orders: 1 },
      { customer_id: 'b', orders: 1 },
    ]);
    expect(after.days).toEqual([{ day: '2024-01-02' }, { day: '2024-01-03' }]);
    expect(after.facts).not.toEqual(before.facts);
    expect({ ...after.facts, fingerprints: {} }).toEqual({ ...before.facts, fingerprints: {} });
    for (const [name, text] of Object.entries(after.facts.fingerprints)) {
      const { texts, ...others } = JSON.parse(text);
      expect(texts).toMatch(/^[0-9a-f]{16}$/);
      const { texts: _, ...old } = JSON.parse(before.facts.fingerprints[name]!);
      expect(others).toEqual(old);
    }
    expect(lineage.rowsRead).toBe(3);
    await report(cwd);
    expect(await stored(cwd)).toEqual(after);
  }));

it('a report that does not get the lock forms its own, and says so', () =>
  inFolder(async (cwd) => {
    await builtByOtherTexts(cwd);
    const before = await stored(cwd);
    const lock = await tryLock(join(cwd, '.clv/lock'), 'clv load', realProcesses);
    if (typeof lock !== 'object' || !('release' in lock)) throw new Error('not locked');
    const { headline, codes } = await report(cwd, '--wait', '10m');
    expect(headline).toContain('2 rows');
    expect(codes).toContain('relations_old');
    await lock.release();
    expect(await stored(cwd)).toEqual(before);
    expect((await report(cwd)).codes).not.toContain('relations_old');
    expect((await stored(cwd)).customers).toHaveLength(2);
  }));
