import type { FrequencyModel } from './frequency-model.js';
import type { Future } from './future.js';
import type { History } from './history.js';

export type AnyModel = FrequencyModel<Readonly<Record<string, number>>>;
type Parameters = Readonly<Record<string, number>>;

/** What comes after T for a customer alive then, in each state that x and T leave open: one, but for staged models. */
export function statesOf(model: AnyModel, parameters: Parameters, history: History): Future[] {
  const { states } = model;
  if (states === undefined) return [model.future(parameters, history)];
  return Array.from({ length: states.count(parameters) }, (_, j) =>
    states.future(parameters, history.x, history.T, j),
  );
}

/** P(alive and in the state), state by state. */
export function chancesOf(model: AnyModel, parameters: Parameters, history: History): readonly number[] {
  return model.states?.chances(parameters, history) ?? [model.pAlive(parameters, history)];
}
