import { badSetting } from '../../common/messages/config.js';
import { type Length, parseLength } from '../backtest/length.js';
import { otherModel } from '../modelling/fit-options.js';
import { type ScoreOptions, scoreOptions } from '../modelling/score-options.js';
import type { Settings } from '../settings.js';

/** Flags of `clv run`, as commander gives them; the others are settings. */
export interface PipelineFlags {
  readonly scores?: string;
  readonly resume?: boolean;
  readonly dryRun?: boolean;
}

/** The same, resolved. */
export interface PipelineOptions {
  readonly score: ScoreOptions;
  /** When a fit is due; both null and false = every time. */
  readonly ifOlderThan: Length | null;
  readonly ifDrift: boolean;
  readonly resume: boolean;
}

/** Throws (exit 2) for options that leave nothing to do by night: rows to standard output, a model of contracts. */
export function pipelineOptions({ scores, resume }: PipelineFlags, settings: Settings): PipelineOptions {
  const { steps, cwd } = settings;
  const score = scoreOptions(scores === undefined ? {} : { out: scores }, cwd, steps.score);
  if (score.out === '-')
    throw badSetting('bad_scores', '--scores', '-', 'is no file', 'Name one, such as scores.csv.');
  if (otherModel(steps.fit) === 'sbg')
    throw badSetting('bad_step', 'fit model', 'sbg', 'scores no customers', 'Name another in the config.');
  return {
    score,
    ifOlderThan: steps.ifOlderThan === null ? null : parseLength(steps.ifOlderThan, '--if-older-than'),
    ifDrift: steps.ifDrift,
    resume: resume === true,
  };
}
