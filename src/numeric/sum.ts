/**
 * Compensated sum (Neumaier 1974): the error of the total is about one rounding of the result, however many terms.
 * `add` in a fixed order gives the same bits on each machine.
 */
export class CompensatedSum {
  private sum = 0;
  private lost = 0;

  add(term: number): void {
    const next = this.sum + term;
    this.lost += Math.abs(this.sum) >= Math.abs(term) ? this.sum - next + term : term - next + this.sum;
    this.sum = next;
  }

  get total(): number {
    return this.sum + this.lost;
  }
}

/** Compensated sum of a list. */
export function sum(values: Iterable<number>): number {
  const total = new CompensatedSum();
  for (const value of values) total.add(value);
  return total.total;
}
