import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bgnbdModel } from '../../src/models/bgnbd/model.js';
import { familyNamed } from '../../src/models/families.js';
import type { FrequencyModel } from '../../src/models/frequency-model.js';
import { gammaGammaLikelihood } from '../../src/models/gammagamma/likelihood.js';
import { gammaGammaLogLikelihood } from '../../src/models/gammagamma/model.js';
import { groupSpends } from '../../src/models/gammagamma/spend-groups.js';
import { geometricLikelihood } from '../../src/models/geometric-dropout/likelihood.js';
import { type Groups, groupHistories } from '../../src/models/groups.js';
import type { Likelihood } from '../../src/models/likelihood/derivatives.js';
import { mbgnbdModel } from '../../src/models/mbgnbd/model.js';
import { nbdLikelihood } from '../../src/models/nbd/likelihood.js';
import { nbdModel } from '../../src/models/nbd/model.js';
import { paretoLikelihood } from '../../src/models/paretonbd/likelihood.js';
import { paretonbdModel } from '../../src/models/paretonbd/model.js';
import { expectDerivatives } from './finite-differences.js';

const history = fc
  .record({
    x: fc.integer({ min: 0, max: 60 }),
    age: fc.integer({ min: 0, max: 800 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ x, age, share }) => ({ x, t_x: x === 0 ? 0 : Math.round(age * share) / 7, T: age / 7 }));
const histories = fc.array(history, { minLength: 1, maxLength: 25 });
const parameter = fc.double({ min: -3, max: 3, noNaN: true }).map(Math.exp);

function columns(rows: { x: number; t_x: number; T: number }[]): Groups {
  return groupHistories({
    X: rows.map((h) => h.x),
    T_X: rows.map((h) => h.t_x),
    T: rows.map((h) => h.T),
  });
}

const models: [string, FrequencyModel<never>, (groups: Groups) => Likelihood][] = [
  ['nbd', nbdModel as FrequencyModel<never>, nbdLikelihood],
  ['bgnbd', bgnbdModel as FrequencyModel<never>, (groups) => geometricLikelihood(groups, 0)],
  ['mbgnbd', mbgnbdModel as FrequencyModel<never>, (groups) => geometricLikelihood(groups, 1)],
  ['paretonbd', paretonbdModel as FrequencyModel<never>, paretoLikelihood],
];

/** Many rows of few times, and weights of every kind. */
const lattice = (() => {
  const rows = { X: [] as number[], T_X: [] as number[], T: [] as number[], N: [] as number[] };
  for (const x of [0, 1, 2, 7, 40])
    for (let T = 1; T <= 12; T++)
      for (let last = x === 0 ? 0 : 1; last <= (x === 0 ? 0 : T); last++) {
        rows.X.push(x);
        rows.T_X.push(last);
        rows.T.push(4 * T);
        rows.N.push([1, 1, 2, 8, 900, 0.5][(T + 5 * last + x) % 6]!);
      }
  return rows;
})();

test.each(['bgnbd', 'mbgnbd', 'paretonbd', 'gammagamma'])('%s: the value alone is the value', (name) => {
  const family = familyNamed(name);
  const wide = fc.double({ min: -7, max: 7, noNaN: true }).map(Math.exp);
  const some = fc.tuple(...family.names.map(() => wide));
  const spends = groupSpends({ X: lattice.X, MEAN_SPEND: lattice.T_X.map((t) => t + 0.5), N: lattice.N });
  const groups = name === 'gammagamma' ? spends : groupHistories(lattice);
  const [whole, alone] = [family.likelihood(groups), family.value!(groups)];
  const check = (at: number[]): void => {
    const { value } = whole(at);
    expect(Math.abs(alone(at) - value) / Math.max(1, Math.abs(value))).toBeLessThan(1e-12);
  };
  fc.assert(
    fc.property(some, (at) => check(at)),
    { numRuns: 150 },
  );
  check(family.names.map(() => 1e6));
  check(family.names.map((_, i) => (i === 1 ? 1e-9 : 30)));
});

describe.each(models)('%s on grouped histories', (_, model, likelihood) => {
  const vector = fc.tuple(...model.names.map(() => parameter));

  test('is the sum of the single customers', () => {
    fc.assert(
      fc.property(histories, vector, (rows, at) => {
        const parameters = Object.fromEntries(model.names.map((name, i) => [name, at[i]!]));
        const single = rows.map((h) => model.logLikelihood(parameters as never, h));
        const total = single.reduce((a, b) => a + b, 0);
        const size = single.reduce((a, b) => a + Math.abs(b), 1);
        expect(Math.abs(likelihood(columns(rows))(at).value - total) / size).toBeLessThan(1e-11);
      }),
      { numRuns: 150 },
    );
  });

  test('has the derivatives of finite differences', () => {
    fc.assert(
      fc.property(histories, vector, (rows, at) => expectDerivatives(likelihood(columns(rows)), at)),
      { numRuns: 100 },
    );
  });
});

test('gammagamma on grouped spends: sum of single customers and derivatives', () => {
  const spend = fc.record({
    x: fc.integer({ min: 1, max: 60 }),
    meanSpend: fc.double({ min: -4, max: 8, noNaN: true }).map(Math.exp),
  });
  fc.assert(
    fc.property(
      fc.array(spend, { minLength: 1, maxLength: 25 }),
      fc.tuple(parameter, parameter, parameter),
      (rows, at) => {
        const f = gammaGammaLikelihood(
          groupSpends({ X: rows.map((h) => h.x), MEAN_SPEND: rows.map((h) => h.meanSpend) }),
        );
        const [p, q, gamma] = at;
        const total = rows.reduce((sum, h) => sum + gammaGammaLogLikelihood({ p, q, gamma }, h), 0);
        expect(Math.abs(f(at).value - total) / Math.max(1, Math.abs(total))).toBeLessThan(1e-10);
        expectDerivatives(f, at);
      },
    ),
    { numRuns: 200 },
  );
});

test('grouping forgets order, splitting and empty weights', () => {
  fc.assert(
    fc.property(histories, fc.nat(), (rows, seed) => {
      const shuffled = [...rows].sort((g, h) => ((g.x * 7 + seed) % 5) - ((h.x * 7 + seed) % 5));
      const { X, T_X, T, N } = columns(rows);
      const again = columns(shuffled);
      expect([again.X, again.T_X, again.T, again.N]).toEqual([X, T_X, T, N]);
      const twice = groupHistories({
        X: [...X, ...X],
        T_X: [...T_X, ...T_X],
        T: [...T, ...T],
        N: [...N, ...N.map(() => 0)],
      });
      expect([twice.X, twice.N]).toEqual([X, N]);
    }),
  );
});

test.each([
  [{ X: [1.5], T_X: [0], T: [1] }, 'invalid history in row 0: x 1.5, t_x 0, T 1, N 1'],
  [{ X: [0, 1], T_X: [0, 3], T: [1, 2] }, 'invalid history in row 1: x 1, t_x 3, T 2, N 1'],
  [{ X: [0], T_X: [1], T: [2] }, 'invalid history in row 0: x 0, t_x 1, T 2, N 1'],
  [{ X: [0], T_X: [0], T: [Number.NaN] }, 'invalid history in row 0: x 0, t_x 0, T NaN, N 1'],
  [{ X: [0], T_X: [0], T: [2], N: [-1] }, 'invalid history in row 0: x 0, t_x 0, T 2, N -1'],
  [{ X: [0], T_X: [0, 1], T: [2] }, 'invalid T_X: 2 rows, X has 1'],
])('refuses what is no history: %o', (input, message) => {
  expect(() => groupHistories(input)).toThrow(message);
});
