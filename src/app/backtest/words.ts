import { rounded } from '../../common/rounded.js';

const TITLES: Readonly<Record<string, string>> = {
  nbd: 'NBD',
  bgnbd: 'BG/NBD',
  mbgnbd: 'MBG/NBD',
  paretonbd: 'Pareto/NBD',
  mbgcnbd: 'MBG/CNBD-k',
  bgbb: 'BG/BB (months)',
  'cohort-factor': 'cohort factors',
  zero: 'nobody comes back',
  same_rate: 'same rate as before',
  population_mean: 'everyone like the mean',
  recency_rule: 'silent = gone, else mean',
  last_period: 'as in the last period',
  margin_proxy: '2.5 × spend a year',
  rfm: 'RFM scores',
  spend_so_far: 'spend so far',
  average_order: 'average order value',
};

/** A method in the words of a report. */
export function methodTitle(method: string): string {
  return TITLES[method] ?? method;
}

export function percent(share: number, digits = 1): string {
  return `${rounded(100 * share, digits)} %`;
}

/** A, B and C. */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
