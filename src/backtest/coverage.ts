import type { Coverage } from './prediction.js';

const LOW = 0.1;
const HIGH = 0.9;
const BINS = 10;

/** Gathers, customer by customer, how outcomes stand in their predictive distributions. */
export class CoverageCount {
  private customers = 0;
  private claimed = 0;
  private observed = 0;
  private variance = 0;
  private inside = 0;
  private readonly bins = new Float64Array(BINS);

  /** `tails[n]` is P(at least n | alive); the table reaches beyond y and to where at most 5 % are left. */
  add(alive: number, tails: Float64Array, y: number, n: number): void {
    const cdf = (k: number): number => (k < 0 ? 0 : 1 - alive * tails[k + 1]!);
    let low = 0;
    while (cdf(low) < LOW) low++;
    let high = low;
    while (high + 2 < tails.length && cdf(high) < HIGH) high++;
    const mass = cdf(high) - cdf(low - 1);
    this.customers += n;
    this.claimed += n * mass;
    this.variance += n * mass * (1 - mass);
    if (y >= low && y <= high) this.observed += n;
    const below = cdf(y - 1);
    const width = cdf(y) - below;
    this.inside += n * overlap(below, width, LOW, HIGH);
    for (let b = 0; b < BINS; b++) {
      this.bins[b] = this.bins[b]! + n * overlap(below, width, b / BINS, (b + 1) / BINS);
    }
  }

  result(): Coverage {
    const n = this.customers;
    return {
      claimed: this.claimed / n,
      observed: this.observed / n,
      error: Math.sqrt(this.variance) / n,
      pitInside: this.inside / n,
      pit: Array.from(this.bins, (mass) => mass / n),
    };
  }
}

/** Share of [below, below + width] within [from, to]; a step of no width counts where it stands. */
function overlap(below: number, width: number, from: number, to: number): number {
  if (width <= 1e-12) return below >= from && (below < to || to >= 1) ? 1 : 0;
  return Math.max(0, Math.min(to, below + width) - Math.max(from, below)) / width;
}
