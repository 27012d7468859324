import { ClvError, ExitCode } from '../errors.js';
import type { Note } from '../result.js';

export function needsFixedDay(option: string, text: string): ClvError {
  const name = text.split('@')[0];
  return new ClvError(
    'needs_fixed_day',
    ExitCode.usage,
    `${option} ${text}: ${name} needs a fixed day, so that nothing after it decides the group. Write ${name}@2019-12-31, with a day of your data.`,
  );
}

/** What a split by earlier behaviour says, and what it doesn't. */
export function splitAtDay(option: string, day: string): Note {
  return {
    code: 'split_at_fixed_day',
    text: `${option} groups customers by what they had done up to ${day}; who ordered first after it is "(acquired later)". In a period that begins before that day, the groups are partly made by what is shown.`,
  };
}

/** One lens of the full audit has nothing to look at; the others go on. */
export function lensNotPossible(title: string, reason: string): Note {
  return { code: 'lens_not_possible', text: `${title} is left out: ${reason}` };
}

/** Tiers of a day come from a model that was fitted to nothing later. */
export function noModelByThen(day: string): ClvError {
  return new ClvError(
    'no_model_by_then',
    ExitCode.usage,
    `tiers and tenths by value on ${day} need a model that saw nothing later, and the workspace has none. Fit one: clv fit --calibration-end ${day} --no-promote.`,
  );
}

export function scoredDayOfFiles(): ClvError {
  return new ClvError(
    'scored_day_of_files',
    ExitCode.usage,
    'tier@DATE and value_decile@DATE are made by a model of the workspace, from its orders: leave the files out, after clv load.',
  );
}

/** Which model made the groups of a split. */
export function splitByModel(day: string, modelId: string): Note {
  return {
    code: 'split_by_model',
    text: `The value expected on ${day} is that of model ${modelId}, which saw nothing later.`,
  };
}

/** Which day's attributes of the customers files a split goes by, where it is not the end of observation. */
export function attributesOfDay(names: readonly string[], asOf: string, dated: boolean): Note {
  const day = asOf === 'then' ? 'on the day of acquisition' : `on ${asOf}`;
  const which = names.join(' and ');
  return dated
    ? {
        code: 'attributes_of_day',
        text: `${which}: what the customers file said of each customer ${day}, else what the first order says.`,
      }
    : {
        code: 'attributes_undated',
        text: `${which}: no record of the customers files has a valid_from, so what they say now has been so ever since; ${day} is the same as now.`,
      };
}

/** Lens 5 stands alone where every model has seen more than it. */
export function noForecastByThen(day: string): Note {
  return {
    code: 'no_model_forecast',
    text: `No model of the workspace was fitted to data up to ${day} alone, so none stands beside the forecast. Fit one: clv fit --calibration-end ${day} --no-promote.`,
  };
}

export function noModelForecast(modelId: string | null, reason: string): Note {
  const which = modelId === null ? 'The workspace' : `Model ${modelId}`;
  return { code: 'no_model_forecast', text: `${which} has no forecast by period: ${reason}` };
}

/** An option of all lenses that this one has no use for. */
export function optionsNotUsed(names: readonly string[], instead: string): Note {
  return {
    code: 'options_not_used',
    text: `${names.join(' and ')} ${names.length === 1 ? 'changes' : 'change'} nothing here: ${instead}`,
  };
}
