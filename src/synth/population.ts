import type { GammaLaw, LeavingStory } from './scenario.js';

/** Rates and leaving with known parameters, told as behaviour: what a fitted model should find again. */
export interface Population {
  readonly name: string;
  readonly parameters: Readonly<Record<string, number>>;
  readonly rate: GammaLaw;
  readonly leaving: LeavingStory;
}

export interface PopulationModel {
  readonly name: string;
  /** Parameters in the order of the paper; time in weeks. */
  readonly names: readonly string[];
  readonly example: string;
  readonly leaving: (values: readonly number[]) => LeavingStory;
}

/**
 * Stories behind the models. Purchases of a customer who is there are Poisson with rate λ ~ Gamma(r, α).
 * BG/NBD (Fader, Hardie, Lee 2005): after every repeat purchase they leave with chance p ~ Beta(a, b).
 * MBG/NBD (Batislam, Denizel, Filiztekin 2007): after the first purchase as well.
 * Pareto/NBD (Schmittlein, Morrison, Colombo 1987): they leave after an exponential life, rate μ ~ Gamma(s, β).
 */
export const MODELS = {
  bgnbd: {
    name: 'bgnbd',
    names: ['r', 'alpha', 'a', 'b'],
    example: 'r=.243,alpha=4.414,a=.793,b=2.426',
    leaving: (values) => afterPurchase(values, false),
  },
  mbgnbd: {
    name: 'mbgnbd',
    names: ['r', 'alpha', 'a', 'b'],
    example: 'r=.525,alpha=6.183,a=.891,b=1.614',
    leaving: (values) => afterPurchase(values, true),
  },
  paretonbd: {
    name: 'paretonbd',
    names: ['r', 'alpha', 's', 'beta'],
    example: 'r=.553,alpha=10.578,s=.606,beta=11.669',
    leaving: ([, , s, beta]) => ({
      afterPurchase: null,
      afterFirst: false,
      perWeek: { shape: s!, rate: beta! },
    }),
  },
} satisfies Record<string, PopulationModel>;

/** The behaviour of a model's population; values stand in the order of the model's names. */
export function populationOf(model: PopulationModel, values: readonly number[]): Population {
  return {
    name: model.name,
    parameters: Object.fromEntries(model.names.map((name, i) => [name, values[i]!])),
    rate: { shape: values[0]!, rate: values[1]! },
    leaving: model.leaving(values),
  };
}

function afterPurchase([, , a, b]: readonly number[], afterFirst: boolean): LeavingStory {
  return { afterPurchase: { a: a!, b: b! }, afterFirst, perWeek: null };
}
