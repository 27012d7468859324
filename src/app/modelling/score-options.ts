import { extname, isAbsolute, resolve } from 'node:path';
import { addMonths, daysBetween } from '../../common/calendar.js';
import {
  badHorizon,
  badInterval,
  badRate,
  noMeanOfYoung,
  notAScoreFile,
  notWithExplain,
} from '../../common/messages/score.js';
import { parseCount, parseMoney } from '../config/parse-number.js';

/** Flags of `clv score`, as commander gives them. */
export interface ScoreFlags {
  readonly model?: string;
  readonly horizon?: string;
  readonly annualRate?: string;
  readonly interval?: string;
  /** `true` or `false` from the config. */
  readonly meanInterval?: boolean | string;
  readonly minDays?: string;
  readonly cac?: string;
  readonly top?: string;
  readonly explain?: string;
  readonly rollup?: string;
  readonly returns?: string;
  readonly out?: string;
}

/** The same, resolved. */
export interface ScoreOptions {
  /** Id or its beginning; null = the model in use. */
  readonly model: string | null;
  readonly horizon: Horizon;
  /** Yearly discount rate, 0 to 1. */
  readonly annualRate: number;
  /** Share of the predictive distribution inside the intervals. */
  readonly interval: number;
  /** The expected purchases get an interval of their own. */
  readonly meanInterval: boolean;
  readonly minDays: number;
  /** What it costs to win a customer, an exact decimal string; null = the scores say nothing of it. */
  readonly cac: string | null;
  readonly top: number;
  /** Id of the customer to explain; no file is written then, unless it is named. */
  readonly explain: string | null;
  /** Attribute by whose values the scores are summed; null = none. */
  readonly rollup: string | null;
  /** Each customer's own returns count. */
  readonly ownReturns: boolean;
  /** Where the rows go: an absolute path, `-` for standard output, or nowhere. */
  readonly out: string | null;
  readonly form: 'csv' | 'parquet';
  /** Options that a flag or the config names: without effect they are worth a word. */
  readonly asked: ReadonlySet<string>;
}

export interface Horizon {
  readonly text: string;
  readonly count: number;
  readonly unit: 'd' | 'w' | 'm' | 'y';
}

/** Tables of all customers, which one customer's explanation does not have. What the config asks of every run is no matter. */
const BESIDE_EXPLAIN = [
  ['rollup', '--rollup'],
  ['top', '--top'],
] as const;

const MOST_DAYS = 36_525;

/** Ends of names that ask for a report and not for rows. */
const REPORTS: ReadonlySet<string> = new Set(['.html', '.htm', '.md', '.json', '.svg', '.png', '.pdf']);
const DAYS = { d: 1, w: 7, m: 30.4375, y: 365.25 } as const;

/** Options from flags, else from the config. One customer explained writes no file unless a flag names it. */
export function scoreOptions(given: ScoreFlags, cwd: string, kept: ScoreFlags = {}): ScoreOptions {
  const { out: keptOut, ...others } = kept;
  const isExplained = given.explain !== undefined;
  const flags = { ...others, ...(isExplained || keptOut === undefined ? {} : { out: keptOut }), ...given };
  if (isExplained)
    for (const [name, flag] of BESIDE_EXPLAIN) if (given[name] !== undefined) throw notWithExplain(flag);
  const named = flags.out === undefined || flags.out === '-' ? (flags.out ?? null) : absolute(flags.out, cwd);
  if (named !== null && REPORTS.has(extname(named).toLowerCase())) throw notAScoreFile(flags.out!);
  const out = named ?? (flags.explain === undefined ? resolve(cwd, 'scores.csv') : null);
  const meanInterval = String(flags.meanInterval ?? false) === 'true';
  const minDays = parseCount(0, 3_650)(flags.minDays ?? '0', { name: '--min-days', base: cwd });
  if (meanInterval && minDays > 0) throw noMeanOfYoung();
  return {
    model: flags.model ?? null,
    horizon: parseHorizon(flags.horizon ?? '12m'),
    annualRate: share(flags.annualRate ?? '10%', badRate, (rate) => rate >= 0 && rate <= 1),
    interval: share(flags.interval ?? '80%', badInterval, (part) => part >= 0.01 && part <= 0.998),
    meanInterval,
    minDays,
    cac: flags.cac === undefined ? null : parseMoney(flags.cac, { name: '--cac', base: cwd }),
    top: parseCount(0, 10_000)(flags.top ?? '10', { name: '--top', base: cwd }),
    explain: flags.explain ?? null,
    rollup: isExplained ? null : (flags.rollup ?? null),
    ownReturns: flags.returns !== 'base',
    out,
    asked: new Set(
      Object.entries(flags)
        .filter(([, value]) => value !== undefined)
        .map(([name]) => name),
    ),
    form: out !== null && extname(out).toLowerCase() === '.parquet' ? 'parquet' : 'csv',
  };
}

/** Days from `asOf` to the end of the horizon; months and years are those of the calendar. */
export function horizonDays({ count, unit }: Horizon, asOf: string): number {
  if (unit === 'd' || unit === 'w') return count * DAYS[unit];
  return daysBetween(asOf, addMonths(asOf, unit === 'y' ? 12 * count : count));
}

function parseHorizon(text: string): Horizon {
  const match = /^(\d{1,6})\s*([dwmy])$/.exec(text.trim().toLowerCase());
  if (match === null)
    throw badHorizon(text, /^\d+$/.test(text.trim()) ? 'has no unit' : 'is no length of time');
  const count = Number(match[1]);
  const unit = match[2] as Horizon['unit'];
  if (count === 0) throw badHorizon(text, 'leaves nothing to forecast');
  if (count * DAYS[unit] > MOST_DAYS) throw badHorizon(text, 'is too far away');
  return { text: `${count}${unit}`, count, unit };
}

function share(text: string, refuse: (text: string) => Error, holds: (value: number) => boolean): number {
  const match = /^(\d{1,3}(?:\.\d{1,9})?|\.\d{1,9})\s*(%?)$/.exec(text.trim());
  const value = match === null ? Number.NaN : Number(match[1]) / (match[2] === '%' ? 100 : 1);
  if (!holds(value)) throw refuse(text);
  return value;
}

function absolute(path: string, cwd: string): string {
  return isAbsolute(path) ? path : resolve(cwd, path);
}
