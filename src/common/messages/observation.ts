import type { Note } from '../result.js';
import { counted } from './counted.js';

/** A few rows far in the future would age every customer by years. */
export function strayDays(first: string, asOf: string, lines: number): Note {
  return {
    code: 'stray_days',
    text: `${counted(lines, 'line')} from ${first} on ${lines === 1 ? 'stands alone after a long gap and is' : 'stand alone after a long gap and are'} left out; the observation ends on ${asOf}. Give --as-of to decide otherwise.`,
  };
}

export function afterAsOf(asOf: string, lines: number): Note {
  return {
    code: 'after_as_of',
    text: `${counted(lines, 'line')} after the end of observation, ${asOf}, ${lines === 1 ? 'is' : 'are'} left out.`,
  };
}
