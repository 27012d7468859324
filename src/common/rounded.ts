/** `0.126` → `0.13`; what rounds to zero has no sign: `-0.004` → `0.00`. */
export function rounded(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace('-', '') : text;
}
