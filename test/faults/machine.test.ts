import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { inFolder } from '../cli/in-process.js';
import { Feed } from './feed.js';
import { fileOf, tablesOf } from './fingerprint.js';
import { program } from './program.js';

type Env = Readonly<Record<string, string>>;

/** Orders with times of day, so that zones matter; the declared zone has a change of the clock in it. */
function write(cwd: string): readonly string[] {
  mkdirSync(join(cwd, 'in'));
  const feed = new Feed();
  const names = [feed.write(cwd, 0), feed.write(cwd, 1), feed.write(cwd, 2)];
  writeFileSync(
    join(cwd, 'in/timed.csv'),
    'customer_id,order_id,order_date,amount\nc001,Ä1,2022-10-30 02:30:00,5\nC001,a1,2022-03-27 02:30:00,5\nİ,ı1,2022-10-30T23:30:00Z,7\n',
  );
  writeFileSync(
    join(cwd, 'clv.config.json'),
    JSON.stringify({
      timeZone: 'Europe/Berlin',
      fit: { model: 'bgnbd' },
      gates: { coverage: null, baseline: false },
    }),
  );
  return [...names, 'in/timed.csv'];
}

/** Two loads, a fit, another two loads, a night's work and reports, each step in an environment of its own. */
async function night(envs: readonly Env[]): Promise<Record<string, unknown>> {
  return inFolder(async (cwd) => {
    const [first, second, third, timed] = write(cwd);
    const steps = [
      ['load', first!],
      ['fit'],
      ['load', second!],
      ['load', timed!],
      ['run', third!, '--if-older-than', '1d'],
      ['audit', 'all', '--format', 'markdown', '--out', 'audit.md'],
      ['check', '--format', 'json', '--out', 'check.json'],
      ['mart', 'export', '--format', 'csv', '--out', 'mart'],
    ];
    for (const [k, args] of steps.entries()) {
      const { code, err } = await program(args, cwd, { env: envs[k % envs.length]! });
      expect(code, `${args.join(' ')}\n${err}`).toBe(0);
    }
    return {
      tables: await tablesOf(join(cwd, '.clv')),
      model: fileOf(join(cwd, '.clv/models/current')),
      decisions: fileOf(join(cwd, '.clv/models/decisions.jsonl')),
      scores: fileOf(join(cwd, 'scores.csv')),
      audit: fileOf(join(cwd, 'audit.md')),
      check: fileOf(join(cwd, 'check.json')),
      orders: fileOf(join(cwd, 'mart/orders.csv')),
      customers: fileOf(join(cwd, 'mart/customers.csv')),
    };
  });
}

it('gives the same bytes whatever the clock, the zone and the locale of the machine', () =>
  inFolder(async (folder) => {
    const clock = (name: string, hours: number): Env => {
      const path = join(folder, `${name}.mjs`);
      writeFileSync(
        path,
        `const Real = Date;
         globalThis.Date = class extends Real {
           constructor(...given) { given.length === 0 ? super(Real.now() + ${hours * 3_600_000}) : super(...given); }
           static now() { return Real.now() + ${hours * 3_600_000}; }
         };`,
      );
      return { NODE_OPTIONS: `--import ${pathToFileURL(path).href}` };
    };
    const plain = await night([{ TZ: 'UTC', LC_ALL: 'C' }]);
    expect(Object.values(plain)).not.toContain(null);
    const moved = await night([
      { TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' },
      { TZ: 'America/Los_Angeles', LANG: 'de_DE.UTF-8', ...clock('back', -24) },
      { TZ: 'Asia/Kolkata', LC_ALL: 'sv_SE.UTF-8', ...clock('ahead', 24) },
    ]);
    expect(moved).toEqual(plain);
  }));
