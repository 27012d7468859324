import { money, roundMoney } from '../common/money.js';
import type { ScoreTerms } from './score-terms.js';

type Cost = Pick<ScoreTerms, 'cac' | 'digits'>;

/** The column of the score file that exists where the cost to win a customer is given. */
export const LESS_CAC = 'clv_less_cac';

/** Text of `clv - cac` over scores, rounded like clv; null where nothing is given. */
export function lessCacText({ cac, digits }: Cost): string | null {
  return cac === null ? null : `cast(clv - cast('${cac}' as decimal(38, 6)) as decimal(38, ${digits}))`;
}

/** The same of the value of one customer, or of several. */
export function lessCac(clv: string, cac: string, digits: number, customers = 1): string {
  return roundMoney(money(clv).minus(money(cac).times(customers)), digits);
}

/** The cost as it was given, with the decimals of its currency at least. */
export function costText(cac: string, digits: number): string {
  const cost = money(cac);
  return cost.toFixed(Math.max(digits, cost.decimalPlaces()));
}
