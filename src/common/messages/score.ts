import { ClvError, ExitCode } from '../errors.js';
import type { Note } from '../result.js';
import { counted } from './counted.js';

export function badHorizon(text: string, wrong: string): ClvError {
  return new ClvError(
    'bad_horizon',
    ExitCode.usage,
    `--horizon "${text}" ${wrong}. Write it like 12m, 39w, 365d or 2y, up to 100 years.`,
  );
}

/** `--out` of other commands is the report; here it is the rows. */
export function notAScoreFile(path: string): ClvError {
  return new ClvError(
    'bad_out',
    ExitCode.usage,
    `--out "${path}" would hold the rows of the scores, as .csv or .parquet. The report goes to standard output: clv score --format html > report.html.`,
  );
}

export function badRate(text: string): ClvError {
  return new ClvError(
    'bad_annual_rate',
    ExitCode.usage,
    `--annual-rate "${text}" is not a yearly rate from 0 to 100 %. Write it like 10% or 0.10.`,
  );
}

/** The mean of a cohort has errors of its own, which the points of the parameters know nothing of. */
export function noMeanOfYoung(): ClvError {
  return new ClvError(
    'no_mean_of_young',
    ExitCode.usage,
    '--mean-interval with --min-days: what young customers are expected to buy leans on the mean of their month, whose error is not known. Leave one of them out.',
  );
}

export function badInterval(text: string): ClvError {
  return new ClvError(
    'bad_interval',
    ExitCode.usage,
    `--interval "${text}" is not a share between 1 % and 99.8 %. Write it like 80% or 0.8.`,
  );
}

export function modelOfOtherCurrency(id: string, model: string, data: string): ClvError {
  return new ClvError(
    'model_currency',
    ExitCode.usage,
    `model ${id} was fitted on ${model}, and the data are in ${data}: its spend parameters mean nothing there. Fit one on these data (clv fit), or choose another with --model.`,
  );
}

export function modelFromLater(id: string, modelEnd: string, asOf: string): Note {
  return {
    code: 'model_from_later',
    text: `Model ${id} was fitted on data up to ${modelEnd}, later than ${asOf}, the day of these scores: it knows what came after them.`,
  };
}

export function modelIsOld(id: string, days: number): Note {
  return {
    code: 'model_is_old',
    text: `Model ${id} was fitted on data that end ${counted(days, 'day')} before these scores. Run clv fit to learn from what came since.`,
  };
}

export function valueIsRevenue(): Note {
  return {
    code: 'value_is_revenue',
    text: 'Nothing is known about profit, so the values are revenue, not profit. Give --margin, costs in the files, or margins in the config.',
  };
}

export function costOffRevenue(): Note {
  return {
    code: 'cost_off_revenue',
    text: '--cac is taken off revenue here: clv_less_cac is no profit, and too high by all that the goods cost. Give --margin.',
  };
}

export function marginPartlyKnown(share: number): Note {
  return {
    code: 'margin_partly_known',
    text: `The margin comes from the ${(100 * share).toFixed(1)} % of the spend whose profit is known, and is taken for all.`,
  };
}

