import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { added, DEFAULT_PRIORS, logPrior } from '../../src/models/bayes/priors.js';
import { bgnbd, gammagamma, nbd, parameterDraws, seededRandom } from '../../src/models/index.js';
import { chainDiagnostics } from '../../src/numeric/chain-diagnostics.js';
import { expectDerivatives } from './finite-differences.js';

const truth = { r: 0.9, alpha: 5, a: 0.8, b: 2.5 };

function base(customers: number, seed: number) {
  const random = seededRandom(seed);
  const columns = { X: [] as number[], T_X: [] as number[], T: [] as number[] };
  for (let i = 0; i < customers; i++) {
    const T = 20 + 40 * random.uniform();
    const times = bgnbd.samplePathNew(truth, T, random);
    columns.X.push(times.length);
    columns.T_X.push(times[times.length - 1] ?? 0);
    columns.T.push(T);
  }
  return columns;
}

test('priors: derivatives, and the density of (log odds, log sum) by hand', () => {
  const names = ['r', 'alpha', 'a', 'b'];
  const prior = logPrior(DEFAULT_PRIORS.bgnbd!, names, [0, 1, 0, 0], 7);
  const coordinate = fc.double({ min: -4, max: 4, noNaN: true });
  fc.assert(
    fc.property(fc.tuple(coordinate, coordinate, coordinate, coordinate), (at) => {
      const shifted = at.map((v) => v + 10);
      expectDerivatives((logs) => prior(Array.from(logs, (v) => v - 10)), shifted, 1e-6);
      const [r, alpha, a, b] = at.map(Math.exp) as [number, number, number, number];
      const z = [
        Math.log(r) / 1.5,
        Math.log(alpha / 7) / 2,
        (Math.log(a / b) + 1) / 1.5,
        (Math.log(a + b) - 1) / 1.5,
      ];
      expect(prior(at).value).toBeCloseTo(-0.5 * z.reduce((sum, v) => sum + v * v, 0), 9);
      expect(added(prior, prior)(at).value).toBeCloseTo(2 * prior(at).value, 9);
    }),
    { numRuns: 50 },
  );
  const bad = [{ of: 'log', parameters: ['q'], mean: 0, sd: 1 }] as const;
  expect(() => logPrior(bad, names, [0, 1, 0, 0], 1)).toThrow('invalid prior: log of q, mean 0, sd 1');
});

describe('map', () => {
  test('is the likelihood’s optimum for flat priors, and between it and a tight prior otherwise', () => {
    const columns = base(1500, 3);
    const ml = bgnbd.fit(columns);
    const flat = DEFAULT_PRIORS.bgnbd!.map((prior) => ({ ...prior, sd: 1e6 }));
    const same = bgnbd.fit(columns, { method: 'map', priors: flat });
    expect(same.method).toBe('map');
    for (const name of ['r', 'alpha', 'a', 'b'] as const) {
      expect(same.parameters![name] / ml.parameters![name]).toBeCloseTo(1, 6);
    }
    const map = bgnbd.fit(columns, { method: 'map' });
    expect(map.outcome).toBe('interior');
    expect(map.certificate!.passed).toBe(true);
    expect(map.logLikelihood!).toBeLessThanOrEqual(ml.logLikelihood!);
    const tight = [{ of: 'log' as const, parameters: ['r'], mean: 3, sd: 0.001 }];
    expect(bgnbd.fit(columns, { method: 'map', priors: tight }).parameters!.r).toBeCloseTo(Math.exp(3), 0);
  });

  test('does not depend on the time unit', () => {
    const columns = base(400, 5);
    const weeks = bgnbd.fit(columns, { method: 'map' });
    const days = bgnbd.fit(
      { X: columns.X, T_X: columns.T_X.map((t) => 7 * t), T: columns.T.map((t) => 7 * t) },
      { method: 'map' },
    );
    expect(days.parameters!.alpha / weeks.parameters!.alpha).toBeCloseTo(7, 6);
    expect(days.parameters!.a / weeks.parameters!.a).toBeCloseTo(1, 7);
  });

  test('keeps a base at the boundary inside', () => {
    const fit = nbd.fit({ X: [5], T_X: [20], T: [20], N: [100] }, { method: 'map' });
    expect(fit.outcome).toBe('interior');
    expect(fit.limit).toBeNull();
  });
});

