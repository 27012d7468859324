import { ClvError, ExitCode } from '../errors.js';
import type { Note } from '../result.js';
import { counted } from './counted.js';

export function badLength(flag: string, text: string, wrong: string): ClvError {
  return new ClvError(
    'bad_length',
    ExitCode.usage,
    `${flag} "${text}" ${wrong}. Write it like 39w, 90d, 6m, 1q or 1y, up to 100 years.`,
  );
}

export function splitOutside(origin: string, first: string, last: string): ClvError {
  return new ClvError(
    'split_outside',
    ExitCode.usage,
    `the split after ${origin} leaves nothing on one side: orders run from ${first} to ${last}. Choose a shorter --holdout, fewer --origins or another --calibration-end.`,
  );
}

export function splitTwice(): ClvError {
  return new ClvError(
    'split_twice',
    ExitCode.usage,
    '--holdout and --calibration-end both say where to split. Give one of them with --origins.',
  );
}

export function nothingFitted(origin: string, reasons: readonly string[]): ClvError {
  return new ClvError(
    'backtest_nothing_fitted',
    ExitCode.modelFailed,
    `no model can be fitted to the data up to ${origin}: ${reasons.join(' ')} Choose a shorter --holdout, or load a longer history.`,
  );
}

export function originsLeftOut(origins: number, first: string): Note {
  return {
    code: 'origins_left_out',
    text: `${counted(origins, 'origin')} left out: too early for any model to be fitted (the first order is of ${first}).`,
  };
}

export function fitLeftOut(model: string, origin: string, why: string): Note {
  return { code: 'fit_left_out', text: `${model} has no fit up to ${origin}: ${why}` };
}

export function bgbbCountsMonths(): Note {
  return {
    code: 'bgbb_counts_months',
    text: 'BG/BB counts calendar months with purchases, not purchases: its expected months are shown times the purchases of such a month so far. It has no log-score, no intervals and no weeks, and is compared by RMSE, order and sums.',
  };
}

export function factorsOfSums(): Note {
  return {
    code: 'factors_of_sums',
    text: 'Cohort factors foresee the sums of cohorts; a customer gets the share of what they bought so far. They have no log-score, no intervals and no weeks.',
  };
}

export function noFactors(origin: string): Note {
  return {
    code: 'no_factors',
    text: `cohort-factor has no fit up to ${origin}: no age in complete months was reached by 30 customers.`,
  };
}

export function noStagesOfOrders(): Note {
  return {
    code: 'no_stages_of_orders',
    text: 'mbgcnbd is left out: orders of one day (--occasion order) have no gap between them, and the model lives on gaps.',
  };
}

export function countsStayLow(): Note {
  return {
    code: 'r2_of_counts',
    text: 'R² stays low for counts: most of what single customers do in some weeks is chance, which no model foresees. Even the true model would have a low one.',
  };
}

export function maeDecidesNothing(): Note {
  return {
    code: 'mae_decides_nothing',
    text: 'MAE names no winner: the forecast with the least MAE is the median, so "nobody comes back" looks good wherever most don\'t. Percentage errors of single customers (MAPE) are not shown: they divide by zero for everyone who did not buy.',
  };
}

export function outsideOfFit(customers: number, origin: string): Note {
  return {
    code: 'customers_after_origin',
    text: `${counted(customers, 'customer')} first bought after ${origin}: in no forecast made that evening and in no measure.`,
  };
}

export function ordersUnknown(orders: number, origin: string): Note {
  return {
    code: 'orders_unknown',
    text: `${counted(orders, 'order')} dated ${origin} or before came with a later load, when the data reached beyond that day already: no forecast made that evening knows them, and they are not counted as what came. --late-orders dated takes all orders by their date.`,
  };
}

export function spendFallsBack(origin: string): Note {
  return {
    code: 'spend_mean',
    text: `The spend model has no fit up to ${origin}; expected spend is the mean of all purchases.`,
  };
}
