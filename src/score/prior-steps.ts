import { daysBetween } from '../common/calendar.js';
import { roundMoney } from '../common/money.js';
import type { Step } from './explain-steps.js';
import type { FirstOrderForecast } from './forecast-first-orders.js';
import type { ScoreTerms } from './score-terms.js';

/** The steps of a customer who is known and never ordered: no score of their own, and what others in their place did. */
export function priorSteps(firstOrders: FirstOrderForecast | null, terms: ScoreTerms): readonly Step[] {
  const { asOf, horizonDays, digits, margin } = terms;
  const one = firstOrders?.one ?? null;
  const nothing = 'there is nothing of their own to learn from, and no score';
  if (one === null)
    return [
      { step: 'history', value: 'no order', words: `The customer is known but never ordered: ${nothing}.` },
    ];
  const { since, expected } = one;
  const value: Step[] =
    expected.value === null
      ? []
      : [
          {
            step: 'value expected',
            value: roundMoney(String(expected.value), digits),
            words: `${margin === null ? 'Revenue' : 'Profit'} to the end of these days, discounted, of a new customer of the model, times the chance to become one. An estimate for customers alike: the row of the score file stays empty.`,
          },
        ];
  return [
    {
      step: 'history',
      value: 'no order',
      words: `Known since ${since}, ${daysBetween(since, asOf)} days, without an order: ${nothing}.`,
    },
    {
      step: 'first order',
      value: `${(100 * expected.firstOrders).toPrecision(3)} %`,
      words: `The chance of a first order in the next ${horizonDays} days: as often as it came of customers who had waited as long.`,
    },
    ...value,
  ];
}
