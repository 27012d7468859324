/**
 * Exponential and logarithm made of +, −, × and ÷ alone, which IEEE 754 rounds the same everywhere.
 * `Math.exp` and `Math.log` may differ in the last bit between engines and versions, and one bit is
 * enough to change a generated file.
 */

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const LOG2_E = Math.LOG2E;
const SQRT_HALF = Math.SQRT1_2;

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
/** Which of the two words holds sign and exponent. */
const HIGH = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;

/**
 * e^x. Method: x = k ln 2 + r, |r| ≤ ½ ln 2; Taylor series of degree 13 in r; scaled by 2^k.
 * Relative error below 4e-16 on [−708, 709]; 0 below −745.2, Infinity above 709.8.
 */
export function stableExp(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  if (x > 709.79) return Number.POSITIVE_INFINITY;
  if (x < -745.2) return 0;
  const k = Math.round(x * LOG2_E);
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  let sum = 1;
  for (let n = 13; n >= 1; n--) sum = 1 + (r / n) * sum;
  const half = k >> 1;
  return sum * powerOfTwo(half) * powerOfTwo(k - half);
}

/**
 * Natural logarithm of x ≥ 0. Method: x = m · 2^e with m in [√½, √2), ln m = 2 artanh((m − 1)/(m + 1))
 * by its series to the 21st power. Relative error below 5e-16; −Infinity at 0, NaN below.
 */
export function stableLog(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  let exponent = 0;
  double[0] = x;
  if (words[HIGH]! < 0x00100000) {
    double[0] = x * 18014398509481984;
    exponent = -54;
  }
  exponent += (words[HIGH]! >>> 20) - 1022;
  words[HIGH] = (words[HIGH]! & 0x000fffff) | 0x3fe00000;
  let m = double[0]!;
  if (m < SQRT_HALF) {
    m *= 2;
    exponent--;
  }
  const s = (m - 1) / (m + 1);
  const z = s * s;
  const tail =
    z *
    (1 / 3 +
      z *
        (1 / 5 +
          z *
            (1 / 7 +
              z *
                (1 / 9 +
                  z * (1 / 11 + z * (1 / 13 + z * (1 / 15 + z * (1 / 17 + z * (1 / 19 + z / 21)))))))));
  return exponent * LN2_HIGH + (2 * s + (2 * s * tail + exponent * LN2_LOW));
}

/** 2^k for −1022 ≤ k ≤ 1023. */
function powerOfTwo(k: number): number {
  words[HIGH] = (k + 1023) << 20;
  words[1 - HIGH] = 0;
  return double[0]!;
}
