import type { Fit } from '../models/fit/fit-record.js';
import type { GammaGammaParameters } from '../models/gammagamma/model.js';
import { symmetricEigen } from '../numeric/symmetric-eigen.js';

/** One possible pair of parameters. */
export interface ParameterPoint {
  readonly frequency: Readonly<Record<string, number>>;
  readonly spend: GammaGammaParameters | null;
}

/**
 * The smallest set of equally likely parameters that has the mean and the covariance of the fits' logarithms: the corners
 * of a regular simplex in d principal axes, d + 1 in all (the spherical simplex points of Julier 2003). The two fits are
 * independent. The estimate alone where nothing has an error.
 */
export function parameterPoints(frequency: Fit, spend: Fit | null): readonly ParameterPoint[] {
  const purchases = frequency.predictor!.parameters;
  const spends = spend?.predictor?.parameters ?? null;
  const purchaseAxes = axes(frequency);
  const spendAxes = spend === null ? [] : axes(spend);
  const points = simplex(purchaseAxes.length + spendAxes.length).map(
    (corner): ParameterPoint => ({
      frequency: moved(purchases, purchaseAxes, corner),
      spend: spends === null ? null : gammaGamma(moved(spends, spendAxes, corner.slice(purchaseAxes.length))),
    }),
  );
  return points.filter((point) => point.spend === null || point.spend.q > 1);
}

/** Corners of a regular simplex with mean 0 and covariance 1; one corner at the origin for d = 0. */
function simplex(d: number): number[][] {
  return Array.from({ length: d + 1 }, (_, i) =>
    Array.from({ length: d }, (__, j) => {
      const size = Math.sqrt((d + 1) / ((j + 1) * (j + 2)));
      return i <= j ? -size : i === j + 1 ? size * (j + 1) : 0;
    }),
  );
}

type Axis = Readonly<Record<string, number>>;

/** Principal axes of the covariance of the logarithms, each one standard deviation long. */
function axes({ logCovariance }: Fit): Axis[] {
  if (logCovariance === null) return [];
  const { names, values } = logCovariance;
  const n = names.length;
  const { values: variances, vectors } = symmetricEigen(values.flat(), n);
  const largest = Math.max(...variances);
  return Array.from(variances, (variance, j) => ({ variance, j }))
    .filter(({ variance }) => variance > 1e-14 * largest && variance > 0)
    .map(({ variance, j }) =>
      Object.fromEntries(names.map((name, i) => [name, Math.sqrt(variance) * vectors[i * n + j]!])),
    );
}

function moved(
  parameters: Readonly<Record<string, number>>,
  along: readonly Axis[],
  corner: readonly number[],
): Record<string, number> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => {
      const shift = along.reduce((sum, axis, j) => sum + corner[j]! * (axis[name] ?? 0), 0);
      return [name, value * Math.exp(shift)];
    }),
  );
}

function gammaGamma(parameters: Readonly<Record<string, number>>): GammaGammaParameters {
  return parameters as unknown as GammaGammaParameters;
}
