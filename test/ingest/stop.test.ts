import { readdirSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { silentProgress } from '../../src/common/progress.js';
import { ingest } from '../../src/ingest/ingest.js';
import { emptyFolder, file, newStore, settings } from './harness.js';

describe('a stop', () => {
  test('while standard input is open ends the reading and leaves no copy', async () => {
    const tempDirectory = emptyFolder();
    const stop = new AbortController();
    const stdin = new PassThrough();
    stdin.write('order_id,customer_id,order_ts,amount\n');
    setTimeout(() => stop.abort(), 50);
    const work = ingest(
      await newStore(),
      [{ role: 'orders', patterns: ['-'] }],
      { ...settings, tempDirectory },
      new Set(),
      silentProgress,
      stdin,
      stop.signal,
    );
    await expect(work).rejects.toThrow(/abort/i);
    expect(readdirSync(tempDirectory)).toEqual([]);
  });

  test('in the middle of a broken file ends with the reason that was given', async () => {
    const tempDirectory = emptyFolder();
    const rows = Array.from({ length: 50_000 }, (_, k) => `O${k},C${k},2024-01-01,1`).join('\n');
    const path = file('o.csv', `order_id,customer_id,order_ts,amount\nO,"C,2024-01-01,1\n${rows}\n`);
    const stop = new AbortController();
    const progress = {
      ...silentProgress,
      stage: (text: string) => text.startsWith('reading') && stop.abort(new Error('over time')),
    };
    const store = await newStore();
    const work = ingest(
      store,
      [{ role: 'orders', patterns: [path] }],
      { ...settings, tempDirectory },
      new Set(),
      progress,
      null,
      stop.signal,
    );
    await expect(work).rejects.toThrow('over time');
    expect(readdirSync(tempDirectory)).toEqual([]);
  });
});
