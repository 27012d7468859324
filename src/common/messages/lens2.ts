import { ClvError, ExitCode } from '../errors.js';
import type { Note } from '../result.js';
import { counted, listed } from './counted.js';

export function noPairOfPeriods(first: string, asOf: string): ClvError {
  return new ClvError(
    'no_pair_of_periods',
    ExitCode.usage,
    `The data run from ${first} to ${asOf}: no two complete periods are in it to compare. Name them with --period and --versus, or days with --from and --to.`,
  );
}

export function periodsOverlap(first: string, second: string): ClvError {
  return new ClvError(
    'periods_overlap',
    ExitCode.usage,
    `--versus ${first} and --period ${second} share days: a customer's order would count twice. Choose two periods without a common day.`,
  );
}

export function versusNotObserved(period: string, first: string, asOf: string): ClvError {
  return new ClvError(
    'versus_not_observed',
    ExitCode.usage,
    `--versus ${period}: the data run from ${first} to ${asOf}, so nothing of it is observed. Choose a period inside.`,
  );
}

/** The period to compare with was not named and none fits. */
export function nothingToCompareWith(period: string, first: string, asOf: string): ClvError {
  return new ClvError(
    'nothing_to_compare_with',
    ExitCode.usage,
    `--period ${period}: neither the same period a year before nor the one just before it is in the data (${first} to ${asOf}). Name another with --versus.`,
  );
}

export function bothPeriodsEmpty(first: string, second: string): ClvError {
  return new ClvError(
    'empty_periods',
    ExitCode.dataRefused,
    `Periods ${first} and ${second}: nobody ordered in either. Choose others with --period and --versus.`,
  );
}

export function seasonWarning(first: string, second: string): Note {
  return {
    code: 'different_season',
    text: `${first} and ${second} lie in different seasons: part of the change may be the season. The same season a year apart is not complete in the data.`,
  };
}

export function lengthWarning(first: string, firstDays: number, second: string, secondDays: number): Note {
  return {
    code: 'different_length',
    text: `${first} has ${counted(firstDays, 'day')} and ${second} has ${secondDays}: totals, customers and AOF are not comparable as they stand.`,
  };
}

export function partlyBeforeData(period: string, firstOrder: string): Note {
  return {
    code: 'period_before_data',
    text: `${period} starts before the first order in the data (${firstOrder}): it is only partly observed.`,
  };
}

export function notYetOver(period: string, asOf: string): Note {
  return {
    code: 'incomplete_period',
    text: `${period} is not over: the data are observed up to ${asOf}. What looks like a fall may be the missing days.`,
  };
}

export function historyShort(days: number, firstOrder: string, from: string): Note {
  const before =
    days <= 0
      ? `No order before the first period is in the data (they start on ${firstOrder})`
      : `Only ${counted(days, 'day')} before the first period ${days === 1 ? 'is' : 'are'} in the data (they start on ${firstOrder}, the period on ${from})`;
  return {
    code: 'history_short',
    text: `${before}: customers whose last order is older count as first-ever, so "first_ever" is too high and "returning" too low.`,
  };
}

export function marginUnknown(left: number): Note {
  return {
    code: 'up_down_unknown',
    text: `Left out of the ups and downs: ${counted(left, 'customer')} of both periods whose profit or margin is not known in one of them.`,
  };
}

export function returnsOutside(first: number, second: number): Note {
  return {
    code: 'returns_without_order',
    text: `Customers who only gave back: ${first} in the first period and ${second} in the second. They are in the totals as "returns without an order", outside customers, averages, tenths and segments of change.`,
  };
}

export function totalNotFactored(): Note {
  return {
    code: 'profit_per_order',
    text: 'In one of the periods the spend, or the part of it whose profit is known, is zero: AOV and margin are one component there, the profit per order.',
  };
}

export function smallCells(names: readonly string[], limit: number): Note {
  return {
    code: 'small_cells',
    text: `Fewer than ${limit} customers, so single customers move the figures: ${listed(names)}.`,
  };
}
