import { momentsOf } from '../../numeric/moments.js';
import type { SeededRandom } from '../../numeric/seeded.js';
import { symmetricEigen } from '../../numeric/symmetric-eigen.js';
import type { Evaluation } from '../../numeric/trust-region.js';

export interface Chain {
  /** Log parameters of the kept draws. */
  readonly draws: readonly Float64Array[];
  /** Share of accepted proposals among the kept draws. */
  readonly acceptance: number;
}

interface Target {
  readonly density: (logs: ArrayLike<number>) => Evaluation;
  readonly mode: { readonly point: Float64Array };
  readonly covariance: Float64Array;
}

interface Settings {
  readonly chains: number;
  readonly draws: number;
  readonly random: (chain: number) => SeededRandom;
}

const WARM_UP = 150;
const FREEDOM = 5;

/**
 * Metropolis-Hastings with two kinds of moves: four in five from a multivariate t (5 degrees of freedom) around the
 * centre, whatever the current point, one in five a step of 0.6 standard deviations from it. The centre and the
 * covariance are the Laplace approximation during the warm-up and the warm-up draws' own (all chains) afterwards, fixed
 * from then on, so that the kept draws are of the exact posterior. Starts are spread over twice the Laplace width.
 */
export function runChains(
  { density, mode, covariance }: Target,
  { chains, draws, random }: Settings,
): Chain[] {
  const laplace = proposalOf(mode.point, covariance);
  const sources = Array.from({ length: chains }, (_, k) => random(k));
  const warm = sources.map((source) => {
    const start = drawT(laplace, source, 2);
    return walk(density, laplace, start, WARM_UP, source);
  });
  const moments = momentsOf(warm.flatMap((chain) => chain.draws.slice(WARM_UP / 3)));
  const learned = proposalOf(moments.mean, moments.covariance);
  return warm.map((chain, k) =>
    walk(density, learned, chain.draws[chain.draws.length - 1]!, draws, sources[k]!),
  );
}

interface Proposal {
  readonly centre: Float64Array;
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

function proposalOf(centre: Float64Array, covariance: Float64Array): Proposal {
  const { values, vectors } = symmetricEigen(covariance, centre.length);
  return { centre, values: values.map((v) => Math.sqrt(Math.max(v, 1e-12))), vectors };
}

function walk(
  density: Target['density'],
  proposal: Proposal,
  start: Float64Array,
  length: number,
  random: SeededRandom,
): Chain {
  let point = start;
  let here = density(point).value;
  let hereT = logT(proposal, point);
  let accepted = 0;
  const draws: Float64Array[] = [];
  for (let i = 0; i < length; i++) {
    const isJump = random.uniform() < 0.8;
    const next = isJump ? drawT(proposal, random, 1) : stepFrom(proposal, point, random);
    const there = density(next).value;
    const thereT = logT(proposal, next);
    const ratio = there - here + (isJump ? hereT - thereT : 0);
    if (Math.log(random.uniform()) < ratio) {
      point = next;
      here = there;
      hereT = thereT;
      accepted += 1;
    }
    draws.push(point);
  }
  return { draws, acceptance: accepted / length };
}

function drawT({ centre, values, vectors }: Proposal, random: SeededRandom, spread: number): Float64Array {
  const n = centre.length;
  const scale = spread * Math.sqrt(FREEDOM / (2 * random.gamma(FREEDOM / 2)));
  const z = values.map((value) => value * scale * random.normal());
  return centre.map((c, i) => z.reduce((sum, v, j) => sum + vectors[i * n + j]! * v, c));
}

function stepFrom(
  { centre, values, vectors }: Proposal,
  point: Float64Array,
  random: SeededRandom,
): Float64Array {
  const n = centre.length;
  const z = values.map((value) => 0.6 * value * random.normal());
  return point.map((c, i) => z.reduce((sum, v, j) => sum + vectors[i * n + j]! * v, c));
}

/** ln of the t density without its constant. */
function logT({ centre, values, vectors }: Proposal, point: Float64Array): number {
  const n = centre.length;
  let square = 0;
  for (let j = 0; j < n; j++) {
    let along = 0;
    for (let i = 0; i < n; i++) along += vectors[i * n + j]! * (point[i]! - centre[i]!);
    square += (along / values[j]!) ** 2;
  }
  return -0.5 * (FREEDOM + n) * Math.log1p(square / FREEDOM);
}
