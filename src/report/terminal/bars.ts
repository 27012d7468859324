import type { Glyphs } from './look.js';

/** Columns that a full bar takes. */
export const BAR_WIDTH = 10;

/** A bar for a share of the longest one (0 to 1); nothing for zero, a missing or a negative value. */
export function bar(fraction: number | null, glyphs: Glyphs): string {
  if (fraction === null || !(fraction > 0)) return '';
  const parts = glyphs.bar.length;
  const steps = Math.max(1, Math.round(Math.min(1, fraction) * BAR_WIDTH * parts));
  const rest = steps % parts;
  return glyphs.bar[parts - 1]!.repeat(Math.floor(steps / parts)) + (rest === 0 ? '' : glyphs.bar[rest - 1]!);
}

/** A line of small columns from the lowest to the highest value; a blank where a value is missing. */
export function sparkline(values: readonly (number | null)[], glyphs: Glyphs): string {
  const known = values.filter((value) => value !== null);
  const low = Math.min(...known);
  const span = Math.max(...known) - low;
  const top = glyphs.spark.length - 1;
  return values
    .map((value) =>
      value === null ? ' ' : glyphs.spark[span > 0 ? Math.round(((value - low) / span) * top) : 0]!,
    )
    .join('');
}
