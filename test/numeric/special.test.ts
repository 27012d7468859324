import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { digamma, digammaRise } from '../../src/numeric/digamma.js';
import { incompleteBeta, incompleteBetaComplement } from '../../src/numeric/incomplete-beta.js';
import { logBeta, logRising } from '../../src/numeric/log-beta.js';
import { logGamma } from '../../src/numeric/log-gamma.js';
import { normalQuantile } from '../../src/numeric/normal.js';
import { trigamma, trigammaFall } from '../../src/numeric/trigamma.js';

type Cells = readonly (number | string)[];
const table = JSON.parse(
  readFileSync(new URL('../reference/special.json', import.meta.url), 'utf8'),
) as Record<string, Cells[]>;

function rows(name: string): { args: number[]; value: number }[] {
  return table[name]!.map((cells) => ({
    args: cells.slice(0, -1).map(Number),
    value: Number(cells[cells.length - 1]),
  }));
}

/** Error in units of max(1, |value|): what a term of a log-likelihood needs. */
function mixedError(actual: number, exact: number): number {
  return Math.abs(actual - exact) / Math.max(1, Math.abs(exact));
}

function relativeError(actual: number, exact: number): number {
  return exact === 0 ? Math.abs(actual) : Math.abs(actual / exact - 1);
}

describe('special functions against 40-digit values', () => {
  test.each(rows('logGamma'))('logGamma($args) = $value', ({ args, value }) => {
    expect(mixedError(logGamma(args[0]!), value)).toBeLessThan(2e-15);
  });
  test.each(rows('digamma'))('digamma($args) = $value', ({ args, value }) => {
    expect(mixedError(digamma(args[0]!), value)).toBeLessThan(4e-15);
  });
  test.each(rows('trigamma'))('trigamma($args) = $value', ({ args, value }) => {
    expect(relativeError(trigamma(args[0]!), value)).toBeLessThan(2e-15);
  });
  test.each(rows('logBeta'))('logBeta($args) = $value', ({ args, value }) => {
    const [a, b] = args as [number, number];
    const scale = Math.max(1, Math.abs(logGamma(Math.min(a, b))), Math.abs(value));
    expect(Math.abs(logBeta(a, b) - value) / scale).toBeLessThan(1e-14);
  });
  test.each(rows('logRising'))('logRising($args) = $value', ({ args, value }) => {
    expect(mixedError(logRising(args[0]!, args[1]!), value)).toBeLessThan(1e-14);
  });
  test.each(rows('digammaRise'))('digammaRise($args) = $value', ({ args, value }) => {
    expect(relativeError(digammaRise(args[0]!, args[1]!), value)).toBeLessThan(1e-14);
  });
  test.each(rows('trigammaFall'))('trigammaFall($args) = $value', ({ args, value }) => {
    expect(relativeError(trigammaFall(args[0]!, args[1]!), value)).toBeLessThan(1e-14);
  });
  test.each(rows('normalQuantile'))('normalQuantile($args) = $value', ({ args, value }) => {
    expect(relativeError(normalQuantile(args[0]!), value)).toBeLessThan(2e-15);
  });
});

describe('incomplete beta', () => {
  const cells = table.incompleteBeta!.map(
    (row) => row.map(Number) as [number, number, number, number, number],
  );
  test.each(cells)('I_%d(%d, %d) = %d, complement %d', (x, a, b, lower, upper) => {
    const bound = 1e-13 * (1 + 0.02 * Math.max(a, b));
    if (lower > 1e-290) expect(relativeError(incompleteBeta(x, a, b), lower)).toBeLessThan(bound);
    if (upper > 1e-290) expect(relativeError(incompleteBetaComplement(x, a, b), upper)).toBeLessThan(bound);
  });

  test('off by no more than is enough', () => {
    // Few and many steps, on both sides of the mean.
    for (const a of [0.1, 2, 300, 1e5, 1e9])
      for (const b of [0.5, 4, 70, 1e4, 1e8])
        for (const to of [0.3, 0.9, 0.999, 1, 1.001, 1.1, 3]) {
          const x = Math.min(1, (to * a) / (a + b));
          const rough = incompleteBeta(x, a, b, 1 - x, undefined, 1e-9);
          expect(Math.abs(rough - incompleteBeta(x, a, b))).toBeLessThan(1e-9);
        }
  });

  test('ends', () => {
    expect(incompleteBeta(0, 2, 3)).toBe(0);
    expect(incompleteBeta(1, 2, 3)).toBe(1);
    expect(incompleteBetaComplement(1, 2, 3)).toBe(0);
  });
});

test('logGamma at and outside the edge of its domain', () => {
  expect(logGamma(0)).toBe(Number.POSITIVE_INFINITY);
  expect(logGamma(-1)).toBeNaN();
  expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
  expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
});
