/** A sum whose value is known: numbers of what adds up, and of what they add up to where that is a part of the report. */
export interface KnownSum {
  readonly parts: readonly number[];
  readonly whole: number | null;
}

const MOST_STEPS = 5_000;
const SOLVED = 1e-11;
const NOTHING = 1e-5;

/**
 * Unknowns whose value follows from the sums, whatever the combination. A vector of random numbers is projected on
 * what the sums leave open (conjugate gradients on the least squares, Björck 1996, 7.4.1): where it becomes nothing, the
 * unknown is not free. The cost is that of a few hundred readings of the sums. Where the steps don't suffice, all
 * unknowns are said to follow.
 */
export function followingFrom(sums: readonly KnownSum[], isUnknown: (size: number) => boolean): Set<number> {
  const system = systemOf(sums, isUnknown);
  const free = projected(system);
  const following = new Set<number>();
  for (const [column, size] of system.unknowns.entries())
    if (free === null || Math.abs(free[column]!) < NOTHING) following.add(size);
  return following;
}

/** The sums as rows over the unknowns that they hold, each row of length one. */
interface System {
  readonly unknowns: readonly number[];
  readonly starts: readonly number[];
  readonly columns: Int32Array;
  readonly values: Float64Array;
}

function systemOf(sums: readonly KnownSum[], isUnknown: (size: number) => boolean): System {
  const columnOf = new Map<number, number>();
  const starts = [0];
  const columns: number[] = [];
  const values: number[] = [];
  for (const { parts, whole } of sums) {
    const coefficients = new Map<number, number>();
    for (const part of parts) if (isUnknown(part)) coefficients.set(part, (coefficients.get(part) ?? 0) + 1);
    if (whole !== null && isUnknown(whole)) coefficients.set(whole, (coefficients.get(whole) ?? 0) - 1);
    let squares = 0;
    for (const value of coefficients.values()) squares += value * value;
    for (const [size, value] of coefficients) {
      if (value === 0) continue;
      const column = columnOf.get(size) ?? columnOf.size;
      columnOf.set(size, column);
      columns.push(column);
      values.push(value / Math.sqrt(squares));
    }
    if (columns.length > starts.at(-1)!) starts.push(columns.length);
  }
  return {
    unknowns: [...columnOf.keys()],
    starts,
    columns: Int32Array.from(columns),
    values: Float64Array.from(values),
  };
}

/** The part of a random vector that no sum sees; null where it was not found. */
function projected(system: System): Float64Array | null {
  const x = randomVector(system.unknowns.length);
  const enough = SOLVED * Math.sqrt(dot(x, x));
  const left = times(system, x).map((value) => -value);
  let slope = transposed(system, left);
  const direction = Float64Array.from(slope);
  let steepness = dot(slope, slope);
  for (let step = 0; step < MOST_STEPS; step++) {
    if (Math.sqrt(dot(left, left)) <= enough) return x;
    const seen = times(system, direction);
    const along = steepness / dot(seen, seen);
    for (let i = 0; i < x.length; i++) x[i]! += along * direction[i]!;
    for (let i = 0; i < left.length; i++) left[i]! -= along * seen[i]!;
    slope = transposed(system, left);
    const next = dot(slope, slope);
    for (let i = 0; i < x.length; i++) direction[i] = slope[i]! + (next / steepness) * direction[i]!;
    steepness = next;
  }
  return null;
}

/** Numbers between -1 and 1, the same on every run. */
function randomVector(length: number): Float64Array {
  let state = 20_090_412;
  return Float64Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

function times({ starts, columns, values }: System, x: Float64Array): Float64Array {
  const product = new Float64Array(starts.length - 1);
  for (let row = 0; row < product.length; row++) {
    let sum = 0;
    for (let k = starts[row]!; k < starts[row + 1]!; k++) sum += values[k]! * x[columns[k]!]!;
    product[row] = sum;
  }
  return product;
}

function transposed({ unknowns, starts, columns, values }: System, y: Float64Array): Float64Array {
  const product = new Float64Array(unknowns.length);
  for (let row = 0; row < y.length; row++)
    for (let k = starts[row]!; k < starts[row + 1]!; k++) product[columns[k]!]! += values[k]! * y[row]!;
  return product;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
