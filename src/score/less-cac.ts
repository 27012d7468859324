import { money, roundMoney } from '../common/money.js';
import type { ScoreTerms } from './score-terms.js';

type Cost = Pick<ScoreTerms, 'cac' | 'digits'>;

/** The column of the score file that exists where the cost to win a customer is given. */
export const LESS_CAC = 'clv_less_cac';

/** Text of `clv - cac` over scores, rounded like clv; null where nothing is given. */
export function lessCacText({ cac, digits }: Cost): string | null {
  return cac === null ? null : `cast(clv - cast('${cac}' as decimal(38, 6)) as decimal(38, ${digits}))`;
}

/** The same of one value. */
export function lessCac(clv: string, cac: string, digits: number): string {
  return roundMoney(money(clv).minus(cac), digits);
}
