/** Rounds numerator / denominator ten-thousandths half away from zero to cents, as text; exact. */
export function cents(numerator: number, denominator = 1): string {
  const d = BigInt(denominator) * 100n;
  const n = BigInt(numerator);
  const negative = n < 0n !== d < 0n && n !== 0n;
  const a = n < 0n ? -n : n;
  const b = d < 0n ? -d : d;
  const whole = (2n * a + b) / (2n * b);
  const text = `${whole / 100n}.${String(whole % 100n).padStart(2, '0')}`;
  return negative && whole !== 0n ? `-${text}` : text;
}

export function quotient(a: number | null, b: number): number | null {
  return a === null || b === 0 ? null : a / b;
}

/** Quantile of type 7 by its definition. */
export function quantile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const h = (sorted.length - 1) * p;
  const low = sorted[Math.floor(h)]!;
  const high = sorted[Math.ceil(h)]!;
  return low + (h - Math.floor(h)) * (high - low);
}

/** Sample skewness G1 from central moments. */
export function skewness(values: readonly number[]): number | null {
  const n = values.length;
  if (n < 3 || values.every((x) => x === values[0])) return null;
  const mean = values.reduce((a, b) => a + b, 0) / n;
  const moment = (k: number) => values.reduce((sum, x) => sum + (x - mean) ** k, 0) / n;
  return ((Math.sqrt(n * (n - 1)) / (n - 2)) * moment(3)) / moment(2) ** 1.5;
}

/** Distribution cells of one measure, unrounded. */
export function describe(values: readonly number[]) {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return {
    customers: values.length,
    mean,
    median: quantile(values, 0.5),
    share_below_mean: values.filter((x) => x < mean - Math.abs(mean) * 1e-12).length / values.length,
    p1: quantile(values, 0.01),
    p5: quantile(values, 0.05),
    p25: quantile(values, 0.25),
    p75: quantile(values, 0.75),
    p95: quantile(values, 0.95),
    p99: quantile(values, 0.99),
    skew: skewness(values),
  };
}

export function daysFrom(a: string, b: string): number {
  return Math.round((Date.parse(b) - Date.parse(a)) / 86_400_000);
}
