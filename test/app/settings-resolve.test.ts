import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Settings } from '../../src/app/settings.js';
import type { SettingsRequest } from '../../src/app/settings-raw.js';
import { resolveSettings } from '../../src/app/settings-resolve.js';
import { inFolder } from '../cli/in-process.js';

interface Given {
  readonly flags?: Record<string, unknown>;
  readonly files?: readonly string[];
  readonly env?: Record<string, string>;
  /** Text of clv.config.json, or its value. */
  readonly config?: unknown;
  readonly terminal?: SettingsRequest['terminal'];
  readonly other?: Readonly<Record<string, string>>;
}

function resolved(given: Given, look: (settings: Settings, folder: string) => void): Promise<void> {
  return inFolder(async (folder) => {
    if (given.config !== undefined) {
      const text = typeof given.config === 'string' ? given.config : JSON.stringify(given.config, null, 2);
      writeFileSync(join(folder, 'clv.config.json'), text);
    }
    for (const [name, text] of Object.entries(given.other ?? {})) writeFileSync(join(folder, name), text);
    const settings = await resolveSettings({
      flags: given.flags ?? {},
      files: given.files ?? [],
      env: given.env ?? {},
      cwd: folder,
      terminal: given.terminal ?? { isTTY: false, columns: null },
    });
    look(settings, folder);
  });
}

