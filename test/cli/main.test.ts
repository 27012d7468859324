import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageVersion } from '../../src/common/version.js';
import { clv, inFolder } from './in-process.js';

describe('help', () => {
  it('is what clv alone, --help and help print, on standard output', async () => {
    const alone = await clv([]);
    expect(alone).toMatchObject({ code: 0, err: '' });
    expect(alone.out).toMatch(/^Usage: clv <command> \[options\]\n/);
    expect(await clv(['--help'])).toEqual(alone);
    expect(await clv(['help'])).toEqual(alone);
    expect(await clv(['-h'])).toEqual(alone);
  });

  it('fits 80 columns', async () => {
    for (const args of [['--help'], ['config', '--help']]) {
      const { out } = await clv(args, { columns: 200 });
      for (const line of out.split('\n')) expect([...line].length, line).toBeLessThanOrEqual(80);
    }
  });

  it('of a command is the same by either way', async () => {
    expect(await clv(['help', 'config'])).toEqual(await clv(['config', '--help']));
  });
});

it('says its version', async () => {
  expect(await clv(['--version'])).toEqual({ code: 0, out: `${packageVersion()}\n`, err: '' });
});

describe('wrong usage leaves with 2 and a way on', () => {
  const cases: readonly [readonly string[], string][] = [
    [
      ['confg'],
      "error[usage]: unknown command 'confg'\n(Did you mean config?)\nRun clv --help for its usage.\n",
    ],
    [
      ['config', '--time-zon', 'UTC'],
      "error[usage]: unknown option '--time-zon'\n(Did you mean --time-zone?)\nRun clv config --help for its usage.\n",
    ],
    [
      ['config', '--time-zone'],
      "error[usage]: option '--time-zone <zone>' argument missing\nRun clv config --help for its usage.\n",
    ],
    [['--frobnicate'], "error[usage]: unknown option '--frobnicate'\nRun clv --help for its usage.\n"],
    [['config', '--timeout', '30'], 'error[bad_duration]: --timeout "30" has no unit. Write 30s or 30m.\n'],
    [
      ['--timeout', 'x', 'config'],
      'error[bad_duration]: --timeout "x" is not a duration. Write it like 30s, 10m or 2h.\n',
    ],
  ];
  it.each(cases)('%j', async (args, err) => {
    expect(await clv(args)).toEqual({ code: 2, out: '', err });
  });
});

it('errors show control characters of a file as pictures', () =>
  inFolder(async (cwd) => {
    writeFileSync(
      join(cwd, 'orders.csv'),
      'customer_id,order_id,order_ts,amo\u001b[2Junt\nA,O1,2023-01-01,5\n',
    );
    const { code, err } = await clv(['check', 'orders.csv'], { cwd });
    expect(code).toBe(3);
    expect(err).toContain('amo␛[2Junt');
    expect(err).not.toContain('\u001b');
  }));

describe('options of every command', () => {
  it('count before and after its name', async () => {
    for (const args of [
      ['--threads', '3', 'config', '--format', 'csv'],
      ['config', '--threads', '3', '--format', 'csv'],
    ]) {
      const { code, out } = await clv(args);
      expect(code).toBe(0);
      expect(out).toContain('threads,3,flag --threads');
    }
  });
});

describe('clv config', () => {
  it('shows each setting and where it comes from', () =>
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'clv.config.json'), '{"currency": "EUR", "timeZone": "Europe/Berlin"}');
      const { code, out, err } = await clv(['config', 'x.csv', '--time-zone', 'UTC', '--format', 'csv'], {
        cwd: folder,
        env: { CLV_MARGIN: '40%' },
      });
      expect({ code, err }).toEqual({ code: 0, err: '' });
      const lines = out.trim().split(/\r?\n/);
      expect(lines[0]).toBe('key,value,from');
      expect(lines).toContain('timeZone,UTC,flag --time-zone');
      expect(lines).toContain('margin,0.4,env CLV_MARGIN');
      expect(lines).toContain('currency,EUR,clv.config.json');
      expect(lines).toContain('zeroValue,keep,default');
      expect(lines.find((line) => line.startsWith('orders,'))).toContain('x.csv');
    }));

  it('prints JSON, and a table with the same values', async () => {
    const json = await clv(['config', '--format', 'json', '--wait', '90s']);
    const result = JSON.parse(json.out) as {
      tables: [{ rows: { key: string; value: string; from: string }[] }];
    };
    const wait = result.tables[0].rows.find(({ key }) => key === 'wait');
    expect(wait).toEqual({ key: 'wait', value: '1m30s', from: 'flag --wait' });
    const { out } = await clv(['config', '--wait', '90s']);
    for (const { key, from } of result.tables[0].rows.filter((row) => row.key !== 'format')) {
      expect(out).toMatch(new RegExp(`^ *${key} .*${from}$`, 'm'));
    }
  });

  it('warns of misspelt variables and shows no value of theirs', async () => {
    const { out } = await clv(['config', '--format', 'json'], {
      env: { CLV_TIMEZONE: 'UTC', CLV_API_TOKEN: 'hunter2', CLVX: '1' },
    });
    expect((JSON.parse(out) as { warnings: unknown }).warnings).toEqual([
      {
        code: 'unknown_environment_name',
        text: 'CLV_API_TOKEN is set in the environment, but clv does not know it.',
      },
      {
        code: 'unknown_environment_name',
        text: 'CLV_TIMEZONE is set in the environment, but clv does not know it. Did you mean CLV_TIME_ZONE?',
      },
    ]);
    expect(out).not.toContain('hunter2');
  });

  it('prints the schema of the config', async () => {
    const { out, code } = await clv(['config', '--schema']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ title: 'clv.config.json', type: 'object' });
  });

  it('writes to a file or a folder, and says so on standard error', () =>
    inFolder(async (folder) => {
      const file = await clv(['config', '--format', 'markdown', '--out', 'deep/settings.md'], {
        cwd: folder,
      });
      expect(file).toEqual({ code: 0, out: '', err: `Wrote ${join(folder, 'deep/settings.md')}.\n` });
      const tables = await clv(['config', '--format', 'csv', '--out', 'tables', '--quiet'], { cwd: folder });
      expect(tables).toEqual({ code: 0, out: '', err: '' });
    }));
});
