/** One comparison of then and now, before it is judged. */
export interface Finding {
  readonly feature: string;
  /** What kind of drift: of behaviour against the model, of newcomers, of spend, or of a mix. */
  readonly kind: 'performance' | 'newcomers' | 'spend' | 'mix';
  /** Customers then and now; of a model's forecast only now. */
  readonly customersThen: number | null;
  readonly customersNow: number;
  /** Means (or expected and seen a customer) where there are some. */
  readonly before: number | null;
  readonly after: number | null;
  /** p-values of the tests that were made of it. */
  readonly tests: readonly { readonly test: string; readonly p: number }[];
  /** |difference of means| / standard deviation, Kolmogorov-Smirnov distance, PSI above its floor; null = not measured. */
  readonly shift: number | null;
  readonly ks: number | null;
  readonly psiExcess: number | null;
  /** Other distances, for the table. */
  readonly psi?: number;
  readonly js?: number;
  readonly kl?: number;
  readonly wasserstein?: number;
}

export interface Judged extends Finding {
  /** Smallest p-value after Holm's correction over all tests of the run. */
  readonly adjusted: number;
  readonly isLarge: boolean;
  readonly severity: 'none' | 'notice' | 'alert' | 'severe';
}

/** Chance that a run without any drift alerts at all. */
export const FAMILY_LEVEL = 0.01;
const SIZES = { shift: 0.05, ks: 0.03, psiExcess: 0.01 } as const;
/** So many times the size that alerts. */
const SEVERE = 4;

/**
 * Alerts need both: a p-value that stands after Holm's correction over every test of the run, and a size that matters.
 * Significant and small is a notice at most.
 */
export function judge(findings: readonly Finding[]): Judged[] {
  const all = findings.flatMap((finding, i) => finding.tests.map(({ p }) => ({ i, p })));
  all.sort((a, b) => a.p - b.p);
  const adjusted = findings.map(() => 1);
  let running = 0;
  for (const [k, { i, p }] of all.entries()) {
    running = Math.max(running, Math.min(1, (all.length - k) * p));
    adjusted[i] = Math.min(adjusted[i]!, running);
  }
  return findings.map((finding, i) => {
    const size = sizeOf(finding);
    const isSignificant = adjusted[i]! < FAMILY_LEVEL;
    const severity = !isSignificant ? 'none' : size < 1 ? 'notice' : size < SEVERE ? 'alert' : 'severe';
    return { ...finding, adjusted: adjusted[i]!, isLarge: size >= 1, severity };
  });
}

/** Largest size, in units of the size that alerts. */
function sizeOf({ shift, ks, psiExcess }: Finding): number {
  return Math.max((shift ?? 0) / SIZES.shift, (ks ?? 0) / SIZES.ks, (psiExcess ?? 0) / SIZES.psiExcess);
}
