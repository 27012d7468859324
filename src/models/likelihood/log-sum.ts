/**
 * ln of a sum of positive terms with its first and second derivatives, from those of each term's logarithm:
 * with weights w = term/sum, g = sum of w g_k, H = sum of w (H_k + g_k g_k') - g g'. Terms may come in any size.
 */
export class LogSum {
  private readonly logs: number[] = [];
  private readonly gradients: Float64Array[] = [];
  private readonly hessians: Float64Array[] = [];
  readonly gradient: Float64Array;
  /** Row-major, symmetric. */
  readonly hessian: Float64Array;
  value = Number.NEGATIVE_INFINITY;

  constructor(private readonly dimension: number) {
    this.gradient = new Float64Array(dimension);
    this.hessian = new Float64Array(dimension * dimension);
  }

  clear(): void {
    this.logs.length = 0;
    this.gradients.length = 0;
    this.hessians.length = 0;
  }

  add(log: number, gradient: Float64Array, hessian: Float64Array): void {
    if (log === Number.NEGATIVE_INFINITY) return;
    this.logs.push(log);
    this.gradients.push(gradient);
    this.hessians.push(hessian);
  }

  /** Puts the sum into `value`, `gradient` and `hessian`. */
  finish(): void {
    const n = this.dimension;
    const top = Math.max(...this.logs);
    let total = 0;
    for (const log of this.logs) total += Math.exp(log - top);
    this.value = top + Math.log(total);
    this.gradient.fill(0);
    this.hessian.fill(0);
    this.logs.forEach((log, k) => {
      const w = Math.exp(log - this.value);
      const g = this.gradients[k]!;
      const h = this.hessians[k]!;
      for (let i = 0; i < n; i++) {
        this.gradient[i] = this.gradient[i]! + w * g[i]!;
        for (let j = 0; j < n; j++) {
          const at = i * n + j;
          this.hessian[at] = this.hessian[at]! + w * (h[at]! + g[i]! * g[j]!);
        }
      }
    });
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const at = i * n + j;
        this.hessian[at] = this.hessian[at]! - this.gradient[i]! * this.gradient[j]!;
      }
    }
  }
}
