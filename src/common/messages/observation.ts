import type { Note } from '../result.js';

/** A few rows far in the future would age every customer by years. */
export function strayDays(first: string, asOf: string, lines: number): Note {
  return {
    code: 'stray_days',
    text: `${lines.toLocaleString('en-US')} line(s) from ${first} on stand alone after a long gap and are left out; the observation ends on ${asOf}. Give --as-of to decide otherwise.`,
  };
}

export function afterAsOf(asOf: string, lines: number): Note {
  return {
    code: 'after_as_of',
    text: `${lines.toLocaleString('en-US')} line(s) lie after the end of observation, ${asOf}, and are left out.`,
  };
}
