import { ClvError, ExitCode } from '../errors.js';
import type { Note } from '../result.js';

const FIT_FIRST = 'Fit one first: clv fit orders.csv.';

export function noModels(workspace: string): ClvError {
  return new ClvError('no_models', ExitCode.usage, `workspace ${workspace} holds no model. ${FIT_FIRST}`);
}

/** `usable` are models that were kept and are not in use; all the others were rejected or can't be used. */
export function noCurrentModel(workspace: string, models: number, usable: readonly string[]): ClvError {
  if (usable.length > 0)
    return new ClvError(
      'no_current_model',
      ExitCode.usage,
      `workspace ${workspace} has no model in use, and keeps ${usable.join(', ')}. Name it with --model, or put it to use: clv models promote ${usable.at(-1)}.`,
    );
  return new ClvError(
    'no_current_model',
    ExitCode.usage,
    `workspace ${workspace} has no model in use${models > 0 ? ` (${models} rejected: clv models list)` : ''}. ${FIT_FIRST}`,
  );
}

export function unknownModel(id: string, known: readonly string[]): ClvError {
  return new ClvError(
    'unknown_model',
    ExitCode.usage,
    `there is no model "${id}". ${known.length > 0 ? `There are: ${known.join(', ')}.` : FIT_FIRST}`,
  );
}

export function ambiguousModel(id: string, matches: readonly string[]): ClvError {
  return new ClvError(
    'ambiguous_model',
    ExitCode.usage,
    `"${id}" is the beginning of several models: ${matches.join(', ')}. Write more of it.`,
  );
}

/** The file is cut, edited or something else. */
export function modelBroken(path: string, wrong: string): ClvError {
  return new ClvError(
    'model_broken',
    ExitCode.failed,
    `${path} can't be used: ${wrong}. Remove its folder and run clv fit again: the same data give the same model.`,
  );
}

export function modelTooNew(path: string, schema: number, known: number): ClvError {
  return new ClvError(
    'model_too_new',
    ExitCode.usage,
    `${path} has schema ${schema}, and this clv knows schemas up to ${known}. Update clv, or run clv fit again with this one.`,
  );
}

export function modelRejected(id: string, reasons: readonly string[]): ClvError {
  return new ClvError(
    'model_rejected',
    ExitCode.usage,
    `model ${id} was rejected when it was fitted: ${reasons.join(' ')} Choose another (clv models list).`,
  );
}

export function modelOfOtherKind(id: string, kind: string): ClvError {
  return new ClvError(
    'model_of_other_kind',
    ExitCode.usage,
    kind === 'contract'
      ? `model ${id} is one of contracts: it knows survivors, not customers, and scores nobody. Choose a model of purchases with --model (clv models list).`
      : `model ${id} knows factors of cohorts, not purchases: only clv score can use it. Choose a model of purchases with --model (clv models list).`,
  );
}
export function nothingToRollBack(current: string | null): ClvError {
  return new ClvError(
    'nothing_to_roll_back',
    ExitCode.usage,
    current === null
      ? 'no model is in use and none was before. Choose one: clv models list, then clv models promote ID.'
      : `no model was in use before ${current} that is still there. Choose one: clv models list, then clv models promote ID.`,
  );
}

/** The fit is fine by itself; what it forecast was not good enough. `workspace` has to be named to find the model. */
export function gatesFailed(
  id: string,
  failed: readonly string[],
  current: string | null,
  workspace: string | null,
): ClvError {
  const there = workspace === null ? '' : ` --workspace ${workspace}`;
  return new ClvError(
    'gates_failed',
    ExitCode.alert,
    `model ${id} is not put into use: ${failed.join('; ')}. ${current === null ? 'No model is in use.' : `${current} stays in use.`} Look at clv models card ${id}${there}; clv models promote ${id}${there} puts it into use all the same.`,
  );
}

export function gateNotPassed(id: string, failed: readonly string[]): Note {
  return {
    code: 'gate_not_passed',
    text: `${id} did not pass every gate when it was fitted (${failed.join('; ')}); it is put into use because you asked for it.`,
  };
}
