import { badSetting } from '../../common/messages/config.js';
import { nearest } from '../../common/nearest.js';
import type { Parse } from './key.js';

/** A time zone by its IANA name, in its usual spelling. Bare offsets are refused: they know no summer time. */
export const parseZone: Parse<string> = (raw, where) => {
  const text = String(raw).trim();
  if (/^(utc|etc\/utc|z)$/i.test(text)) return 'UTC';
  const resolved = /^[A-Za-z][A-Za-z0-9_+\-/]*$/.test(text) ? resolvedZone(text) : null;
  if (resolved !== null) return resolved;
  const meant = suggestion(text);
  throw badSetting(
    'bad_time_zone',
    where.name,
    raw,
    'is not a time zone',
    meant === null ? 'Use an IANA name such as Europe/Berlin, or UTC.' : `Did you mean ${meant}?`,
  );
};

function resolvedZone(text: string): string | null {
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions();
    return timeZone.toLowerCase() === text.toLowerCase() ? timeZone : text;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function suggestion(text: string): string | null {
  const zones = Intl.supportedValuesOf('timeZone');
  const city = text.replaceAll(' ', '_').toLowerCase();
  return zones.find((zone) => zone.toLowerCase().endsWith(`/${city}`)) ?? nearest(text, zones);
}
