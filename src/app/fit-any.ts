import type { RunContext } from './context.js';
import { type FitFlags, type FitOutcome, fitOptions, fitWorkspace } from './fit.js';
import { fitContract } from './fit-contract.js';
import { fitFactors } from './fit-factors.js';
import { calibrationEndOf, otherModel, refuseElsewhere } from './modelling/fit-options.js';
import type { Settings } from './settings.js';

/** Fits the kind of model that the flags ask for. */
export async function fitAny(flags: FitFlags, settings: Settings, context: RunContext): Promise<FitOutcome> {
  switch (otherModel(flags)) {
    case 'sbg':
      refuseElsewhere(flags, 'sbg', []);
      return fitContract(settings, context);
    case 'cohort-factor':
      refuseElsewhere(flags, 'cohort-factor', ['calibrationEnd']);
      return fitFactors(endingOn(calibrationEndOf(flags), settings), context, flags.promote ?? true);
    default:
      return fitWorkspace(fitOptions(flags), settings, context);
  }
}

function endingOn(end: string | null, settings: Settings): Settings {
  return end === null ? settings : { ...settings, period: { ...settings.period, asOf: end } };
}
