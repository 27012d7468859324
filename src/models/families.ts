import { bgbbFamily } from './bgbb/family.js';
import type { Family } from './fit/family.js';
import { gammaGammaFamily } from './gammagamma/family.js';
import { mbgcnbdFamily } from './mbgcnbd/family.js';
import { frequencyFamilies } from './registry.js';

/** How a model is fitted, by its name and what of it is given (k of MBG/CNBD-k). Throws for a name that is none. */
export function familyNamed(model: string, fixed: Readonly<Record<string, number>> = {}): Family<unknown> {
  switch (model) {
    case 'mbgcnbd':
      return asAny(mbgcnbdFamily(fixed.k!));
    case 'bgbb':
      return asAny(bgbbFamily);
    case 'gammagamma':
      return asAny(gammaGammaFamily);
  }
  const family = frequencyFamilies[model];
  if (!family) throw new RangeError(`invalid model: ${model}`);
  return asAny(family);
}

function asAny<D>(family: Family<D>): Family<unknown> {
  return family as unknown as Family<unknown>;
}
