/** Customers by age in ticks, youngest first. Ticks are whole, so that ages are places in a list. */
export function customersByAge(T: Float64Array, N: Float64Array): readonly (readonly [number, number])[] {
  const oldest = T.reduce((most, age) => Math.max(most, age), 0);
  const counts = new Float64Array(oldest + 1);
  for (let i = 0; i < T.length; i++) counts[T[i]!] = counts[T[i]!]! + N[i]!;
  return Array.from(counts, (n, age) => [age, n] as const).filter(([, n]) => n > 0);
}
