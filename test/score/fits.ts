import type { Fit } from '../../src/models/fit/fit-record.js';
import { bgnbd, gammagamma, mbgnbd, paretonbd } from '../../src/models/index.js';
import { scoringModel } from '../../src/score/scoring-model.js';

/** Records as a fit would store them, with the published parameters of CDNOW and plausible errors. */
function record(model: string, parameters: Readonly<Record<string, number>>, customers: number): Fit {
  const names = Object.keys(parameters).filter((name) => name !== 'k');
  return {
    model,
    predictor: { model, parameters },
    logCovariance: {
      names,
      values: names.map((_, i) => names.map((__, j) => (i === j ? 0.01 : 0.004))),
    },
    customers,
  } as unknown as Fit;
}

const PARAMETERS = {
  bgnbd: { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 },
  mbgnbd: { r: 0.525, alpha: 6.183, a: 0.891, b: 1.614 },
  paretonbd: { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 },
} as const;

export const PREDICTIONS = { bgnbd, mbgnbd, paretonbd };
export type Name = keyof typeof PARAMETERS;
export const NAMES = Object.keys(PARAMETERS) as Name[];
export const SPEND = { p: 6.25, q: 3.74, gamma: 15.44 };
export { gammagamma };

/** Regular buyers in days, and buyers by the month. */
export function otherModelOf(name: 'mbgcnbd' | 'bgbb', customers: number) {
  const parameters =
    name === 'bgbb'
      ? { alpha: 1.204, beta: 0.75, gamma: 0.657, delta: 2.783 }
      : { k: 2, r: 0.525, alpha: 3.1, a: 0.891, b: 1.614 };
  return scoringModel({
    frequency: record(name, parameters, customers),
    spend: { fit: record('gammagamma', SPEND, customers), constant: null, history: 'repeat' },
    occasion: name === 'bgbb' ? 'month' : 'day',
    timeUnit: { days: name === 'bgbb' ? 365.25 / 12 : 7 },
  });
}

/** A model ready to score; a large base has one point of parameters. */
export function modelOf(name: Name, customers: number) {
  return scoringModel({
    frequency: record(name, PARAMETERS[name], customers),
    spend: { fit: record('gammagamma', SPEND, customers), constant: null, history: 'repeat' },
    occasion: 'day',
    timeUnit: { days: 7 },
  });
}
