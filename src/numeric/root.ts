/**
 * Root of a continuous function between a and b, where it has opposite signs (or is 0), by bisection with secant
 * steps (Dekker's rule kept inside the bracket, Anderson-Bjorck damping). Stops when the bracket is within
 * `relative` of the root or of `absolute`.
 */
export function bracketedRoot(
  f: (x: number) => number,
  a: number,
  b: number,
  { relative = 1e-12, absolute = 0 }: { relative?: number; absolute?: number } = {},
): number {
  let low = a;
  let high = b;
  let atLow = f(low);
  let atHigh = f(high);
  if (atLow === 0) return low;
  if (atHigh === 0) return high;
  if (atLow > 0 === atHigh > 0) throw new RangeError(`no change of sign between ${a} and ${b}`);
  for (let round = 0; round < 200; round++) {
    const width = Math.abs(high - low);
    if (width <= absolute + relative * Math.max(Math.abs(low), Math.abs(high))) break;
    const secant = high - (atHigh * (high - low)) / (atHigh - atLow);
    const middle = 0.5 * (low + high);
    const x =
      round % 3 !== 2 && secant > Math.min(low, high) && secant < Math.max(low, high) ? secant : middle;
    const value = f(x);
    if (value === 0) return x;
    if (value > 0 === atHigh > 0) {
      const damping = 1 - value / atHigh;
      atLow *= damping > 0 ? damping : 0.5;
    } else {
      low = high;
      atLow = atHigh;
    }
    high = x;
    atHigh = value;
  }
  return Math.abs(atHigh) < Math.abs(atLow) ? high : 0.5 * (low + high);
}
