import type { Parse } from './key.js';
import { parsePath } from './parse-path.js';
import { parseRecord } from './parse-record.js';
import { parseCurrency } from './parse-text.js';

/** Exchange rates by currency, or the absolute path of the file that holds them (read later). */
export type Rates = Readonly<Record<string, string>> | string;

/** An object `{"USD": 0.92}` in the config; anywhere else (and as a config string) a file. */
export function parseRates(parseRate: Parse<string>): Parse<Rates> {
  const parsePairs = parseRecord('USD=0.92', parseRate);
  return (raw, where) => {
    if (typeof raw === 'string') return parsePath(raw, where);
    const rates = Object.entries(parsePairs(raw, where));
    return Object.fromEntries(rates.map(([code, rate]) => [parseCurrency(code, where), rate]));
  };
}
