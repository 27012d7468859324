import { addDays, type NamedPeriod } from '../../common/calendar.js';
import { needsFixedDay } from '../../common/messages/audit.js';
import { badSetting } from '../../common/messages/config.js';
import { unknownAttribute } from '../../common/messages/lenses.js';
import type { CohortBy } from '../../lenses/cohorts/settings.js';
import { FIXED_DAY_KINDS, type FixedDay } from '../../lenses/fixed-day.js';
import type { HistoryStart } from '../../lenses/left-truncation.js';
import { parseCount, parseShare } from '../config/parse-number.js';
import { parsePeriod } from '../config/parse-period.js';

/** Flags of single lenses, as commander gives them. */
export interface AuditFlags {
  readonly versus?: string;
  readonly cohort?: string;
  readonly cohortBy?: string;
  readonly history?: string;
  readonly target?: string;
  readonly index?: boolean;
  readonly level?: string;
  readonly top?: string;
  readonly customersTable?: boolean;
}

/** The same, resolved. */
export interface AuditOptions {
  /** Lens 2: the period to compare with. */
  readonly versus: NamedPeriod | null;
  /** Lens 3 and product: the acquisition period of the cohort. */
  readonly cohort: NamedPeriod | null;
  /** Lenses 4 and 5: how cohorts are formed. */
  readonly cohortBy: CohortBy;
  readonly history: HistoryStart;
  /** Lens 5: growth asked for, as a share. */
  readonly target: number | null;
  /** Lens 5: add an index with its parts. */
  readonly index: boolean;
  readonly level: 'category' | 'product' | null;
  readonly top: number | null;
  /** RFM: a row per customer. */
  readonly customers: boolean;
  /** The full audit: what a lens to come reads too is made for both at once. */
  readonly lensesFollow?: boolean;
}

export function auditOptions(flags: AuditFlags): AuditOptions {
  return {
    versus: named(flags.versus, '--versus'),
    cohort: named(flags.cohort, '--cohort'),
    cohortBy: cohortBy(flags.cohortBy),
    history: (flags.history ?? 'auto') as HistoryStart,
    target: flags.target === undefined ? null : parseShare(flags.target, { name: '--target', base: '.' }),
    index: flags.index === true,
    level: (flags.level ?? null) as AuditOptions['level'],
    top: flags.top === undefined ? null : parseCount(1, 1_000)(flags.top, { name: '--top', base: '.' }),
    customers: flags.customersTable === true,
  };
}

function named(text: string | undefined, name: string): NamedPeriod | null {
  if (text === undefined) return null;
  const period = parsePeriod(text, { name, base: '.' });
  if (period === 'last')
    throw badSetting(
      'bad_period',
      name,
      text,
      'does not say which',
      'Write it like 2019, 2019-Q4 or 2019-11.',
    );
  return period;
}

/** `acquisition`, an attribute's name, or `rfm_segment@2019-12-31`, `decile@2019-12-31`. */
function cohortBy(text: string | undefined): CohortBy {
  if (text === undefined || text === 'acquisition') return { kind: 'acquisition' };
  return fixedDay(text, '--cohort-by') ?? { kind: 'attribute', name: text };
}

/**
 * What customers were on a day, where `--by` or `--cohort-by` asks for that; null for an attribute, which `tier` without
 * a day may be as well.
 */
export function fixedDay(text: string | null, option: '--by' | '--cohort-by'): FixedDay | null {
  const [name, asOf] = (text ?? '').split('@');
  const kind = FIXED_DAY_KINDS.find((known) => known === name);
  if (kind === undefined || asOf === undefined) return null;
  if (!isDay(asOf)) throw needsFixedDay(option, text!);
  return { kind, asOf };
}

/** Throws ClvError for an attribute that the data don't have. */
export function requireAttribute(
  name: string | null,
  option: '--by' | '--cohort-by',
  known: readonly string[],
): void {
  if (name === null || known.includes(name)) return;
  throw FIXED_DAY_KINDS.some((kind) => kind === name)
    ? needsFixedDay(option, name)
    : unknownAttribute(name, known, option);
}

/** A day of the calendar: 2019-02-30 is none. */
function isDay(text: string): boolean {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && addDays(text, 0) === text;
}
