import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { displayWidth } from '../../src/report/width.js';
import { expectGolden } from '../report/golden.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

/** What a user sees whose output is no terminal: 80 columns, no colour. */
async function printed(args: readonly string[]): Promise<string> {
  const { stdout, stderr } = await run(process.execPath, ['bin/clv.js', ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH },
  });
  expect(stderr).toBe('');
  return stdout;
}

const REPORTS: readonly [string, readonly string[]][] = [
  ['report-lens1', ['audit', 'lens1', 'samples/orders.csv']],
  ['report-rfm', ['audit', 'rfm', 'samples/orders.csv']],
  ['report-check', ['check', 'samples/orders.csv']],
  ['report-check-broken', ['check', 'samples/orders-broken.csv']],
];

describe.each(REPORTS)('%s', (name, args) => {
  it('is the golden one, in 80 columns without colour', async () => {
    const text = await printed(args);
    for (const line of text.split('\n')) expect(displayWidth(line), line).toBeLessThanOrEqual(80);
    expect(text).not.toContain('\u001b');
    expect(text).not.toContain(ROOT);
    const own = text.replaceAll(/^ +not_finite .*NaN$/gm, '');
    expect(own).not.toMatch(/\b(undefined|NaN|null)\b|\[object/);
    expectGolden(`../cli/${name}.txt`, text);
  });
});
