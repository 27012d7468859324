import { ClvError, ExitCode } from '../errors.js';
import type { Note } from '../result.js';

/** Neither converged nor enough to try: nothing is put to use. */
export function fitFailed(model: string, id: string, reasons: readonly string[]): ClvError {
  return new ClvError(
    'fit_failed',
    ExitCode.modelFailed,
    `${model} gives no model that can be used: ${reasons.join(' ')} It is kept as rejected (clv models show ${id}); the model in use, if any, stays.`,
  );
}

export function customersAfter(customers: number, end: string): Note {
  return {
    code: 'customers_after_calibration',
    text: `${customers.toLocaleString('en-US')} customer(s) first bought after ${end}, the end of calibration, and are not part of the fit.`,
  };
}

export function spendsLeftOut(customers: number, money: string): Note {
  return {
    code: 'spends_left_out',
    text: `${customers.toLocaleString('en-US')} customer(s) have purchases but a mean spend of 0 or less (${money} in all); they are out of the spend model and get the population's mean.`,
  };
}

/** Gamma-Gamma takes the number of purchases and their mean spend as independent. */
export function spendDepends(correlation: number): Note {
  return {
    code: 'spend_depends_on_frequency',
    text: `Purchases and mean spend correlate by ${correlation.toFixed(3)}; the spend model takes them as independent. Frequent buyers' values are ${correlation > 0 ? 'understated' : 'overstated'} somewhat; segments (by category, channel) often explain it.`,
  };
}

export function oneSpend(mean: string): Note {
  return {
    code: 'one_spend',
    text: `Every customer spends the same (${mean}): there is no spread to model, and that is everyone's expected spend.`,
  };
}

export function shortSpan(days: number): Note {
  return {
    code: 'short_span',
    text: `The history spans ${days} days. Below a year, seasons and drop-out can't be told apart; take forecasts as rough.`,
  };
}

export function badModel(text: string, known: readonly string[]): ClvError {
  return new ClvError(
    'bad_model',
    ExitCode.usage,
    `--model ${text}: there is no such model. There are: ${known.join(', ')}.`,
  );
}

export function longSilence(last: string, asOf: string, days: number): Note {
  return {
    code: 'long_silence',
    text: `The last order is of ${last}, ${days} days before the end of observation (${asOf}). If nobody recorded orders in between, the models take it for customers' silence: give --as-of ${last}.`,
  };
}
