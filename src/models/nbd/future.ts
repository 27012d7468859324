import type { SeededRandom } from '../../numeric/seeded.js';
import type { Future } from '../future.js';
import { negativeBinomialPmf, negativeBinomialTail } from '../negative-binomial.js';

/** Future of a customer who never drops out, lambda ~ Gamma(R, rate A): negative binomial counts. */
export function nbdFuture(R: number, A: number): Future {
  return {
    timeScale: A,
    total: Number.POSITIVE_INFINITY,
    expected: (t) => (R / A) * t,
    rate: () => R / A,
    atLeast: (n, t) => negativeBinomialTail(n, R, A, t),
    pmf: (last, t) => negativeBinomialPmf(last, R, A, t),
    sample: (horizon, random) => sample(R, A, horizon, random),
  };
}

function sample(R: number, A: number, horizon: number, random: SeededRandom): number[] {
  const lambda = random.gamma(R) / A;
  const times: number[] = [];
  for (let time = random.exponential() / lambda; time <= horizon; time += random.exponential() / lambda) {
    times.push(time);
  }
  return times;
}
