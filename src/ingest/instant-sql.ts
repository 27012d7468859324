import { literal } from '../store/sql.js';

/** How the dates of a column are read. */
export interface DateStyle {
  /** Declared strptime format; it excludes all others. */
  readonly format: string | null;
  /** What comes first in `1/2/2010`; null = such dates can't be read. */
  readonly order: 'day' | 'month' | null;
  readonly timeZone: string;
}

/** `1/2/2010`, `31.12.10 8:26`, `12-1-2010, 8:26:00 PM`. */
export const NUMERIC_DATE =
  '^\\s*([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4}|[0-9]{2})(?:[ T,]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.][0-9]{1,9})?)?(?:\\s*[AaPp]\\.?[Mm]\\.?)?)?\\s*$';

const MONTH_FORMATS = ['%d %b %Y', '%b %d %Y', '%d %B %Y', '%B %d %Y', '%d %b %y', '%Y %b %d'].flatMap(
  (date) => ['', ' %H:%M:%S', ' %H:%M', ' %I:%M:%S %p', ' %I:%M %p'].map((time) => date + time),
);

/**
 * SQL of the instant (TIMESTAMP in UTC) that a text means, or null. The form is matched first, then cast: the cast alone
 * drops offsets and takes words. Naive texts are in the declared zone. Years from 1 to 9999 pass; the range is judged apart.
 */
export function instant(column: string, style: DateStyle): string {
  if (style.format !== null) return declaredFormat(column, style.format, style.timeZone);
  const text = `trim(${column})`;
  const ordered = style.order === null ? text : isoOrder(text, style.order);
  const t = `regexp_replace(${ordered}, '^([0-9]{4})[/.]([0-9]{1,2})[/.]([0-9]{1,2})', '\\1-\\2-\\3')`;
  const body = `case
    when regexp_full_match(t, '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([T ,]\\s*[0-9]{1,2}:[0-9]{1,2}(:[0-9]{1,2}([.,][0-9]{1,9})?)?)?')
      then ${toUtc(`case when regexp_matches(t, '[T ,]\\s*24:') then null else try_cast(regexp_replace(replace(replace(t, 'T', ' '), ',', '.'), '^([0-9-]+)[. ]\\s*', '\\1 ') as timestamp) end`, style.timeZone)}
    when regexp_full_match(t, '[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)? ?(Z|z|UTC|GMT|[-+][0-9]{2}(:?[0-9]{2})?)')
      then case when substr(t, 12, 2) = '24' then null else try_cast(regexp_replace(regexp_replace(regexp_replace(t, '^(.{16}) ?([-+zZUG])', '\\1:00\\2'), ' ?(Z|z|UTC|GMT)$', '+00:00'), ' ?([-+][0-9]{2})([0-9]{2})$', '\\1:\\2') as timestamptz) at time zone 'UTC' end
    when regexp_full_match(t, '[0-9]{8}') then ${toUtc(`try_strptime(t, '%Y%m%d')`, style.timeZone)}
    when regexp_full_match(t, '[0-9]{14}') then ${toUtc(`try_strptime(t, '%Y%m%d%H%M%S')`, style.timeZone)}
    when regexp_full_match(t, '[0-9]{9,10}([.][0-9]{1,9})?') then make_timestamp(cast(try_cast(t as decimal(20,6)) * 1000000 as bigint))
    when regexp_full_match(t, '[0-9]{13}([.]0)?') then make_timestamp(cast(left(t, 13) as bigint) * 1000)
    when regexp_full_match(t, '[0-9]{16}') then make_timestamp(cast(t as bigint))
    when regexp_full_match(t, '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}[ T,]+[0-9]{1,2}:.*[AaPp]\\.?[Mm]\\.?')
      then ${toUtc(`try_strptime(replace(upper(regexp_replace(t, '[ T,]+', ' ')), '.M.', 'M'), ['%Y-%m-%d %I:%M:%S %p', '%Y-%m-%d %I:%M %p', '%Y-%m-%d %I:%M:%S%p', '%Y-%m-%d %I:%M%p'])`, style.timeZone)}
    when regexp_matches(t, '[A-Za-z]{3}') and regexp_matches(t, '[0-9]')
      then ${toUtc(`try_strptime(trim(regexp_replace(t, '[ ,-]+', ' ', 'g')), [${MONTH_FORMATS.map(literal).join(', ')}])`, style.timeZone)}
    end`;
  const usual = `try_strptime(${column}, ['%Y-%m-%d %H:%M:%S', '%Y-%m-%dT%H:%M:%S'])`;
  return `case when regexp_full_match(${column}, '[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}') then ${toUtc(usual, style.timeZone)} else list_transform([${t}], lambda t: ${body})[1] end`;
}