describe('mcmc', () => {
  const columns = base(600, 8);
  const fit = bgnbd.fit(columns, { method: 'mcmc', draws: 600 });

  test('converges, mixes and says so', () => {
    expect(fit.outcome).toBe('interior');
    const { rHat, bulkEss, tailEss, acceptance, draws } = fit.posterior!;
    expect(draws).toHaveLength(2400);
    expect(Math.max(...Object.values(rHat))).toBeLessThan(1.01);
    expect(Math.min(...Object.values(bulkEss), ...Object.values(tailEss))).toBeGreaterThan(400);
    expect(acceptance).toBeGreaterThan(0.3);
  });

  test('has the moments of the posterior on a grid', () => {
    // One free parameter is left: r of the NBD with a tight prior on alpha, integrated by sums.
    const priors = [
      { of: 'log' as const, parameters: ['r'], mean: 0, sd: 1.5 },
      { of: 'log' as const, parameters: ['alpha'], mean: 0.2, sd: 1e-4 },
    ];
    const small = { X: columns.X.slice(0, 60), T_X: columns.T_X.slice(0, 60), T: columns.T.slice(0, 60) };
    const chain = nbd.fit(small, { method: 'mcmc', priors, draws: 2500 });
    const alpha = chain.parameters!.alpha;
    let weight = 0;
    let mean = 0;
    let square = 0;
    const top = logPosterior(chain.parameters!.r);
    for (let v = -3; v < 3; v += 0.002) {
      const w = Math.exp(logPosterior(Math.exp(v)) - top);
      weight += w;
      mean += w * v;
      square += w * v * v;
    }
    mean /= weight;
    const sd = Math.sqrt(square / weight - mean * mean);
    const logs = chain.posterior!.draws.map((draw) => Math.log(draw[0]!));
    const average = logs.reduce((a, b) => a + b, 0) / logs.length;
    const spread = Math.sqrt(logs.reduce((a, b) => a + (b - average) ** 2, 0) / logs.length);
    expect(Math.abs(average - mean) / sd).toBeLessThan(0.08);
    expect(spread / sd).toBeCloseTo(1, 1);

    function logPosterior(r: number): number {
      const likelihood = small.X.reduce(
        (sum, x, i) => sum + nbd.logLikelihood({ r, alpha }, { x, t_x: small.T_X[i]!, T: small.T[i]! }),
        0,
      );
      return likelihood - 0.5 * (Math.log(r) / 1.5) ** 2;
    }
  });

  test('is the same for the same seed', () => {
    const again = bgnbd.fit(columns, { method: 'mcmc', draws: 600 });
    expect(JSON.stringify(again)).toBe(JSON.stringify(fit));
    const other = bgnbd.fit(columns, { method: 'mcmc', draws: 60, seed: 2 });
    expect(other.outcome).toBe('failed');
    expect(other.reasons[0]!.code).toBe('model-chains-disagree');
  });
});

test('bootstrap and parameter draws have the spread of the standard errors', () => {
  const columns = base(3000, 21);
  const fit = bgnbd.fit(columns);
  const { draws, failed, names } = bgnbd.bootstrap(columns, fit.parameters!, { replicates: 120 });
  expect(failed).toBe(0);
  const normal = parameterDraws(fit, 4000, 3);
  names.forEach((name, i) => {
    const error = fit.standardErrors![name]! / fit.parameters![name as 'r'];
    const spread = (values: number[]): number => {
      const logs = values.map(Math.log);
      const mean = logs.reduce((a, b) => a + b, 0) / logs.length;
      return Math.sqrt(logs.reduce((a, b) => a + (b - mean) ** 2, 0) / logs.length);
    };
    expect(spread(draws.map((draw) => draw[i]!)) / error).toBeGreaterThan(0.75);
    expect(spread(draws.map((draw) => draw[i]!)) / error).toBeLessThan(1.3);
    expect(spread(normal.map((draw) => draw[name]!)) / error).toBeCloseTo(1, 1);
  });
  expect(() => parameterDraws({ predictor: null, logCovariance: null }, 3)).toThrow('invalid fit');
});

test('spends: map', () => {
  const random = seededRandom(2);
  const X = Array.from({ length: 300 }, (_, i) => 1 + (i % 4));
  const M = X.map((x) => random.gamma(6 * x) / x / (random.gamma(3.5) / 15));
  const fit = gammagamma.fit({ X, MEAN_SPEND: M }, { method: 'map' });
  expect(fit.outcome).toBe('interior');
  expect(Math.abs(Math.log(fit.parameters!.q / 3.5))).toBeLessThan(0.5);
});

describe('chain diagnostics', () => {
  const random = seededRandom(77);
  const white = (n: number, shift = 0): number[] => Array.from({ length: n }, () => random.normal() + shift);

  test('independent draws: R-hat 1, effective size about the number of draws', () => {
    const { rHat, bulkEss, tailEss } = chainDiagnostics([white(1000), white(1000), white(1000), white(1000)]);
    expect(rHat).toBeLessThan(1.005);
    expect(bulkEss).toBeGreaterThan(3400);
    expect(bulkEss).toBeLessThan(4700);
    expect(tailEss).toBeGreaterThan(3000);
  });

  test('autoregressive draws: effective size (1 - rho)/(1 + rho)', () => {
    const chain = (): number[] => {
      let v = random.normal();
      return Array.from({ length: 4000 }, () => {
        v = 0.8 * v + 0.6 * random.normal();
        return v;
      });
    };
    const { bulkEss } = chainDiagnostics([chain(), chain(), chain(), chain()]);
    expect(bulkEss / (16000 / 9)).toBeGreaterThan(0.75);
    expect(bulkEss / (16000 / 9)).toBeLessThan(1.3);
  });

  test('a chain elsewhere, or of another width, is seen', () => {
    expect(chainDiagnostics([white(500), white(500), white(500), white(500, 1)]).rHat).toBeGreaterThan(1.05);
    const wide = white(500).map((v) => 4 * v);
    expect(chainDiagnostics([white(500), white(500), white(500), wide]).rHat).toBeGreaterThan(1.05);
  });

  test('a chain that never moves', () => {
    const stuck = Array.from({ length: 100 }, () => 3);
    expect(chainDiagnostics([stuck, stuck]).rHat).toBe(1);
  });
});
