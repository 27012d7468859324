import type { Note } from '../result.js';
import { counted } from './counted.js';

/** Texts about fits; each names what happened and the next move. */
export function tooFewCustomers(have: number, need: number): Note {
  return {
    code: 'model-too-few-customers',
    text: `${counted(have, 'customer')} with a history longer than a day; a fit needs at least ${need}. Add older data or more customers.`,
  };
}

export function tooFewRepeaters(have: number, need: number): Note {
  return {
    code: 'model-too-few-repeaters',
    text: `${counted(have, 'customer')} bought on a second day; a fit needs at least ${need}. Wait for more repeat purchases or add older data.`,
  };
}

export function tooFewSpenders(have: number, need: number): Note {
  return {
    code: 'model-too-few-spenders',
    text: `${counted(have, 'customer')} ${have === 1 ? 'has' : 'have'} a mean repeat spend above 0; a spend fit needs at least ${need}. Include first purchases (--spend-history all) or add data.`,
  };
}

export function noSpendSpread(): Note {
  return {
    code: 'model-no-spend-spread',
    text: 'All customers have the same mean spend: there is no spread to fit. Use that mean as the expected spend.',
  };
}

export function atLimit(model: string, limit: string, gain: number): Note {
  return {
    code: 'model-at-limit',
    text: `${model} fits no better than its limit "${limit}" (gain in log-likelihood ${gain.toFixed(4)}, below 0.01); the limit is stored. Its missing parameters have no standard error.`,
  };
}

export function notCertified(model: string, failures: readonly string[]): Note {
  return {
    code: 'model-not-certified',
    text: `${model} has no certified optimum (not passed: ${failures.join(', ')}). Try another model, more data or --method map.`,
  };
}

export function noFiniteMeanSpend(q: number): Note {
  return {
    code: 'model-no-finite-mean-spend',
    text: `Gamma-Gamma has q = ${q.toPrecision(4)}, at most 1: the mean spend of a new customer is infinite. Look for a few extreme spends, or use the median spend.`,
  };
}

export function chainsDisagree(model: string, rHat: number, ess: number): Note {
  return {
    code: 'model-chains-disagree',
    text: `The chains of ${model} have not converged: R-hat ${rHat.toFixed(4)} (at most 1.01), smallest effective sample ${Math.floor(ess)} (at least 400). Draw more (--draws) or use --method map.`,
  };
}

/** Models that come to one limit have one BIC: then the first of them stands for all. */
export function chosenByBic(
  { model, bic }: { readonly model: string; readonly bic: number },
  others: readonly { readonly model: string; readonly bic: number }[],
): Note {
  const shown = bic.toFixed(2);
  const same = others.filter((other) => other.bic.toFixed(2) === shown).map((other) => other.model);
  const higher = others.filter((other) => other.bic.toFixed(2) !== shown);
  const list = higher.map((other) => `${other.model} ${other.bic.toFixed(2)}`).join(', ');
  const shared = same.length === 0 ? '' : `, the same as of ${same.join(' and ')}`;
  return {
    code: 'model-chosen-by-bic',
    text: `${model} chosen: ${same.length === 0 ? 'lowest BIC,' : 'BIC'} ${shown}${shared}${list === '' ? '' : ` (${list})`}.`,
  };
}

export function chosenByLogScore(model: string, score: number, others: readonly string[]): Note {
  return {
    code: 'model-chosen-by-log-score',
    text: `${model} chosen: highest holdout log-score, ${score.toFixed(5)} a customer${others.length > 0 ? ` (${others.join(', ')})` : ''}.`,
  };
}

export function tiedOnLogScore(best: string, chosen: string): Note {
  return {
    code: 'model-tied-on-log-score',
    text: `${best} has the highest holdout log-score, but not by more than chance from ${chosen}, which has the lower BIC and is chosen.`,
  };
}

export function leftOut(model: string, outcome: string): Note {
  return { code: 'model-left-out', text: `${model} left out: its fit is ${outcome}.` };
}
