import { ClvError, ExitCode } from '../errors.js';

function usage(code: string, message: string): ClvError {
  return new ClvError(code, ExitCode.usage, message);
}

export function unknownScenario(name: string, known: readonly string[]): ClvError {
  return usage(
    'synth_unknown_scenario',
    `There is no scenario "${name}". Choose one of ${known.join(', ')}.`,
  );
}

export function badDay(flag: string, value: string): ClvError {
  return usage(
    'synth_bad_day',
    `${flag}: "${value}" is not a day from 1980-01-01 to 2199-12-31. Write it as 2019-12-31.`,
  );
}

export function emptySpan(from: string, to: string): ClvError {
  return usage('synth_empty_span', `--from ${from} is after --to ${to}. Give a span of at least one day.`);
}

export function badCount(flag: string, value: string, low: number, high: number): ClvError {
  return usage(
    'synth_bad_count',
    `${flag}: "${value}" is not a whole number from ${low.toLocaleString('en')} to ${high.toLocaleString('en')}.`,
  );
}

export function badLinesPerOrder(value: string): ClvError {
  return usage(
    'synth_bad_lines_per_order',
    `--lines-per-order: "${value}" is not a number from 1 to 50. It is the mean number of lines of an order.`,
  );
}

export function badChoice(flag: string, value: string, known: readonly string[]): ClvError {
  return usage('synth_bad_choice', `${flag}: "${value}" is unknown. Choose one of ${known.join(', ')}.`);
}

export function badParameters(flag: string, value: string, example: string): ClvError {
  return usage(
    'synth_bad_parameters',
    `${flag}: "${value}" is not a list like ${example}. Every value is a number above 0.`,
  );
}

export function modelNeedsParameters(model: string, example: string): ClvError {
  return usage(
    'synth_model_needs_parameters',
    `--model ${model} needs its true parameters. Add --params ${example} (time in weeks).`,
  );
}

export function tooManyPurchases(rate: number, most: number): ClvError {
  return usage(
    'synth_too_many_purchases',
    `--params: r/alpha = ${rate.toPrecision(3)} purchases a week is more than ${most}. alpha counts weeks: rescale it.`,
  );
}

export function parametersNeedModel(): ClvError {
  return usage(
    'synth_parameters_need_model',
    '--params says nothing without a model. Add --model bgnbd, mbgnbd or paretonbd.',
  );
}

export function defectsNeedCsv(format: string): ClvError {
  return usage(
    'synth_defects_need_csv',
    `--defects breaks rows of text and can't do so in ${format}. Use --format csv.`,
  );
}

export function defectsOutNeedsDefects(): ClvError {
  return usage(
    'synth_defects_out_needs_defects',
    '--defects-out lists planted defects, but none are asked for. Add --defects.',
  );
}

export function tooFewRowsForDefects(rows: number, needed: number): ClvError {
  return usage(
    'synth_too_few_rows',
    `--defects needs at least ${needed} good rows to plant among; this scenario gives ${rows}. Raise --customers.`,
  );
}

export function sameOutput(path: string): ClvError {
  return usage('synth_same_output', `Two outputs go to ${path}. Give each its own file.`);
}
