import { fileFailure, readTextFile } from '../common/file-access.js';
import { ratesUnreadable } from '../common/messages/config.js';
import type { Where } from './config/key.js';
import { parseRate } from './config/parse-number.js';
import { parseRates, type Rates } from './config/parse-rates.js';

/** The rates themselves, read from their file when a file was named: CSV `currency,rate` or a JSON object. */
export async function loadRates(rates: Rates, where: Where): Promise<Readonly<Record<string, string>>> {
  if (typeof rates !== 'string') return rates;
  const text = await readTextFile(rates).catch((error: unknown) => {
    throw ratesUnreadable(where.name, rates, fileFailure(error));
  });
  if (text === null) throw ratesUnreadable(where.name, rates, 'there is no such file');
  const found = /^\s*\{/.test(text) ? fromJson(text) : await fromCsv(text);
  if (found === null) throw ratesUnreadable(where.name, rates, 'it holds no rates');
  return parseRates(parseRate)(found, where) as Readonly<Record<string, string>>;
}

function fromJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

async function fromCsv(text: string): Promise<string[] | null> {
  const { parse } = await import('csv-parse/sync');
  const rows: string[][] = parse(text, {
    delimiter: [',', ';', '\t'],
    trim: true,
    skip_empty_lines: true,
    relax_column_count: true,
  });
  const data = /^[A-Za-z]{3}$/.test(rows[0]?.[0] ?? '') ? rows : rows.slice(1);
  return data.length === 0 ? null : data.map((row) => `${row[0] ?? ''}=${row[1] ?? ''}`);
}