async function refusal(given: Given): Promise<string> {
  let text = 'nothing was refused';
  await resolved(given, () => {}).catch((error: { code: string; exitCode: number; message: string }) => {
    expect(error.exitCode).toBe(2);
    text = `${error.code}: ${error.message}`;
  });
  return text.replaceAll(/\/\S*clv-test-\w+\//g, '…/');
}

const origin = (settings: Settings, key: string) => {
  const { value, from } = settings.provenance.find((entry) => entry.key === key)!;
  return `${value} (${from})`;
};

describe('defaults', () => {
  it('fill every setting, and everything is frozen', () =>
    resolved({}, (settings, folder) => {
      expect(settings.sources).toEqual([]);
      expect(settings.sourcesFrom).toBe('none');
      expect(settings.runtime).toMatchObject({
        memoryLimitBytes: 1_000_000_000,
        duckdbMemoryMegabytes: 550,
        threads: null,
        timeoutMs: null,
        checks: true,
      });
      expect(settings.workspace).toEqual({
        path: join(folder, '.clv'),
        explicit: false,
        waitMs: 0,
        onOverlap: 'replace',
      });
      expect(settings.report).toMatchObject({ format: 'table', out: null, color: false, width: 80 });
      expect(settings.config.path).toBeNull();
      expect(JSON.stringify(settings)).not.toContain('undefined');
      expect(Object.isFrozen(settings.ingest.columns)).toBe(true);
      const undefinedValues = JSON.stringify(settings, (_, value) =>
        value === undefined ? 'UNDEFINED' : value,
      );
      expect(undefinedValues).not.toContain('UNDEFINED');
    }));
});

describe('precedence and provenance', () => {
  const config = { timeZone: 'Europe/Paris' };
  const env = { CLV_TIME_ZONE: 'Europe/Rome' };
  const flags = { timeZone: 'Europe/Oslo' };
  it('a flag beats all', () =>
    resolved({ config, env, flags }, (settings) => {
      expect(settings.ingest.timeZone).toBe('Europe/Oslo');
      expect(origin(settings, 'timeZone')).toBe('Europe/Oslo (flag --time-zone)');
    }));
  it('the environment beats the config', () =>
    resolved({ config, env }, (settings) => {
      expect(settings.ingest.timeZone).toBe('Europe/Rome');
      expect(origin(settings, 'timeZone')).toBe('Europe/Rome (env CLV_TIME_ZONE)');
    }));
  it('the config beats the default', () =>
    resolved({ config }, (settings) => {
      expect(settings.ingest.timeZone).toBe('Europe/Paris');
      expect(origin(settings, 'timeZone')).toBe('Europe/Paris (clv.config.json)');
    }));
  it('an empty variable is none', () =>
    resolved({ env: { CLV_TIME_ZONE: '' } }, (settings) => {
      expect(origin(settings, 'timeZone')).toBe('UTC (default)');
    }));
  it('a null in the config and the word none take a value back', () =>
    resolved({ config: { currency: 'EUR' }, env: { CLV_CURRENCY: 'none' } }, (settings) => {
      expect(settings.ingest.currency).toBeNull();
      expect(origin(settings, 'currency')).toBe('none (env CLV_CURRENCY)');
    }));
});

describe('sources', () => {
  const config = { orders: ['data/*.csv'], customers: 'people.csv' };
  it('of the config stand relative to it', () =>
    resolved({ config }, (settings, folder) => {
      expect(settings.sourcesFrom).toBe('config');
      expect(settings.sources).toEqual([
        { role: 'orders', patterns: [join(folder, 'data/*.csv')] },
        { role: 'customers', patterns: [join(folder, 'people.csv')] },
      ]);
    }));
  it('orders of the command line stand alone', () =>
    resolved({ config, files: ['new.csv', '-'], flags: { orders: ['more.csv'] } }, (settings, folder) => {
      expect(settings.sourcesFrom).toBe('command line');
      expect(settings.sources).toEqual([
        { role: 'orders', patterns: [join(folder, 'new.csv'), '-', join(folder, 'more.csv')] },
      ]);
    }));
  it('customers of the command line join the orders of the config', () =>
    resolved({ config, flags: { customers: ['other.csv'] } }, (settings, folder) => {
      expect(settings.sources).toEqual([
        { role: 'orders', patterns: [join(folder, 'data/*.csv')] },
        { role: 'customers', patterns: [join(folder, 'other.csv')] },
      ]);
    }));
});

describe('a config elsewhere', () => {
  it('is named by flag or variable, and its paths are relative to its own folder', () =>
    inFolder(async (folder) => {
      mkdirSync(join(folder, 'conf'));
      writeFileSync(join(folder, 'conf/shop.json'), '\ufeff{"workspace": "shop", "orders": "o.csv"}');
      for (const request of [
        { flags: { config: 'conf/shop.json' } },
        { env: { CLV_CONFIG: 'conf/shop.json' } },
      ]) {
        const settings = await resolveSettings({
          flags: {},
          env: {},
          files: [],
          cwd: folder,
          terminal: { isTTY: false, columns: null },
          ...request,
        });
        expect(settings.workspace).toMatchObject({ path: join(folder, 'conf/shop'), explicit: true });
        expect(settings.sources[0]!.patterns).toEqual([join(folder, 'conf/o.csv')]);
        expect(origin(settings, 'orders')).toContain('(shop.json)');
      }
    }));
});

describe('period', () => {
  it('of a flag takes the place of first and last day in the config', () =>
    resolved(
      { config: { from: '2020-01-01', to: '2020-12-31' }, flags: { period: '2021' } },
      ({ period }) => {
        expect(period).toMatchObject({ period: { text: '2021' }, from: null, to: null });
      },
    ));
  it('first day of a flag takes the place of the period in the environment', () =>
    resolved({ env: { CLV_PERIOD: '2021' }, flags: { from: '2020-01-01' } }, ({ period }) => {
      expect(period).toMatchObject({ period: null, from: '2020-01-01', to: null });
    }));
});

describe('looks', () => {
  const tty = { isTTY: true, columns: 100 };
  const cases: readonly [string, Given, boolean][] = [
    ['a pipe', {}, false],
    ['a terminal', { terminal: tty }, true],
    ['a dumb terminal', { terminal: tty, env: { TERM: 'dumb' } }, false],
    ['NO_COLOR', { terminal: tty, env: { NO_COLOR: '1', FORCE_COLOR: '1' } }, false],
    ['an empty NO_COLOR', { terminal: tty, env: { NO_COLOR: '' } }, true],
    ['--no-color', { terminal: tty, flags: { color: false } }, false],
    ['FORCE_COLOR', { env: { FORCE_COLOR: '1' } }, true],
    ['FORCE_COLOR=0', { terminal: tty, env: { FORCE_COLOR: '0' } }, false],
    ['a file', { terminal: tty, flags: { out: 'x.txt' } }, false],
  ];
  it.each(cases)('%s', (_, given, color) =>
    resolved(given, (settings) => expect(settings.report.color).toBe(color)),
  );
  it('take the width of the terminal within reason', async () => {
    for (const [columns, width] of [
      [100, 100],
      [300, 120],
      [20, 40],
    ] as const) {
      await resolved({ terminal: { isTTY: true, columns } }, (settings) =>
        expect(settings.report.width).toBe(width),
      );
    }
  });
});

describe('exchange rates', () => {
  const flags = { rates: 'rates.csv', currency: 'EUR' };
  it.each([
    ['with a header', 'currency,rate\nUSD,0.92\nGBP,1.17\n'],
    ['without one, with semicolons', 'USD;0.92\r\nGBP;1.17\r\n\r\n'],
    ['as JSON', '{"USD": 0.92, "gbp": "1.17"}'],
  ])('from a file %s', (_, text) =>
    resolved({ flags, other: { 'rates.csv': text } }, (settings) =>
      expect(settings.ingest.rates).toEqual({ USD: '0.92', GBP: '1.17' }),
    ),
  );
  it.each([
    ['', 'it holds no rates'],
    ['{"USD": ', 'it holds no rates'],
  ])('not from %j', async (text, why) => {
    expect(await refusal({ flags, other: { 'rates.csv': text } })).toBe(
      `rates_unreadable: --rates "…/rates.csv": ${why}. Give a CSV with the columns currency,rate or a JSON object such as {"USD": 0.92}.`,
    );
  });
  it('not from nowhere', async () => {
    expect(await refusal({ flags })).toBe(
      'rates_unreadable: --rates "…/rates.csv": there is no such file. Give a CSV with the columns currency,rate or a JSON object such as {"USD": 0.92}.',
    );
  });
});

describe('refusals, word for word', () => {
  const cases: readonly [string, Given, string][] = [
    ['a bad flag', { flags: { timeout: '5' } }, 'bad_duration: --timeout "5" has no unit. Write 5s or 5m.'],
    [
      'a bad variable',
      { env: { CLV_MEMORY_LIMIT: 'much' } },
      'bad_size: CLV_MEMORY_LIMIT "much" is not a size. Write it like 500MB or 2GB.',
    ],
    [
      'a bad config value',
      { config: { currency: 'EUR', timeZone: 'Mars/Base' } },
      'bad_time_zone: clv.config.json line 3, timeZone "Mars/Base" is not a time zone. Use an IANA name such as Europe/Berlin, or UTC.',
    ],
    [
      'an unknown key',
      { config: { timezone: 'UTC' } },
      'unknown_config_key: clv.config.json line 2: unknown key "timezone". Did you mean "timeZone"?',
    ],
    [
      'an unknown key like no other',
      { config: { frobnicate: 1 } },
      'unknown_config_key: clv.config.json line 2: unknown key "frobnicate". clv config lists the keys.',
    ],
    [
      'a key that only flags have',
      { config: { format: 'json' } },
      'unknown_config_key: clv.config.json line 2: unknown key "format". clv config lists the keys.',
    ],
    [
      'an unknown key of a segment',
      { config: { rfmSegments: [{ name: 'best', recencey: 5 }] } },
      'unknown_config_key: clv.config.json line 5: unknown key "recencey". Did you mean "recency"?',
    ],
    [
      'a wrong type',
      { config: { decimalComma: 'yes' } },
      'bad_config_value: clv.config.json line 2, decimalComma: expected boolean, found string. clv config --schema describes each key.',
    ],
    [
      'a wrong word',
      { config: { metric: 'money' } },
      'bad_config_value: clv.config.json line 2, metric: expected profit or spend. clv config --schema describes each key.',
    ],
    [
      'a wrong type where several fit',
      { config: { orders: { a: 1 } } },
      'bad_config_value: clv.config.json line 2, orders: expected string or array, found object. clv config --schema describes each key.',
    ],
    [
      'a wrong type deep inside',
      { config: { rates: { USD: [] } } },
      'bad_config_value: clv.config.json line 3, rates.USD: expected number or string, found array. clv config --schema describes each key.',
    ],
    [
      'a list instead of an object',
      { config: [] },
      'bad_config_value: clv.config.json line 1, the file: must be an object {…}. clv config --schema describes each key.',
    ],
    [
      'JSON with a mistake',
      { config: '{\n  "currency": "EUR",\n}' },
      'config_syntax: clv.config.json line 2, column 20: there is a comma before }. Mend the JSON and run again.',
    ],
    [
      'a config that is not there',
      { flags: { config: 'no.json' } },
      'config_missing: --config "…/no.json" does not exist. Give the path of a config file, or run clv init to write one.',
    ],
    [
      'a config that is a folder',
      { env: { CLV_CONFIG: '.' } },
      "config_unreadable: X can't be read: it is a folder. Check the file and its permissions.",
    ],
    [
      'a period and its first day',
      { flags: { period: '2020', from: '2020-01-01' } },
      'conflicting_settings: --period and --from contradict each other. Give a period, or its first and last day.',
    ],
    [
      'a last day before the first',
      { flags: { from: '2020-02-01' }, env: { CLV_TO: '2020-01-01' } },
      'bad_period: CLV_TO "2020-01-01" is before --from 2020-02-01. Swap them.',
    ],
    [
      'thousands that are the decimal point',
      { flags: { thousands: '.' } },
      'conflicting_settings: --thousands "." and the decimal point contradict each other. Add --decimal-comma if commas are decimal points.',
    ],
    [
      'thousands that are the decimal comma',
      { flags: { thousands: ',', decimalComma: true } },
      'conflicting_settings: --thousands "," and --decimal-comma contradict each other. Name the other character, such as "." or space.',
    ],
    [
      'rates without a currency',
      { config: { rates: { USD: 0.9 } } },
      'rates_without_currency: clv.config.json line 2, rates needs --currency: name the currency that the rates convert to.',
    ],
  ];
  it.each(cases)('%s', async (_, given, expected) => {
    const text = await refusal(given);
    expect(text.replace(/\/\S*clv-test-\w+/, 'X')).toBe(expected);
  });
});

describe('the digest', () => {
  const digest = async (given: Given) => {
    let found = '';
    await resolved(given, (settings) => {
      found = settings.config.digest;
    });
    return found;
  };
  it('does not see who set a value, where files are, or how a report looks', async () => {
    const plain = await digest({});
    expect(plain).toMatch(/^[0-9a-f]{64}$/);
    expect(await digest({ flags: { timeZone: 'UTC' } })).toBe(plain);
    expect(await digest({ files: ['x.csv'], flags: { threads: '3', format: 'json', workspace: 'w' } })).toBe(
      plain,
    );
    const columns = { a: '1', b: '2' };
    expect(await digest({ config: { columns } })).toBe(await digest({ flags: { columns: ['b=2', 'a=1'] } }));
  });
  it('sees what changes a report', async () => {
    const variants: readonly Given[] = [
      {},
      { flags: { timeZone: 'Europe/Paris' } },
      { flags: { asOf: '2020-01-01' } },
      { flags: { zeroValue: 'drop' } },
      { flags: { currency: 'EUR' } },
      { flags: { currency: 'EUR', rates: 'r.json' }, other: { 'r.json': '{"USD": 0.9}' } },
      { flags: { currency: 'EUR', rates: 'r.json' }, other: { 'r.json': '{"USD": 0.91}' } },
      { config: { rfmSegments: [{ name: 'a' }, { name: 'b' }] } },
      { config: { rfmSegments: [{ name: 'b' }, { name: 'a' }] } },
    ];
    const digests = await Promise.all(variants.map(digest));
    expect(new Set(digests).size).toBe(variants.length);
  });
});
