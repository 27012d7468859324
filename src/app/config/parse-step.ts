import { badSetting } from '../../common/messages/config.js';
import { nearest } from '../../common/nearest.js';
import { parseLength } from '../backtest/length.js';
import type { FitFlags } from '../modelling/fit-options.js';
import type { ScoreFlags } from '../modelling/score-options.js';
import type { Parse, Where } from './key.js';
import { parsePath } from './parse-path.js';

/** Options of a command that the config may set, each with its choices; null = judged by the command. */
type Options = Readonly<Record<string, readonly string[] | null>>;

const FIT = {
  model: null,
  method: ['ml', 'map', 'mcmc'],
  spendHistory: ['repeat', 'all'],
  occasion: ['day', 'order'],
  timeUnit: ['day', 'week'],
  opportunity: ['month'],
  by: null,
  grid: ['week'],
  bootstrap: null,
  draws: null,
  seed: null,
} as const satisfies Options;

const SCORE = {
  out: null,
  model: null,
  horizon: null,
  annualRate: null,
  interval: null,
  meanInterval: ['true', 'false'],
  minDays: null,
  cac: null,
  returns: ['own', 'base'],
  rollup: null,
  top: null,
} as const satisfies Options;

/** Options of `clv fit` in the config: `{"model": "bgnbd"}`. */
export const parseFitStep: Parse<FitFlags> = (raw, where) => parseStep(FIT, raw, where);

/** Options of `clv score` in the config: `{"horizon": "24m", "out": "scores.csv"}`; a path is relative to the config. */
export const parseScoreStep: Parse<ScoreFlags> = (raw, where) => {
  const { out, ...rest } = parseStep(SCORE, raw, where);
  return out === undefined ? rest : { ...rest, out: out === '-' ? out : parsePath(out, where) };
};

/** How far a model may lie behind the data: `7d`, `4w`, `1m`. */
export const parseAge: Parse<string> = (raw, where) => parseLength(String(raw), where.name).text;

export function stepText(step: object): string {
  const given = Object.entries(step).map(([name, value]) => `${name} ${String(value)}`);
  return given.length === 0 ? 'none' : given.join(', ');
}

function parseStep(options: Options, raw: unknown, where: Where): Record<string, string> {
  const names = Object.keys(options);
  const example = `Write it like {"${names[0]}": …}.`;
  const given = typeof raw === 'string' ? asJson(raw) : raw;
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw badSetting('bad_step', where.name, raw, 'is no list of options', example);
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      const choices = options[name];
      if (choices === undefined) {
        const meant = nearest(name, names);
        throw badSetting(
          'bad_step',
          where.name,
          name,
          'is no option that the config may set',
          meant === null ? `There are: ${names.join(', ')}.` : `Did you mean "${meant}"?`,
        );
      }
      const text = String(value);
      if (choices !== null && !choices.includes(text))
        throw badSetting(
          'bad_step',
          `${where.name} ${name}`,
          value,
          'is not known',
          `Use ${choices.join(' or ')}.`,
        );
      return [name, text];
    }),
  );
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
