import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ClvError } from '../../src/common/errors.js';
import { literal } from '../../src/store/sql.js';
import { file, load, newStore } from '../ingest/harness.js';

const folder = mkdtempSync(join(tmpdir(), 'clv-slow-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const residentMegabytes = () => process.resourceUsage().maxRSS / 1024;

describe('large files', () => {
  test('a line of 2 GB is lost alone and never held in memory', async () => {
    const path = join(folder, 'line.csv');
    const handle = openSync(path, 'w');
    writeSync(handle, 'order_id,customer_id,order_ts,amount\nO1,C1,2024-01-01,1\nO2,');
    const block = Buffer.alloc(1 << 24, 'x');
    for (let k = 0; k < 129; k++) writeSync(handle, block);
    writeSync(handle, ',2024-01-01,2\nO3,C3,2024-01-01,3\n');
    closeSync(handle);
    const { store, intake } = await load(path);
    expect(intake).toMatchObject({ rowsRead: 3, rowsUsed: 2, refused: { line_too_long: 1 } });
    expect(await store.rows('select row_number, length(raw) as kept from quarantine')).toEqual([
      { row_number: 2, kept: 1001 },
    ]);
    expect(residentMegabytes()).toBeLessThan(1000);
    rmSync(path);
  });

  test('10^7 lines with one unclosed quote lose one row, in bounded memory', async () => {
    const path = join(folder, 'many.csv');
    const store = await newStore();
    await store.run(
      `copy (select 'C' || (hash(i) % 1000000) as customer_id, case when i = 5000000 then '"O' else 'O' end || i // 3 as order_id, timestamp '2023-01-01' + interval (i % 700) day as order_ts, 1 + i % 5 as quantity, (i % 9999) / 100 as price from range(10000000) t(i)) to ${literal(path)} (format csv, header, quote '', escape '')`,
    );
    const { intake } = await load(path, { want: new Set(['quantity']) });
    expect(intake).toMatchObject({
      rowsRead: 10_000_000,
      rowsUsed: 9_999_999,
      refused: { malformed_row: 1 },
    });
    expect(residentMegabytes()).toBeLessThan(1400);
    rmSync(path);
  });
});

test('a full disk is named', async (context) => {
  const mount = join(folder, 'small');
  try {
    execFileSync('mkdir', [mount]);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', mount], { stdio: 'ignore' });
  } catch {
    return context.skip('no right to mount');
  }
  try {
    const rows = Array.from({ length: 100_000 }, (_, k) => `O${k},C${k},2024-01-01,1`).join('\n');
    const path = file(
      'o.csv',
      Buffer.from(`\ufefforder_id,customer_id,order_ts,amount\n${rows}\n`, 'utf16le'),
    );
    const failure = await load(path, { settings: { tempDirectory: mount } }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ClvError);
    expect((failure as ClvError).code).toBe('disk_full');
    expect(execFileSync('ls', [mount]).toString()).toBe('');
  } finally {
    execFileSync('umount', [mount]);
  }
});
