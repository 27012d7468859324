import { ClvError, ExitCode } from '../errors.js';

/** `--time-zone "Mars/Base" is not a time zone. Use an IANA name such as Europe/Berlin, or UTC.` */
export function badSetting(
  code: string,
  where: string,
  value: unknown,
  wrong: string,
  nextMove: string,
): ClvError {
  return new ClvError(code, ExitCode.usage, `${where} ${shown(value)} ${wrong}. ${nextMove}`);
}

export function conflictingSettings(first: string, second: string, nextMove: string): ClvError {
  return new ClvError(
    'conflicting_settings',
    ExitCode.usage,
    `${first} and ${second} contradict each other. ${nextMove}`,
  );
}

export function configMissing(where: string, path: string): ClvError {
  return new ClvError(
    'config_missing',
    ExitCode.usage,
    `${where} ${shown(path)} does not exist. Give the path of a config file, or run clv init to write one.`,
  );
}

export function configUnreadable(path: string, why: string): ClvError {
  return new ClvError(
    'config_unreadable',
    ExitCode.usage,
    `${path} can't be read: ${why}. Check the file and its permissions.`,
  );
}

export function configSyntax(path: string, line: number, column: number, wrong: string): ClvError {
  return new ClvError(
    'config_syntax',
    ExitCode.usage,
    `${path} line ${line}, column ${column}: ${wrong}. Mend the JSON and run again.`,
  );
}

export function unknownConfigKey(path: string, line: number, key: string, meant: string | null): ClvError {
  return new ClvError(
    'unknown_config_key',
    ExitCode.usage,
    `${path} line ${line}: unknown key ${shown(key)}. ` +
      (meant === null ? 'clv config lists the keys.' : `Did you mean ${shown(meant)}?`),
  );
}

export function badConfigValue(path: string, line: number, key: string, wrong: string): ClvError {
  return new ClvError(
    'bad_config_value',
    ExitCode.usage,
    `${path} line ${line}, ${key}: ${wrong}. clv config --schema describes each key.`,
  );
}

export function unknownEnvironmentName(name: string, meant: string | null): { code: string; text: string } {
  return {
    code: 'unknown_environment_name',
    text:
      `${name} is set in the environment, but clv does not know it.` +
      (meant === null ? '' : ` Did you mean ${meant}?`),
  };
}

export function ratesUnreadable(where: string, path: string, why: string): ClvError {
  return new ClvError(
    'rates_unreadable',
    ExitCode.usage,
    `${where} ${shown(path)}: ${why}. Give a CSV with the columns currency,rate or a JSON object such as {"USD": 0.92}.`,
  );
}

export function ratesWithoutCurrency(where: string): ClvError {
  return new ClvError(
    'rates_without_currency',
    ExitCode.usage,
    `${where} needs --currency: name the currency that the rates convert to.`,
  );
}

export function configExists(path: string): ClvError {
  return new ClvError(
    'config_exists',
    ExitCode.usage,
    `${path} exists already. Nothing was written. Use --force to replace it.`,
  );
}

/** A value as the user sees it: one line, quoted, control characters escaped, not longer than 80 characters. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : (JSON.stringify(value) ?? String(value));
  const clean = text.replaceAll(
    /[\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const letters = [...clean];
  return letters.length > 80 ? `${letters.slice(0, 77).join('')}…"` : clean;
}

export function nothingToLookAt(folder: string): ClvError {
  return new ClvError(
    'nothing_to_look_at',
    ExitCode.usage,
    `${folder} holds no CSV, JSON, NDJSON or Parquet files. Name your files: clv init exports/orders.csv.`,
  );
}

export function noOrdersFound(reasons: readonly string[]): ClvError {
  return new ClvError(
    'no_orders_found',
    ExitCode.usage,
    `no file looks like orders. ${reasons.join(' ')} Name the columns with --columns, or other files.`,
  );
}

export function standardInputNotRemembered(): ClvError {
  return new ClvError(
    'standard_input',
    ExitCode.usage,
    'clv init can not remember standard input (-) for later runs. Save it to a file and name that.',
  );
}

export const initTexts = {
  skipped: (name: string, why: string) => ({ code: 'file_skipped', text: `${name} is left out: ${why}` }),
  zone: (zone: string, machine: string) => ({
    code: 'time_zone_assumed',
    text: `Days are counted in ${zone}. If the times in your files are local, set timeZone in the config; this machine is in ${machine}.`,
  }),
  noCurrency: {
    code: 'currency_unknown',
    text: 'No file names a currency. Set currency in the config, so that reports name it and round to its cents.',
  },
  manyCurrencies: (codes: readonly string[]) => ({
    code: 'currencies_mixed',
    text: `The files hold ${codes.join(', ')}. Set currency and rates in the config, or currency alone to refuse the others.`,
  }),
  question: (name: string, text: string) => ({ code: 'open_question', text: `${name}: ${text}` }),
  next: (command: string) => ({ code: 'next', text: `Next: ${command}` }),
} as const;
