/** Steps of heat, in shades of a terminal and colours of a chart alike. */
export const HEAT_STEPS = 5;

export interface HeatScale {
  /** The step of a value, 0 (least) to `HEAT_STEPS - 1` (most). */
  readonly step: (value: number) => number;
  /** Values at which the next step begins, ascending; `HEAT_STEPS - 1` of them. */
  readonly bounds: readonly number[];
}

/**
 * Equal steps between the 5th and the 95th percentile (type 7) of the distinct values; what lies outside joins
 * the first or the last step. So the 100 % at age 0 of every cohort does not wash out the ages that differ.
 */
export function heatScale(values: readonly number[]): HeatScale {
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  const low = quantile(distinct, 0.05);
  const high = quantile(distinct, 0.95);
  const bounds = Array.from(
    { length: HEAT_STEPS - 1 },
    (_, index) => low + ((high - low) * (index + 1)) / HEAT_STEPS,
  );
  return {
    step: (value) => bounds.filter((bound) => value > bound || (value === bound && high > low)).length,
    bounds,
  };
}

function quantile(sorted: readonly number[], p: number): number {
  if (sorted.length === 0) return 0;
  const place = (sorted.length - 1) * p;
  const below = sorted[Math.floor(place)]!;
  return below + (sorted[Math.ceil(place)]! - below) * (place - Math.floor(place));
}
