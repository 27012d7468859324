/** Orders by hour of the day: quiet nights, a lunch bump, busy evenings. */
const WEIGHTS = [8, 5, 3, 2, 2, 3, 7, 14, 24, 33, 38, 40, 44, 42, 38, 37, 38, 41, 47, 56, 60, 52, 34, 18];

const CUMULATIVE = cumulate(WEIGHTS);

/**
 * Second of the day for the fraction of a day, 0 ≤ fraction < 1. A monotone stretch: the order of
 * two instants and their days stay, and uniform fractions get the shop's daily rhythm.
 */
export function secondOfDay(fraction: number): number {
  const target = fraction * CUMULATIVE[24]!;
  let hour = 0;
  while (CUMULATIVE[hour + 1]! <= target && hour < 23) hour++;
  const within = (target - CUMULATIVE[hour]!) / WEIGHTS[hour]!;
  return Math.min(86_399, Math.floor((hour + within) * 3600));
}

function cumulate(weights: readonly number[]): number[] {
  const sums = [0];
  for (const weight of weights) sums.push(sums[sums.length - 1]! + weight);
  return sums;
}
