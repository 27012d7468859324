import type { Random } from './random.js';

/**
 * Draws an index with fixed weights in constant time. Method: Walker's alias table as built by Vose
 * 1991, "A linear algorithm for generating random numbers with a given distribution".
 */
export class AliasTable {
  private readonly keep: Float64Array;
  private readonly alias: Int32Array;

  /** Weights are ≥ 0 with a positive sum. */
  constructor(weights: readonly number[]) {
    const n = weights.length;
    let total = 0;
    for (const weight of weights) total += weight;
    if (!(total > 0)) throw new Error(`invalid weights: their sum is ${total}`);
    this.keep = Float64Array.from(weights, (weight) => (weight * n) / total);
    this.alias = new Int32Array(n);
    const small: number[] = [];
    const large: number[] = [];
    this.keep.forEach((share, i) => {
      (share < 1 ? small : large).push(i);
    });
    while (small.length > 0 && large.length > 0) {
      const low = small.pop()!;
      const high = large[large.length - 1]!;
      this.alias[low] = high;
      this.keep[high] = this.keep[high]! + this.keep[low]! - 1;
      if (this.keep[high]! < 1) small.push(large.pop()!);
    }
    for (const i of [...small, ...large]) {
      this.keep[i] = 1;
      this.alias[i] = i;
    }
  }

  /** An index from 0 to n − 1; takes two words of the generator. */
  draw(random: Random): number {
    const scaled = random.uniform() * this.keep.length;
    const i = Math.floor(scaled);
    return scaled - i < this.keep[i]! ? i : this.alias[i]!;
  }
}
