import { describe, expect, test } from 'vitest';
import {
  bgnbd,
  type Fit,
  type FrequencyApi,
  mbgnbd,
  nbd,
  paretonbd,
  type SeededRandom,
  seededRandom,
} from '../../src/models/index.js';
import { symmetricInverse } from '../../src/numeric/symmetric-inverse.js';

const CUSTOMERS = 3000;
const POPULATIONS = 100;

type Lifetime = { kind: 'chance'; p: number; first: boolean } | { kind: 'time'; end: number } | null;

/** One customer from the behavioural story, not through the models' samplers. */
function history(random: SeededRandom, lambda: number, life: Lifetime, T: number) {
  let x = 0;
  let t_x = 0;
  const isLost = life?.kind === 'chance' && life.first && random.uniform() < life.p;
  const end = isLost ? 0 : life?.kind === 'time' ? Math.min(T, life.end) : T;
  for (let t = random.exponential() / lambda; t <= end; t += random.exponential() / lambda) {
    x += 1;
    t_x = t;
    if (life?.kind === 'chance' && random.uniform() < life.p) break;
  }
  return { x, t_x };
}

const stories: [string, FrequencyApi<never>, Record<string, number>, (random: SeededRandom) => Lifetime][] = [
  ['nbd', nbd as FrequencyApi<never>, { r: 0.8, alpha: 8 }, () => null],
  [
    'bgnbd',
    bgnbd as FrequencyApi<never>,
    { r: 0.8, alpha: 5, a: 0.9, b: 2.5 },
    (random) => ({ kind: 'chance', p: random.beta(0.9, 2.5), first: false }),
  ],
  [
    'mbgnbd',
    mbgnbd as FrequencyApi<never>,
    { r: 0.9, alpha: 5, a: 0.9, b: 2.5 },
    (random) => ({ kind: 'chance', p: random.beta(0.9, 2.5), first: true }),
  ],
  [
    'paretonbd',
    paretonbd as FrequencyApi<never>,
    { r: 0.9, alpha: 5, s: 0.8, beta: 14 },
    (random) => ({ kind: 'time', end: (random.exponential() * 14) / random.gamma(0.8) }),
  ],
];

/** Squared distance of the truth in units of the fit's covariance of logs. */
function distance(fit: Fit<unknown>, truth: Record<string, number>): number {
  const { names, values } = fit.logCovariance!;
  const inverse = symmetricInverse(values.flat(), names.length);
  const apart = names.map((name) =>
    Math.log((fit.predictor!.parameters as Record<string, number>)[name]! / truth[name]!),
  );
  return apart.reduce(
    (sum, u, i) => sum + apart.reduce((inner, v, j) => inner + u * v * inverse[i * names.length + j]!, 0),
    0,
  );
}

/** 80 % points of chi-squared by degrees of freedom. */
const CHI80: Record<number, number> = { 2: 3.219, 4: 5.989 };

describe.each(stories)('%s', (name, model, truth, lifeOf) => {
  test('parameters within 3 standard errors on the log scale, 80 % regions hold 80 %, totals too', () => {
    let within = 0;
    let covered = 0;
    let usable = 0;
    for (let seed = 1; seed <= POPULATIONS; seed++) {
      const random = seededRandom(7000 + seed);
      const columns = { X: [] as number[], T_X: [] as number[], T: [] as number[] };
      for (let i = 0; i < CUSTOMERS; i++) {
        const T = 39 + 39 * random.uniform();
        const lambda = random.gamma(truth.r!) / truth.alpha!;
        const { x, t_x } = history(random, lambda, lifeOf(random), T);
        columns.X.push(x);
        columns.T_X.push(t_x);
        columns.T.push(T);
      }
      const fit = model.fit(columns);
      if (fit.outcome !== 'interior') continue;
      usable += 1;
      const { names, values } = fit.logCovariance!;
      const isWithin = names.every((key, i) => {
        const apart = Math.log((fit.predictor!.parameters as Record<string, number>)[key]! / truth[key]!);
        return Math.abs(apart) <= 3 * Math.sqrt(values[i]![i]!);
      });
      within += isWithin ? 1 : 0;
      covered += distance(fit, truth) <= CHI80[names.length]! ? 1 : 0;
    }
    console.info(`${name}: ${usable} certified, ${within} within 3 errors, ${covered} in the 80 % region`);
    expect(usable).toBe(POPULATIONS);
    expect(within).toBeGreaterThanOrEqual(97);
    expect(covered).toBeGreaterThanOrEqual(68);
    expect(covered).toBeLessThanOrEqual(92);
  });
});
