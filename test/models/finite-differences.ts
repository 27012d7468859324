import { expect } from 'vitest';
import type { Likelihood } from '../../src/models/likelihood/derivatives.js';

/**
 * Central differences (h = 1e-4 relative, with Richardson's step) against the analytic gradient and Hessian: error of
 * the differences about 1e-9 of the summed sizes.
 */
export function expectDerivatives(f: Likelihood, at: readonly number[], tolerance = 2e-7): void {
  const { gradient, hessian, value } = f(at);
  const n = at.length;
  const scale = Math.max(1, Math.abs(value));
  for (let j = 0; j < n; j++) {
    const difference = (h: number): { value: number; gradient: number[] } => {
      const up = f(at.map((v, i) => (i === j ? v + h : v)));
      const down = f(at.map((v, i) => (i === j ? v - h : v)));
      return {
        value: (up.value - down.value) / (2 * h),
        gradient: Array.from(up.gradient, (g, i) => (g - down.gradient[i]!) / (2 * h)),
      };
    };
    const h = 2e-3 * at[j]!;
    const wide = difference(h);
    const narrow = difference(h / 2);
    const slope = (4 * narrow.value - wide.value) / 3;
    const unit = scale / at[j]!;
    expect(Math.abs(slope - gradient[j]!) / unit, `gradient ${j}`).toBeLessThan(tolerance);
    for (let i = 0; i < n; i++) {
      const second = (4 * narrow.gradient[i]! - wide.gradient[i]!) / 3;
      expect(Math.abs(second - hessian[i * n + j]!) / (unit / at[i]!), `hessian ${i},${j}`).toBeLessThan(
        tolerance,
      );
    }
  }
}
