/**
 * Natural logarithm of the gamma function, x > 0.
 *
 * Method and error, against 40-digit values (test/reference/special.json):
 * - x in (0, 1.5): ln Gamma(x + 1) - ln x, with the next interval.
 * - x in [1.5, 2.5]: Taylor series about 2, coefficients (zeta(k) - 1)/k (Abramowitz & Stegun 6.1.33); keeps
 *   relative accuracy at the zeros 1 and 2.
 * - x in (2.5, 8): recurrence down to the series.
 * - x >= 8: Stirling's series with nine terms (A&S 6.1.41).
 * Error below 2e-15 * max(1, |result|) for 1e-300 <= x <= 1e15. `logGamma(0)` is Infinity, x < 0 is NaN.
 */
export function logGamma(x: number): number {
  if (x >= 8) return (x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI + stirlingError(x);
  if (x > 2.5) {
    let product = 1;
    let y = x;
    while (y > 2.5) {
      y -= 1;
      product *= y;
    }
    return Math.log(product) + nearTwo(y - 2);
  }
  if (x >= 1.5) return nearTwo(x - 2);
  if (x >= 0.5) return nearTwo(x - 1) - Math.log1p(x - 1);
  return logGammaOnePlus(x) - Math.log(x);
}

/**
 * Remainder of Stirling's formula: ln Gamma(x) - [(x - 1/2) ln x - x + ln(2 pi)/2], for x >= 8; the omitted term
 * is below 2e-17.
 */
export function stirlingError(x: number): number {
  const y = 1 / x;
  const z = y * y;
  return (
    y *
    (1 / 12 -
      z *
        (1 / 360 -
          z *
            (1 / 1260 -
              z *
                (1 / 1680 -
                  z *
                    (1 / 1188 -
                      z * (691 / 360360 - z * (1 / 156 - z * (3617 / 122400 - z * 0.17964437236883057))))))))
  );
}

/** ln Gamma(1 + x) for x in [0, 0.5): 1 + x would lose the digits of a small x. */
function logGammaOnePlus(x: number): number {
  return nearTwo(x) - Math.log1p(x);
}

/** ln Gamma(2 + e) for |e| <= 0.5. */
function nearTwo(e: number): number {
  let sum = 0;
  for (let k = SERIES.length - 1; k >= 0; k--) sum = sum * e + SERIES[k]!;
  return e * (ONE_MINUS_EULER + e * sum);
}

const HALF_LOG_TWO_PI = 0.9189385332046727;
const ONE_MINUS_EULER = 0.42278433509846713;

const SERIES: readonly number[] = [
  0.3224670334241132, -0.0673523010531981, 0.020580808427784546, -0.007385551028673986, 0.0028905103307415234,
  -0.001192753911703261, 0.0005096695247430425, -0.00022315475845357939, 9.945751278180853e-5,
  -4.492623673813314e-5, 2.050721277567069e-5, -9.439488275268397e-6, 4.374866789907488e-6,
  -2.039215753801366e-6, 9.55141213040742e-7, -4.492469198764566e-7, 2.1207184805554665e-7,
  -1.0043224823968099e-7, 4.7698101693639804e-8, -2.2711094608943164e-8, 1.0838659214896955e-8,
  -5.183475041970047e-9, 2.4836745438024785e-9, -1.1921401405860912e-9, 5.731367241678862e-10,
  -2.7595228851242334e-10, 1.330476437424449e-10, -6.4229645638381e-11, 3.1044247747322276e-11,
];
