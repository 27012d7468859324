/** Panels are this wide in ln(T + c): a factor of 4. */
const WIDTH = Math.log(4);
const FIRST_LEVEL = 2;
const LAST_LEVEL = 6;

/** Functions of age. */
export interface AgeFunctions {
  /** The values at an age; the array may be used again by the next call. */
  at(age: number): Float64Array;
}

/** The same without interpolation, where ages are few: whole opportunities. */
export function exactAges(evaluate: (age: number) => Float64Array): AgeFunctions {
  const known = new Map<number, Float64Array>();
  return {
    at(age) {
      const values = known.get(age) ?? evaluate(age);
      known.set(age, values);
      return values;
    },
  };
}

interface Panel {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
  /** Values at the nodes, node after node. */
  readonly values: readonly Float64Array[];
}

/**
 * Functions of a customer's age T that cost much, by interpolation: Chebyshev-Lobatto nodes in ln(T + c) on panels of
 * fixed place, doubled until the values at the new nodes are foreseen to the square root of `tolerance` (of each
 * function's largest value on the panel): doubling squares the error of such a geometrically converging rule. Panels don't depend on the ages that are asked for, so a score never depends on who else is scored.
 */
export class AgePanels implements AgeFunctions {
  private readonly panels = new Map<number, Panel>();
  private readonly out: Float64Array;

  /** `scale` is c; `evaluate` gives `length` values at an age. */
  constructor(
    private readonly scale: number,
    private readonly length: number,
    private readonly tolerance: number,
    private readonly evaluate: (age: number) => Float64Array,
  ) {
    this.out = new Float64Array(length);
  }

  /** The values at an age; the array is used again by the next call. */
  at(age: number): Float64Array {
    const u = Math.log1p(age / this.scale);
    const place = panelOf(this.scale, age);
    let panel = this.panels.get(place);
    if (panel === undefined) {
      panel = this.build(place);
      this.panels.set(place, panel);
    }
    interpolate(panel, u, this.out);
    return this.out;
  }

  private build(place: number): Panel {
    let panel = this.level(place, FIRST_LEVEL, null);
    for (let level = FIRST_LEVEL + 1; level <= LAST_LEVEL; level++) {
      const finer = this.level(place, level, panel);
      const isFine = this.error(panel, finer) <= Math.sqrt(this.tolerance);
      panel = finer;
      if (isFine) break;
    }
    return panel;
  }

  private level(place: number, level: number, coarser: Panel | null): Panel {
    const last = 2 ** level;
    const nodes = Float64Array.from(
      { length: last + 1 },
      (_, k) => WIDTH * (place + 0.5 * (1 - Math.cos((Math.PI * k) / last))),
    );
    const weights = Float64Array.from(
      nodes,
      (_, k) => (k % 2 === 0 ? 1 : -1) * (k === 0 || k === last ? 0.5 : 1),
    );
    const values = Array.from(nodes, (u, k) =>
      coarser !== null && k % 2 === 0 ? coarser.values[k / 2]! : this.evaluate(this.scale * Math.expm1(u)),
    );
    return { nodes, weights, values };
  }

  /** Largest error of the coarser panel at the finer one's own nodes, of each function's largest value. */
  private error(coarser: Panel, finer: Panel): number {
    const largest = new Float64Array(this.length);
    for (const values of finer.values) {
      for (let j = 0; j < this.length; j++) largest[j] = Math.max(largest[j]!, Math.abs(values[j]!));
    }
    let worst = 0;
    const guess = new Float64Array(this.length);
    for (let k = 1; k < finer.nodes.length; k += 2) {
      interpolate(coarser, finer.nodes[k]!, guess);
      const values = finer.values[k]!;
      for (let j = 0; j < this.length; j++) {
        if (largest[j]! > 0) worst = Math.max(worst, Math.abs(guess[j]! - values[j]!) / largest[j]!);
      }
    }
    return worst;
  }
}

/** Number of the panel that holds an age. */
export function panelOf(scale: number, age: number): number {
  return Math.floor(Math.log1p(age / scale) / WIDTH);
}

/** Ages at the two ends of a panel. */
export function panelEnds(scale: number, place: number): readonly [youngest: number, oldest: number] {
  return [scale * Math.expm1(WIDTH * place), scale * Math.expm1(WIDTH * (place + 1))];
}

/** Barycentric interpolation of the second form; nodes two by two, so that sums are read and written half as often. */
function interpolate({ nodes, weights, values }: Panel, u: number, out: Float64Array): void {
  let total = 0;
  for (let k = 0; k < nodes.length; k++) {
    const distance = u - nodes[k]!;
    if (distance === 0) {
      out.set(values[k]!);
      return;
    }
    total += weights[k]! / distance;
  }
  const { length } = out;
  const first = weights[0]! / (u - nodes[0]!);
  const start = values[0]!;
  for (let j = 0; j < length; j++) out[j] = first * start[j]!;
  // Their number is odd.
  for (let k = 1; k < nodes.length; k += 2) {
    const one = values[k]!;
    const other = values[k + 1]!;
    const weight = weights[k]! / (u - nodes[k]!);
    const next = weights[k + 1]! / (u - nodes[k + 1]!);
    for (let j = 0; j < length; j++) out[j] = out[j]! + weight * one[j]! + next * other[j]!;
  }
  for (let j = 0; j < length; j++) out[j] = out[j]! / total;
}
