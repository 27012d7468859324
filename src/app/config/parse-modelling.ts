import { badSetting } from '../../common/messages/config.js';
import { DEFAULT_PRIORS, type Prior } from '../../models/bayes/priors.js';
import type { Parse } from './key.js';
import { parseMargin, parseMoney } from './parse-number.js';
import { parseNames } from './parse-path.js';

/** Changes of default priors: by model, then by coordinate, `log r`, `log odds a,b` or `log sum a,b`. */
export type PriorChanges = Readonly<Record<string, readonly Prior[]>>;

export const parseSegmentMargin: Parse<number> = (raw, where) => Number(parseMargin(raw, where));

/** An amount of money, 0 or more. */
export const parseAmount: Parse<number> = (raw, where) => Number(parseMoney(raw, where));

/** Attributes by which young customers lean on others: `{"by": ["channel"]}` in the config, names elsewhere. */
export const parseColdStart: Parse<readonly string[]> = (raw, where) => {
  const by =
    typeof raw === 'object' && raw !== null && !Array.isArray(raw) ? (raw as { by?: unknown }).by : raw;
  const names = parseNames(by ?? [], where);
  if (names !== 'all' && names.length > 0 && names.length <= 3 && names.every((name) => name !== ''))
    return names;
  throw badSetting(
    'bad_cold_start',
    where.name,
    JSON.stringify(raw),
    'does not name one to three attributes',
    'Write it like {"by": ["channel", "device"]}.',
  );
};

/**
 * Priors of `map` and `mcmc` in place of the default ones, all normal on a unit-free coordinate:
 * `{"bgnbd": {"log r": {"mean": 0, "sd": 1}, "log odds a,b": {"mean": -1, "sd": 1}}}`.
 */
export const parsePriors: Parse<PriorChanges> = (raw, where) => {
  const value = typeof raw === 'string' ? fromText(raw, where.name) : raw;
  if (!isRecord(value)) throw badPriors(raw, where.name, 'is not a list of priors by model');
  return Object.fromEntries(
    Object.entries(value).map(([model, changes]) => {
      const known = DEFAULT_PRIORS[model];
      if (known === undefined || !isRecord(changes))
        throw badPriors(
          model,
          where.name,
          `is no model with priors (${Object.keys(DEFAULT_PRIORS).join(', ')})`,
        );
      return [model, withChanges(model, known, changes, where.name)];
    }),
  );
};

/** The name of a prior's coordinate, as the config and the card write it. */
export function coordinateOf({ of, parameters }: Prior): string {
  const kind = { log: 'log', logOdds: 'log odds', logSum: 'log sum' }[of];
  return `${kind} ${parameters.join(',')}`;
}

function withChanges(
  model: string,
  known: readonly Prior[],
  changes: Readonly<Record<string, unknown>>,
  where: string,
): readonly Prior[] {
  const names = known.map(coordinateOf);
  for (const name of Object.keys(changes)) {
    if (!names.includes(name))
      throw badPriors(`${model} ${name}`, where, `is no coordinate (${names.join('; ')})`);
  }
  return known.map((prior) => {
    const change = changes[coordinateOf(prior)];
    if (change === undefined) return prior;
    const { mean, sd } = isRecord(change) ? change : {};
    const isFine =
      [mean, sd].every((each) => typeof each === 'number' && Math.abs(each) <= 50) && (sd as number) > 0;
    if (!isFine) throw badPriors(`${model} ${coordinateOf(prior)}`, where, 'needs a mean, and an sd above 0');
    return { ...prior, mean: mean as number, sd: sd as number };
  });
}

function fromText(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badPriors(text, where, 'is not JSON');
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function badPriors(raw: unknown, where: string, wrong: string): Error {
  return badSetting(
    'bad_priors',
    where,
    typeof raw === 'string' ? raw : JSON.stringify(raw),
    wrong,
    'Write it like {"bgnbd": {"log r": {"mean": 0, "sd": 1}}}.',
  );
}
