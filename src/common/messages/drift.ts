import { ClvError, ExitCode } from '../errors.js';
import type { Note } from '../result.js';

export function noReference(id: string): ClvError {
  return new ClvError(
    'no_reference',
    ExitCode.failed,
    `model ${id} has no reference.json that can be read. Run clv fit again: the same data give the same model.`,
  );
}

export function noDriftOfRejected(id: string, model: string): ClvError {
  return new ClvError(
    'no_drift_for',
    ExitCode.usage,
    `drift can't judge model ${id}: its fit of ${model} failed, so it expects nothing. Name another with --model.`,
  );
}

/** Its clock is that of calendar months, and a window of weeks holds parts of them. */
export function noDriftOfMonths(id: string): ClvError {
  return new ClvError(
    'no_drift_for',
    ExitCode.usage,
    `drift can't judge model ${id} (bgbb): it counts calendar months with purchases, and a window holds weeks. Let a model of days watch the same base: clv fit --model mbgnbd --no-promote, then clv drift --model with the id that it prints; clv backtest --model bgbb shows how well months are forecast.`,
  );
}

export function driftFound(model: string, findings: readonly string[]): ClvError {
  return new ClvError(
    'drift',
    ExitCode.alert,
    `the data have moved away from model ${model}: ${findings.join('; ')}.`,
  );
}

export function nothingNew(model: string, asOf: string): Note {
  return {
    code: 'nothing_new',
    text: `The data end on ${asOf}, where model ${model} ends: there is nothing yet to compare with it.`,
  };
}

export function noYearBefore(from: string, to: string): Note {
  return {
    code: 'no_year_before',
    text: `The data hold no such weeks a year before; spend and mixes are compared with ${from} to ${to}, the weeks before the model's end. A season can look like drift then.`,
  };
}

export function tooFewToTell(what: string): Note {
  return { code: 'too_few', text: `Too few customers to compare: ${what}.` };
}

export function sampledForDrift(oneIn: number): Note {
  return {
    code: 'drift_sampled',
    text: `Forecasts and newcomers are judged by one customer in ${oneIn}, chosen by id: more would make no shift of a size that matters any clearer.`,
  };
}
