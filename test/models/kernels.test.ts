import { describe, expect, test } from 'vitest';
import { bgnbd, gammagamma, mbgnbd, paretonbd } from '../../src/models/index.js';
import { hasShared, readShared } from './shared-data.js';

const FILE = 'reference/kernels.json';

interface Kernel {
  readonly params: never;
  readonly loglik: string;
  readonly p_alive: string;
  readonly expected: string;
  readonly expected_new?: string;
  readonly discount?: number;
  readonly dert?: string;
}

interface Row {
  readonly x: number;
  readonly t_x: number;
  readonly T: number;
  readonly t: number;
  readonly bgnbd: Kernel;
  readonly mbgnbd: Kernel;
  readonly pnbd: Kernel;
  readonly gg?: { params: never; mean_spend: number; loglik: string; expected_spend: string };
}

let compared = 0;

/** 1e-9 relative; a value that no double can hold is anything in [0, 1e-300]. */
function expectClose(actual: number, exact: string, what: string): void {
  compared += 1;
  const value = Number(exact);
  const error =
    Math.abs(value) < 1e-300 ? (actual >= 0 && actual <= 1e-300 ? 0 : 1) : Math.abs(actual / value - 1);
  expect(error, `${what}: ${actual}, exact ${exact}`).toBeLessThan(1e-9);
}

describe.skipIf(!hasShared(FILE))(`every value of ../shared/${FILE} (skipped where it is absent)`, () => {
  const rows: Row[] = hasShared(FILE) ? JSON.parse(readShared(FILE)) : [];

  test('there are 160 rows', () => expect(rows).toHaveLength(160));

  test.each([['bgnbd', bgnbd] as const, ['mbgnbd', mbgnbd] as const, ['pnbd', paretonbd] as const])(
    '%s',
    (name, model) => {
      rows.forEach((row, i) => {
        const { params, loglik, p_alive, expected, expected_new, discount, dert } = row[name];
        expectClose(model.logLikelihood(params, row), loglik, `row ${i} log-likelihood`);
        expectClose(model.pAlive(params, row), p_alive, `row ${i} P(alive)`);
        expectClose(model.expectedPurchases(params, row, row.t), expected, `row ${i} expected`);
        if (expected_new)
          expectClose(model.expectedPurchasesNew(params, row.t), expected_new, `row ${i} new`);
        if (discount && dert) {
          const endless = { delta: discount, horizon: Number.POSITIVE_INFINITY };
          expectClose(model.discountedExpectedPurchases(params, row, endless), dert, `row ${i} DERT`);
        }
      });
    },
  );

  test('Gamma-Gamma', () => {
    rows.forEach(({ x, gg }, i) => {
      if (!gg) return;
      const history = { x, meanSpend: gg.mean_spend };
      expectClose(gammagamma.logLikelihood(gg.params, history), gg.loglik, `row ${i} log-likelihood`);
      expectClose(gammagamma.expectedSpend(gg.params, history), gg.expected_spend, `row ${i} expected spend`);
    });
  });

  test('no value is left out', () => {
    const values = (
      JSON.stringify(rows).match(/"(loglik|p_alive|expected|expected_new|dert|expected_spend)":/g) ?? []
    ).length;
    expect(values).toBe(2054);
    expect(compared).toBe(values);
  });
});
