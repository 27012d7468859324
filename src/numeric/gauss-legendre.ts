export interface QuadratureRule {
  /** Nodes on (-1, 1), ascending. */
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

/**
 * Gauss-Legendre rule with n nodes: exact for polynomials of degree 2n - 1. Nodes by Newton's method on the Legendre
 * recurrence from Tricomi's starting values; nodes and weights are right to 1e-15 for n <= 64. Rules are cached.
 */
export function gaussLegendre(n: number): QuadratureRule {
  let rule = RULES.get(n);
  if (!rule) {
    rule = computeRule(n);
    RULES.set(n, rule);
  }
  return rule;
}

const RULES = new Map<number, QuadratureRule>();

function computeRule(n: number): QuadratureRule {
  const nodes = new Float64Array(n);
  const weights = new Float64Array(n);
  for (let i = 0; i < (n + 1) >> 1; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 0;
    for (let round = 0; round < 100; round++) {
      const { value, derivative } = legendre(n, x);
      const step = value / derivative;
      x -= step;
      slope = derivative;
      if (Math.abs(step) < 1e-16) break;
    }
    slope = legendre(n, x).derivative;
    const weight = 2 / ((1 - x * x) * slope * slope);
    nodes[i] = -x;
    nodes[n - 1 - i] = x;
    weights[i] = weight;
    weights[n - 1 - i] = weight;
  }
  if (n % 2 === 1) nodes[(n - 1) / 2] = 0;
  return { nodes, weights };
}

function legendre(n: number, x: number): { value: number; derivative: number } {
  let previous = 1;
  let value = x;
  for (let k = 2; k <= n; k++) {
    const next = ((2 * k - 1) * x * value - (k - 1) * previous) / k;
    previous = value;
    value = next;
  }
  return { value, derivative: (n * (x * value - previous)) / (x * x - 1) };
}
