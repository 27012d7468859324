import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const CLV = fileURLToPath(new URL('../../bin/clv.js', import.meta.url));
const TELL_MEMORY =
  'data:text/javascript,process.on("exit",()=>console.error("maxrss " + process.resourceUsage().maxRSS))';

it('makes ten million lines in less than a gigabyte', () => {
  const folder = mkdtempSync(join(tmpdir(), 'clv-slow-'));
  try {
    const started = performance.now();
    const run = spawnSync(
      process.execPath,
      [
        '--import',
        TELL_MEMORY,
        CLV,
        'synth',
        'baseline',
        '--customers',
        '1250000',
        '--out',
        'big.csv',
        '--quiet',
      ],
      { cwd: folder, encoding: 'utf8' },
    );
    const seconds = (performance.now() - started) / 1000;
    expect(run.status).toBe(0);
    const lines = Number(
      execFileSync('wc', ['-l', join(folder, 'big.csv')], { encoding: 'utf8' }).split(' ')[0],
    );
    expect(lines).toBeGreaterThan(10_000_000);
    expect(statSync(join(folder, 'big.csv')).size).toBeGreaterThan(1e9);
    const kilobytes = Number(/maxrss (\d+)/.exec(run.stderr)?.[1]);
    process.stderr.write(`${Math.round(lines / seconds)} lines/s, ${Math.round(kilobytes / 1000)} MB\n`);
    expect(kilobytes).toBeLessThan(1_000_000);
    // Idle, two cores write 500,000 lines/s; a crowded machine is no reason to fail.
    expect(lines / seconds).toBeGreaterThan(50_000);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
