import { momentsOf } from '../../numeric/moments.js';
import { type SeededRandom, seededRandom } from '../../numeric/seeded.js';
import { symmetricEigen } from '../../numeric/symmetric-eigen.js';

export interface Chain {
  /** Log parameters of the kept draws. */
  readonly draws: readonly Float64Array[];
  /** Share of accepted proposals among the kept draws. */
  readonly acceptance: number;
}

/** ln of the posterior density at log parameters. */
export type Density = (logs: ArrayLike<number>) => number;

/** Where jumps go: a multivariate t with 5 degrees of freedom, by its centre and axes. */
export interface Proposal {
  readonly centre: Float64Array;
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

export interface ChainSettings {
  readonly chains: number;
  /** Kept draws a chain. */
  readonly draws: number;
  /** Chain k draws from a stream of its own: 1,000 times the seed, plus k. */
  readonly seed: number;
}

/** A chain after its warm-up. */
export interface WarmChain {
  /** Draws that the proposal is learned from. */
  readonly warm: readonly Float64Array[];
  /** Goes on with a proposal that stays; `told` hears of every draw. */
  keep(learned: Proposal, draws: number, told?: () => void): Chain;
}

export const WARM_UP = 150;
const FREEDOM = 5;

/**
 * Metropolis-Hastings with two kinds of moves: four in five from a multivariate t (5 degrees of freedom) around the
 * centre, whatever the current point, one in five a step of 0.6 standard deviations from it. The centre and the
 * covariance are the Laplace approximation during the warm-up and the warm-up draws' own (all chains) afterwards, fixed
 * from then on, so that the kept draws are of the exact posterior. Starts are spread over twice the Laplace width.
 */
export function runChains(
  density: Density,
  laplace: Proposal,
  { chains, draws, seed }: ChainSettings,
): Chain[] {
  const warm = Array.from({ length: chains }, (_, k) => warmUp(density, laplace, seed, k));
  const learned = learnedProposal(warm.flatMap((chain) => chain.warm));
  return warm.map((chain) => chain.keep(learned, draws));
}

/** Starts chain k and warms it up; `told` hears of every draw. */
export function warmUp(
  density: Density,
  laplace: Proposal,
  seed: number,
  k: number,
  told: () => void = () => {},
): WarmChain {
  const random = seededRandom(seed * 1000 + k);
  const { draws: all } = walk(density, laplace, drawT(laplace, random, 2), WARM_UP, random, told);
  return {
    warm: all.slice(WARM_UP / 3),
    keep: (learned, draws, toldMore = () => {}) =>
      walk(density, learned, all[all.length - 1]!, draws, random, toldMore),
  };
}

/** The proposal of kept draws, from the warm-up of all chains, chain after chain. */
export function learnedProposal(draws: readonly Float64Array[]): Proposal {
  const { mean, covariance } = momentsOf(draws);
  return proposalOf(mean, covariance);
}

/** `covariance` row-major. */
export function proposalOf(centre: Float64Array, covariance: Float64Array): Proposal {
  const { values, vectors } = symmetricEigen(covariance, centre.length);
  return { centre, values: values.map((v) => Math.sqrt(Math.max(v, 1e-12))), vectors };
}

function walk(
  density: Density,
  proposal: Proposal,
  start: Float64Array,
  length: number,
  random: SeededRandom,
  told: () => void,
): Chain {
  let point = start;
  let here = density(point);
  let hereT = logT(proposal, point);
  let accepted = 0;
  const draws: Float64Array[] = [];
  for (let i = 0; i < length; i++) {
    const isJump = random.uniform() < 0.8;
    const next = isJump ? drawT(proposal, random, 1) : stepFrom(proposal, point, random);
    const there = density(next);
    const thereT = logT(proposal, next);
    const ratio = there - here + (isJump ? hereT - thereT : 0);
    if (Math.log(random.uniform()) < ratio) {
      point = next;
      here = there;
      hereT = thereT;
      accepted += 1;
    }
    draws.push(point);
    told();
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
