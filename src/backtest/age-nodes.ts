/** So many ages stand for all: 12 digits where (age + shift) spans a factor of 100. */
const NODES = 28;

/** By age in days: customers in each of the states that there are. */
export type ByAge = ReadonlyMap<number, readonly number[]>;

/**
 * Moves weights from many ages to few, so that sums over customers of a function that is smooth in ln(age + shift) stay
 * what they are: interpolation through Chebyshev points, in barycentric form (Berrut, Trefethen 2004), read the other way
 * round. What a model expects is such a function with the smallest of its time parameters as shift.
 */
export function atNodes(weights: ByAge, shift: number): ByAge {
  if (weights.size <= NODES) return weights;
  const ages = [...weights.keys()];
  const [low, high] = [Math.log(Math.min(...ages) + shift), Math.log(Math.max(...ages) + shift)];
  const angles = Array.from({ length: NODES }, (_, n) => ((2 * n + 1) * Math.PI) / (2 * NODES));
  const nodes = angles.map((angle) => (low + high + (high - low) * Math.cos(angle)) / 2);
  const barycentric = angles.map((angle, n) => (n % 2 === 0 ? 1 : -1) * Math.sin(angle));
  const states = weights.get(ages[0]!)!.length;
  const moved = nodes.map(() => new Array<number>(states).fill(0));
  for (const [age, own] of weights) {
    const u = Math.log(age + shift);
    const at = nodes.indexOf(u);
    const parts = nodes.map((node, n) => (at < 0 ? barycentric[n]! / (u - node) : at === n ? 1 : 0));
    const whole = parts.reduce((sum, part) => sum + part, 0);
    for (const [n, into] of moved.entries())
      for (let j = 0; j < states; j++) into[j] = into[j]! + (own[j]! * parts[n]!) / whole;
  }
  return new Map(nodes.map((node, n) => [Math.exp(node) - shift, moved[n]!]));
}
