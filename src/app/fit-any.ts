import type { RunContext } from './context.js';
import { type FitFlags, type FitOutcome, fitOptions, fitWorkspace } from './fit.js';
import { fitContract } from './fit-contract.js';
import { fitFactors } from './fit-factors.js';
import { otherModel } from './modelling/fit-options.js';
import type { Settings } from './settings.js';

/** Fits the kind of model that the flags ask for. */
export async function fitAny(flags: FitFlags, settings: Settings, context: RunContext): Promise<FitOutcome> {
  switch (otherModel(flags)) {
    case 'sbg':
      return fitContract(settings, context);
    case 'cohort-factor':
      return fitFactors(settings, context, flags.promote ?? true);
    default:
      return fitWorkspace(fitOptions(flags), settings, context);
  }
}