export function marginOfData(asked: number, margin: number): Note {
  return {
    code: 'margin_of_data',
    text: `The margin of ${percent(asked)} that was given counts only where the data do not say the profit; with what they say, the margin of all is ${percent(margin)}.`,
  };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** Not refused: spend can cost more than it brings. Mostly it is a sign too many. */
export function marginBelowZero(margin: number): Note {
  return {
    code: 'margin_below_zero',
    text: `The margin is ${percent(margin)}: each sale loses, so the best customers have the lowest values. Look at the sign of --margin, or at costs and returns.`,
  };
}

export function marginOverOne(margin: number): Note {
  return {
    code: 'margin_over_one',
    text: `The data say that profit is ${(100 * margin).toFixed(1)} % of the spend. Look at costs and returns: values are as high as that says.`,
  };
}

/** Whose share of returns counts: each customer's own, everybody's, or everybody's since customers differ by chance alone. */
export type WhoseReturns = 'own' | 'base' | 'alike';

export function netOfReturns(share: number, whose: WhoseReturns): Note {
  const by = {
    own: "each customer's own share, leaning on that one as far as their purchases are few",
    base: 'that share, the same for everyone (--returns base)',
    alike: 'that share, the same for everyone: customers differ in it no more than by chance',
  };
  return {
    code: 'net_of_returns',
    text: `${(100 * share).toFixed(2)} % of the spend was given back; expected spend and values are less by ${by[whose]}.`,
  };
}

export function hiddenCustomers(customers: number): Note {
  return {
    code: 'hidden_customers',
    text: `${counted(customers, 'customer')} marked as not visible: counted in totals, in no row.`,
  };
}

export function priorCustomers(customers: number): Note {
  return {
    code: 'prior_customers',
    text: `${counted(customers, 'known customer')} without an order: no score of their own (basis prior).`,
  };
}

export function firstOrdersExpected(
  customers: number,
  expected: string,
  horizonDays: number,
  from: string,
): Note {
  return {
    code: 'first_orders_expected',
    text: `Of ${counted(customers, 'customer')} without an order who became known on ${from} or later, ${expected} first orders are expected in ${counted(horizonDays, 'day')} (table first_orders). Who has waited longer than anybody was watched is taken to order ever more rarely, as age grows.`,
  };
}

/** Why nothing is expected of customers without an order. */
export function tooFewFirstOrders(customers: number, least: number): Note {
  return {
    code: 'too_few_first_orders',
    text: `How many of ${counted(customers, 'customer')} without an order will place a first one is not known: after the day on which they became known, fewer than ${least} customers ever did.`,
  };
}

export function undatedCustomers(customers: number): Note {
  return {
    code: 'undated_customers',
    text: `Of ${counted(customers, 'customer')} without an order no file says since when they are known (acquisition_ts of the customers file): nothing is expected of them, for want of customers who waited as long.`,
  };
}

export function earlierThanData(customers: number, from: string): Note {
  return {
    code: 'earlier_than_data',
    text: `${counted(customers, 'customer')} without an order became known before ${from}, the first order of the data: whether they ordered before that day is not known, and nothing is expected of them.`,
  };
}

export function returningWithoutOrder(customers: number): Note {
  return {
    code: 'returning_without_order',
    text: `${counted(customers, 'customer')} without an order gave something back: they ordered before the data begin, so that theirs would be no first order.`,
  };
}

export function noSuchCustomer(id: string): ClvError {
  return new ClvError(
    'no_such_customer',
    ExitCode.usage,
    `--explain ${id}: no customer of that id may be shown. Ids are text, as in the files: 00123 is not 123.`,
  );
}

export function notWithExplain(flag: string): ClvError {
  return new ClvError(
    'not_with_explain',
    ExitCode.usage,
    `${flag} with --explain: the report is of one customer then. Leave one of them out.`,
  );
}

export function scoresWritten(path: string, rows: number): Note {
  return { code: 'scores_written', text: `${rows.toLocaleString('en-US')} rows in ${path}.` };
}

export function horizonOfMonths(id: string, horizon: string): ClvError {
  return new ClvError(
    'horizon_of_months',
    ExitCode.usage,
    `--horizon ${horizon}: model ${id} counts calendar months. Write it in months or years, like 12m.`,
  );
}

export function otherSegments(id: string, ofModel: string, ofTerms: string): ClvError {
  return new ClvError(
    'other_segments',
    ExitCode.usage,
    `model ${id} was fitted by ${ofModel}, and margins or rates are given by ${ofTerms}. Give them by ${ofModel} (--segment-by ${ofModel}), or fit by ${ofTerms}.`,
  );
}

/** A name that is misspelt would leave its customers to the terms of the whole base without a word. */
export function segmentsUnseen(attribute: string, segments: readonly string[]): Note {
  const names = segments.map((segment) => `"${segment}"`).join(', ');
  return {
    code: 'segments_unseen',
    text: `No customer's ${attribute} is ${names}: the margin or rate given for ${segments.length === 1 ? 'it' : 'them'} counts for nobody. --rollup ${attribute} lists the values that there are.`,
  };
}

export function coldStartUnused(): Note {
  return {
    code: 'cold_start_unused',
    text: '--cold-start says whom young customers lean on, and without --min-days nobody is young. Give it, such as --min-days 60.',
  };
}

/** The variance of a sum is made of the customers' own histories; blending moves its middle alone. */
export function sumsOfYoung(): Note {
  return {
    code: 'sums_of_young',
    text: '--rollup with --min-days: sums are of the blended values, and their intervals as wide as the histories alone make them.',
  };
}

/** What factors of cohorts make nothing of, each with the reason. */
const WITHOUT_FACTORS = {
  minDays: '--min-days (factors know customers by their age already)',
  coldStart: '--cold-start (nobody leans on others)',
  interval: '--interval (there is none)',
  returns: '--returns base (the value to date is less what each customer gave back)',
} as const;

export function unusedByFactors(which: readonly (keyof typeof WITHOUT_FACTORS)[]): Note {
  return {
    code: 'unused_by_factors',
    text: `Without effect here: ${which.map((name) => WITHOUT_FACTORS[name]).join(', ')}.`,
  };
}

export function notByFactors(id: string, flag: string): ClvError {
  return new ClvError(
    'not_by_factors',
    ExitCode.usage,
    `${flag} with model ${id}: factors of cohorts know sums, not customers. Leave it out, or choose a model of purchases with --model.`,
  );
}

export function factorsOfCohorts(error: number | null): Note {
  return {
    code: 'factors_of_cohorts',
    text: `Values come from the value to date and the growth of customers of that age: silence is not seen, and there is no interval.${error === null ? '' : ` Held out, the sum was ${Math.abs(100 * error).toFixed(1)} % ${error < 0 ? 'too low' : 'too high'}.`}`,
  };
}