/** How the instants of a column whose texts all look alike are read: by a cast, where `between` says what is between date and time, else by strptime. */
export interface InstantForm {
  readonly format: string;
  readonly between: ' ' | 'T' | null;
}

/** The quick expression for such a column: a strptime format refuses offsets and words; of a cast see `hasItsForm`. */
export function quickInstant(column: string, { format, between }: InstantForm, timeZone: string): string {
  return toUtc(between === null ? `try_strptime(${column}, ${literal(format)})` : casted(column), timeZone);
}

/**
 * True where a text that was cast stands in its form to the character: all that passes, `instant` takes too, with the same result.
 * A cast takes fewer digits for day, hour and second, each with another character after or before it; elsewhere it takes none but
 * digits. To look for three digits takes half of writing the instant again. Null where nothing was cast.
 */
export function hasItsForm(column: string, { between }: InstantForm): string | null {
  if (between === null) return null;
  return `${column} glob '????-??-?[0-9]${between}[0-9]?:??:?[0-9]'`;
}

function casted(column: string): string {
  return `try_cast(${column} as timestamp)`;
}

/**
 * What stands between date and time in nearly all of these texts, if that is all they hold beside digits of fixed places; null
 * otherwise. A declared format excludes what a cast takes beside it (`2024-02-2T 10:05:09`): it is read by itself.
 */
export function fixedForm(
  texts: readonly string[],
  style: DateStyle,
  format: string,
  most: number,
): InstantForm['between'] {
  const between = /^%Y-%m-%d([ T])%H:%M:%S$/.exec(format)?.[1] as ' ' | 'T' | undefined;
  if (between === undefined || style.format !== null) return null;
  const form = new RegExp(`^\\d{4}-\\d\\d-\\d\\d${between}\\d\\d:\\d\\d:\\d\\d$`);
  const fitting = texts.filter((text) => form.test(text)).length;
  return fitting >= most * texts.length ? between : null;
}

/** The strptime format that fits all of these texts and that `quickInstant` may use; null if none does. */
export function quickFormat(texts: readonly string[], style: DateStyle): string | null {
  if (style.format !== null) return /%z/i.test(style.format) ? null : style.format;
  const first = style.order === 'day' ? '%d/%m' : '%m/%d';
  const dates: [RegExp, string][] = [[/^\d{4}-\d{2}-\d{2}/, '%Y-%m-%d']];
  if (style.order !== null) dates.push([/^\d{1,2}\/\d{1,2}\/\d{4}/, `${first}/%Y`]);
  const times: [string, string][] = [
    ['', ''],
    [' \\d{1,2}:\\d{2}', ' %H:%M'],
    [' \\d{1,2}:\\d{2}:\\d{2}', ' %H:%M:%S'],
    ['T\\d{2}:\\d{2}:\\d{2}', 'T%H:%M:%S'],
  ];
  for (const [date, dateFormat] of dates) {
    for (const [time, timeFormat] of times) {
      const form = new RegExp(`${date.source}${time}$`);
      if (texts.length > 0 && texts.every((text) => form.test(text))) return dateFormat + timeFormat;
    }
  }
  return null;
}

/** True where a timestamp is from 1970 to 2200. */
export function inRange(timestamp: string): string {
  return `(${timestamp} >= timestamp '1970-01-01' and ${timestamp} < timestamp '2201-01-01')`;
}

function declaredFormat(column: string, format: string, timeZone: string): string {
  const parsed = `try_strptime(case when regexp_matches(${column}, '[0-9]') then trim(${column}) end, ${literal(format)})`;
  return /%z/i.test(format) ? `cast(${parsed} as timestamptz) at time zone 'UTC'` : toUtc(parsed, timeZone);
}

function toUtc(naive: string, timeZone: string): string {
  return timeZone === 'UTC' || timeZone === 'Etc/UTC'
    ? naive
    : `(timezone(${literal(timeZone)}, ${naive}) at time zone 'UTC')`;
}

/** `1/2/2010` → `2010-2-1` (day first) or `2010-1-2`; a two-digit year is of 1970 to 2069. */
function isoOrder(text: string, order: 'day' | 'month'): string {
  const target = order === 'day' ? '\\3-\\2-\\1' : '\\3-\\1-\\2';
  const century = `regexp_replace(regexp_replace(${text}, '^([0-9]{1,2}[/.-][0-9]{1,2}[/.-])([7-9][0-9])([ T,]|$)', '\\119\\2\\3'), '^([0-9]{1,2}[/.-][0-9]{1,2}[/.-])([0-6][0-9])([ T,]|$)', '\\120\\2\\3')`;
  return `regexp_replace(${century}, '^([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})', '${target}')`;
}
