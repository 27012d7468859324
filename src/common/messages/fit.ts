import { ClvError, ExitCode } from '../errors.js';
import type { Note } from '../result.js';
import { counted } from './counted.js';

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
    text: `${counted(customers, 'customer')} first bought after ${end}, the end of calibration: not part of the fit.`,
  };
}

export function spendsLeftOut(customers: number, money: string): Note {
  return {
    code: 'spends_left_out',
    text: `${counted(customers, 'customer')} with purchases but a mean spend of 0 or less (${money} in all): out of the spend model, scored with the population's mean.`,
  };
}

/** Gamma-Gamma takes the number of purchases and their mean spend as independent. */
export function spendDepends(correlation: number): Note {
  return {
    code: 'spend_depends_on_frequency',
    text: `Purchases and mean spend correlate by ${correlation.toFixed(3)}; the spend model takes them as independent. Frequent buyers' values are ${correlation > 0 ? 'understated' : 'overstated'} somewhat; segments (by category, channel) often explain it.`,
  };
}

/** Gamma-Gamma's p is the same for everybody; the data say otherwise. At the limit of no spread within customers there is no p (null). */
export function spendSpreadDiffers(dispersion: number, within: number, p: number | null): Note {
  return {
    code: 'spend_spread_differs',
    text: `Customers differ in how evenly they spend, ${dispersion.toFixed(2)} times as much as one p for all makes (by the spread within customers p is ${within.toPrecision(3)}, ${p === null ? 'in the model each customer always spends the same' : `the model's ${p.toPrecision(3)}`}): the weight of a customer's own mean is too large for uneven spenders and too small for even ones. Totals hardly move; look at values of single customers with their interval, or fit by a segment (--by).`,
  };
}

/** Gamma-Gamma sees customers' means alone, and may find no spread within customers where their single spends show one. */
export function spendSpreadUnseen(p: number, error: number): Note {
  return {
    code: 'spend_spread_unseen',
    text: `By the spread of single spends within customers p is ${p.toPrecision(3)} (error ${error.toPrecision(2)}), while the spend model, which sees their means alone, takes it as infinite: after few purchases a customer's own mean counts too much, and intervals of values are somewhat narrow. With --method map a prior keeps p finite.`,
  };
}

export function sampledForFit(oneIn: number): Note {
  return {
    code: 'fit_sampled',
    text: `Parameters are fitted to all customers. What chooses among models by held-out purchases, and how evenly customers spend, is told by one customer in ${oneIn}, chosen by id.`,
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

export function opportunityElsewhere(model: string): ClvError {
  return new ClvError(
    'opportunity_elsewhere',
    ExitCode.usage,
    `--opportunity belongs to --model bgbb, and the model is ${model}. Leave it out, or add --model bgbb.`,
  );
}

/** An option that a kind of model knows nothing of would be without effect. */
export function optionElsewhere(flag: string, how: string): ClvError {
  return new ClvError('option_elsewhere', ExitCode.usage, `${flag} has no effect with ${how}. Leave it out.`);
}

export function gapsOfNothing(): ClvError {
  return new ClvError(
    'gaps_of_nothing',
    ExitCode.usage,
    '--model mbgcnbd with --occasion order: orders of one day have no gap between them, and the model lives on gaps. Leave out --occasion order.',
  );
}

export function occasionOfMonths(occasion: string): ClvError {
  return new ClvError(
    'occasion_of_months',
    ExitCode.usage,
    `--model bgbb with --occasion ${occasion}: its occasions are calendar months with purchases. Leave out --occasion.`,
  );
}

export function gridOfMonths(): ClvError {
  return new ClvError(
    'grid_of_months',
    ExitCode.usage,
    '--model bgbb with --grid: its histories are whole months already. Leave out --grid.',
  );
}

/** How many there are stands in the table, where `--min-cell` may hide it. */
export function smallSegment(attribute: string, segment: string, least: number): Note {
  return {
    code: 'small_segment',
    text: `${attribute} ${segment} has fewer than ${least} customers: the model of the whole base serves it.`,
  };
}

export function gridBias(worst: number, parameter: string, share: number): Note {
  return {
    code: 'grid_bias',
    text: `Histories on a grid of weeks: against exact days, ${parameter} is off by ${worst.toFixed(2)} standard errors, the most of all parameters, and a new customer's purchases of a year by ${(100 * share).toFixed(2)} % (measured by one Newton step on the exact histories). Leave out --grid for the exact fit.`,
  };
}

export function bootstrapPart(model: string, failed: number, replicates: number): Note {
  return {
    code: 'bootstrap_failed_in_part',
    text: `${failed} of ${replicates} bootstrap refits of ${model} found no optimum and are left out: its interval is too narrow.`,
  };
}

export function bootstrapAtLimit(
  model: string,
  parameters: readonly string[],
  most: number,
  kept: number,
): Note {
  return {
    code: 'bootstrap_at_limit',
    text: `${most} of ${kept} bootstrap refits of ${model} ran to a limit, where the size of ${parameters.join(' and ')} means nothing: there is no error to tell, and an end of the interval that lies there is left empty.`,
  };
}

export function noBootstrap(model: string, limit: string): Note {
  return {
    code: 'no_bootstrap',
    text: `${model} is at a limit (${limit}): there is no interior optimum to refit, and no bootstrap of it.`,
  };
}

export function checkFails(name: string, seen: string, low: string, high: string): Note {
  return {
    code: 'check_of_model_fails',
    text: `${name}: ${seen} seen, where the model itself makes ${low} to ${high} likely (99 %). Something in the data is not in the model.`,
  };
}

export function survivorsFile(path: string | null): ClvError {
  return new ClvError(
    'survivors_file',
    ExitCode.usage,
    `--model sbg ${path === null ? 'has no file' : `can't use ${path}`}: it needs one table with the customers left after 0, 1, 2, … renewals, such as clv fit --model sbg survivors.csv.`,
  );
}

export function badSurvivors(path: string, line: number, value: string, wrong: string): ClvError {
  return new ClvError(
    'bad_survivors',
    ExitCode.dataRefused,
    `${path} line ${line}: "${value}" ${wrong}. Write one cohort as period,survivors with the customers left at period 0, 1, 2, …`,
  );
}

export function tooFewAges(customers: number): Note {
  return {
    code: 'too_few_ages',
    text: `No age of the cohorts has 30 customers and a month after it that is complete (${customers.toLocaleString('en-US')} customers in all). Add older data or more customers.`,
  };
}

export function factorsUntested(): Note {
  return {
    code: 'factors_untested',
    text: 'The history is too short to hold part of it out: how well the factors predict is not known.',
  };
}
