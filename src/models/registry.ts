import { bgbbFrequencyModel } from './bgbb/frequency.js';
import { bgnbdFamily } from './bgnbd/index.js';
import { bgnbdModel } from './bgnbd/model.js';
import type { Family } from './fit/family.js';
import type { Predictor } from './fit/fit-record.js';
import type { FrequencyModel } from './frequency-model.js';
import type { Groups } from './groups.js';
import { cnbdModel, mbgcnbdModel } from './mbgcnbd/model.js';
import { mbgnbdFamily } from './mbgnbd/index.js';
import { mbgnbdModel } from './mbgnbd/model.js';
import { nbdFamily } from './nbd/family.js';
import { nbdModel } from './nbd/model.js';
import { paretonbdFamily } from './paretonbd/family.js';
import { paretonbdModel } from './paretonbd/model.js';
import { type Predictions, predictionsOf } from './predict.js';

type AnyModel = FrequencyModel<Readonly<Record<string, number>>>;

const MODELS: Readonly<Record<string, AnyModel>> = Object.fromEntries(
  [nbdModel, bgnbdModel, mbgnbdModel, paretonbdModel, mbgcnbdModel, cnbdModel, bgbbFrequencyModel].map(
    (model) => [model.name, model as unknown as AnyModel],
  ),
);

/** Families of purchase times that need only (x, t_x, T), by name: for fitting groups that are made once. */
export const frequencyFamilies: Readonly<Record<string, Family<Groups>>> = {
  nbd: nbdFamily,
  bgnbd: bgnbdFamily,
  mbgnbd: mbgnbdFamily,
  paretonbd: paretonbdFamily,
};

/** The model of a stored name (`fit.predictor.model`), unchecked arguments. Throws for a name that is none. */
export function frequencyModel(name: string): AnyModel {
  const model = MODELS[name];
  if (!model) throw new RangeError(`invalid model: ${name}`);
  return model;
}

/** Predictions with a stored predictor's model and its parameters. */
export function predictionsFor({ model, parameters }: Predictor): {
  readonly predictions: Predictions<Readonly<Record<string, number>>>;
  readonly parameters: Readonly<Record<string, number>>;
} {
  return { predictions: predictionsOf(frequencyModel(model)), parameters };
}
