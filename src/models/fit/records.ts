import type { Note } from '../../common/result.js';
import type { CertifiedMaximum } from './certified-maximum.js';
import type { Family, Limit } from './family.js';
import type { Fit, LogCovariance, Outcome, TimeUnit } from './fit-record.js';
import type { LimitMaximum } from './limit-fit.js';

/** Record of a fit that gives no parameters. */
export function emptyRecord<D>(
  family: Family<D>,
  data: D,
  timeUnit: TimeUnit | null,
  outcome: Outcome,
  reasons: readonly Note[],
  search: CertifiedMaximum | null,
): Fit {
  return {
    model: family.model,
    method: 'ml',
    outcome,
    reasons,
    parameters: null,
    predictor: null,
    limit: null,
    standardErrors: null,
    logCovariance: null,
    logLikelihood: null,
    freeParameters: family.names.length,
    aic: null,
    bic: null,
    customers: family.customers(data),
    groups: family.size(data),
    iterations: search?.iterations ?? 0,
    evaluations: search?.evaluations ?? 0,
    timeUnit,
    dataSpan: family.span(data),
    certificate: search?.certificate ?? null,
  };
}

/** Record of a certified optimum; `covariance` is that of the log parameters, row-major. */
export function interiorRecord<D>(
  family: Family<D>,
  data: D,
  timeUnit: TimeUnit | null,
  natural: readonly number[],
  covariance: Float64Array,
  search: CertifiedMaximum,
): Fit {
  const parameters = { ...family.fixed, ...named(family.names, natural) };
  const n = natural.length;
  const logLikelihood = family.likelihood(data)(natural).value;
  const errors = natural.map((value, i) => value * Math.sqrt(covariance[i * n + i]!));
  return {
    ...emptyRecord(family, data, timeUnit, 'interior', [], search),
    parameters,
    predictor: { model: family.model, parameters },
    standardErrors: named(family.names, errors),
    logCovariance: matrix(family.names, covariance),
    logLikelihood,
    ...criteria(logLikelihood, n, family.customers(data)),
  };
}

/** Record of a fit that is at a limit of its model. */
export function boundaryRecord<D>(
  family: Family<D>,
  data: D,
  factor: number,
  timeUnit: TimeUnit | null,
  limit: Limit<D>,
  { logs, maximum, covariance }: LimitMaximum,
  full: CertifiedMaximum,
  reason: Note,
): Fit {
  const natural = logs.map((v, i) => Math.exp(v) / factor ** limit.unitPowers[i]!);
  const predictorParameters = { ...limit.fixed, ...named(limit.names, natural) };
  const free = limit.free.map(({ unitPower, kind }, j) => {
    const value = Math.exp(maximum.point[j]!) / factor ** unitPower;
    return kind === 'odds' ? value / (1 + value) : value;
  });
  const m = free.length;
  const errors = free.map((value, j) => {
    const spread = Math.sqrt(covariance[j * m + j]!);
    return limit.free[j]!.kind === 'odds' ? value * (1 - value) * spread : value * spread;
  });
  const isSameModel = limit.model === family.model;
  const logLikelihood = limit.likelihood(data)(natural).value;
  const freeNames = limit.free.map((coordinate) => coordinate.name);
  const errorOf = named(freeNames, errors);
  return {
    ...emptyRecord(family, data, timeUnit, 'boundary', [reason], maximum),
    iterations: full.iterations + maximum.iterations,
    evaluations: full.evaluations + maximum.evaluations,
    parameters: isSameModel ? predictorParameters : null,
    predictor: { model: limit.model, parameters: predictorParameters },
    limit: { name: limit.name, parameters: named(freeNames, free), standardErrors: errorOf },
    standardErrors: Object.fromEntries(family.names.map((name) => [name, errorOf[name] ?? null])),
    logCovariance: matrix(limit.names, pushForward(limit, covariance)),
    logLikelihood,
    freeParameters: m,
    ...criteria(logLikelihood, m, family.customers(data)),
  };
}

function criteria(logLikelihood: number, k: number, customers: number): { aic: number; bic: number } {
  return { aic: 2 * k - 2 * logLikelihood, bic: k * Math.log(customers) - 2 * logLikelihood };
}

function named(names: readonly string[], values: ArrayLike<number>): Record<string, number> {
  return Object.fromEntries(names.map((name, i) => [name, values[i]!]));
}

function matrix(names: readonly string[], values: ArrayLike<number>): LogCovariance {
  const n = names.length;
  return { names, values: names.map((_, i) => names.map((__, j) => values[i * n + j]!)) };
}

/** A C A': covariance of the model's log parameters from that of the free coordinates. */
function pushForward<D>({ map, free }: Limit<D>, covariance: Float64Array): Float64Array {
  const n = map.length;
  const m = free.length;
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      for (let a = 0; a < m; a++)
        for (let b = 0; b < m; b++)
          out[i * n + j] = out[i * n + j]! + map[i]![a]! * covariance[a * m + b]! * map[j]![b]!;
  return out;
}
