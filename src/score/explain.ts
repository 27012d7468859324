import type { Store, StoreRow } from '../store/store.js';
import type { ScorePart, ScoreTerms } from './score-terms.js';
import type { ScoringModel } from './scoring-model.js';
import { meanSpend } from './scoring-model.js';

/** Steps from a customer's history to the value, each in words and with its number. */
export interface Explanation {
  readonly customerId: string;
  readonly basis: string;
  readonly steps: readonly {
    readonly step: string;
    readonly value: string;
    readonly words: string;
  }[];
}

/** Explains one visible customer's row of the tables `histories`, `cells` and `scores`; null when there is none. */
export async function explainCustomer(
  store: Store,
  parts: readonly ScorePart[],
  terms: ScoreTerms,
  customerId: string,
): Promise<Explanation | null> {
  const [row] = await store.rows(
    `select scores.*, histories.part, histories.spend_x, histories.spend_total, cells.expected, cells.discounted
    from scores
    inner join histories on scores.customer_id = histories.customer_id
    left join cells on histories.part = cells.part and histories.x = cells.x and histories.spend_x = cells.spend_x
      and histories.t_ticks = cells.t_ticks and histories.t_x_ticks = cells.t_x_ticks
    where scores.customer_id = $id and scores.is_visible`,
    { id: customerId },
  );
  if (row === undefined) return null;
  const basis = String(row.basis);
  const { model } = parts[Number(row.part)]!;
  return { customerId, basis, steps: basis === 'prior' ? [prior()] : steps(row, model, terms) };
}

function prior(): Explanation['steps'][number] {
  return {
    step: 'history',
    value: 'no order',
    words:
      'The customer is known but never ordered: there is nothing to learn from, and no score of their own.',
  };
}

function steps(row: StoreRow, model: ScoringModel, terms: ScoreTerms): Explanation['steps'] {
  const number = (name: string) => Number(row[name]);
  const [x, last, age, spendX] = ['x', 't_x_days', 'T_days', 'spend_x'].map(number) as [
    number,
    number,
    number,
    number,
  ];
  const each = number('expected_spend');
  const purchases = plural(x, 'repeat purchase');
  const margin = row.margin === null ? null : number('margin');
  const cost = number('return_cost');
  const brought = `${fixed(each, terms.digits)}${margin === null ? '' : ` × ${percent(margin)}`}`;
  const worth = cost > 0 ? `(${brought} − ${fixed(cost, terms.digits)})` : brought;
  const discount = number('expected') > 0 ? number('discounted') / number('expected') : 1;
  return [
    {
      step: 'history',
      value: purchases,
      words: `First purchase ${plural(age, 'day')} before ${terms.asOf}, then ${purchases}${x > 0 ? `, the last ${plural(age - last, 'day')} ago` : ''}.`,
    },
    {
      step: 'P(alive)',
      value: percent(number('p_alive')),
      words:
        x === 0
          ? 'The chance to be still a customer, from the silence since the only purchase.'
          : `The chance to be still a customer: a silence of ${plural(age - last, 'day')} against purchases every ${(last / x).toFixed(0)} days on average.`,
    },
    {
      step: 'purchases expected',
      value: fixed(number('expected_purchases'), 3),
      words: `In the next ${plural(terms.horizonDays, 'day')}; the chance to be alive is in it. ${percent(terms.interval)} of such customers make ${row.purchases_low} to ${row.purchases_high}; ${percent(number('p_purchase'))} buy at all.`,
    },
    spendStep(model, terms, spendX, number('spend_total'), each, 1 - number('kept')),
    {
      step: 'margin',
      value: margin === null ? 'unknown' : percent(margin),
      words:
        margin === null
          ? 'Nothing is known about profit: the value is revenue.'
          : `Profit as a share of spend, the same for all customers${row.segment === null ? '' : ` of ${row.segment}`}.`,
    },
    ...(cost > 0
      ? [
          {
            step: 'returns',
            value: fixed(-cost, terms.digits),
            words: `What returns cost a purchase: ${fixed(cost / terms.returnCost, 3)} returns, ${fixed(terms.returnCost, terms.digits)} each.`,
          },
        ]
      : []),
    {
      step: 'discount',
      value: fixed(discount, 4),
      words: `What a purchase of the horizon is worth today on average, at ${percent(number('annual_rate'))} a year.`,
    },
    {
      step: 'value',
      value: String(row.clv),
      words:
        row.basis === 'cohort'
          ? blended(age, terms)
          : `${fixed(number('expected_purchases'), 3)} × ${worth} × ${fixed(discount, 4)}. ${percent(terms.interval)} of such customers bring ${row.clv_low} to ${row.clv_high}. Tier ${row.tier}.`,
    },
  ];
}

/** Of a young customer every number of the score leans on those who came with them, in the same measure. */
function blended(age: number, { minDays, coldStart }: ScoreTerms): string {
  const alike = coldStart.length === 0 ? '' : `, those of the same ${coldStart.join(' and ')} foremost`;
  return `A young customer: this, like the chance, the purchases and the spend above, is ${percent(age / minDays)} their own (${age} of ${plural(minDays, 'day')}); the rest is the mean of the customers who came in the same month${alike}.`;
}

/** Gamma-Gamma's expected spend is a mean of the customer's own and the population's, p x to q - 1. */
function spendStep(
  model: ScoringModel,
  { digits }: ScoreTerms,
  spendX: number,
  total: number,
  each: number,
  returnShare: number,
): Explanation['steps'][number] {
  const population = fixed(meanSpend(model), digits);
  const net =
    returnShare > 0
      ? ` Less ${percent(returnShare)} that is given back, as far as this customer's own returns tell.`
      : '';
  if (model.spend === null || spendX === 0) {
    return {
      step: 'spend of a purchase',
      value: fixed(each, digits),
      words: `No spend of their own to learn from: the mean of all customers, ${population}.${net}`,
    };
  }
  const { p, q } = model.spend;
  const own = (p * spendX) / (p * spendX + q - 1);
  return {
    step: 'spend of a purchase',
    value: fixed(each, digits),
    words: `Their own mean, ${fixed(total / spendX, digits)} over ${plural(spendX, 'purchase')}, counts ${percent(own)}; the mean of all customers, ${population}, counts ${percent(1 - own)}.${net}`,
  };
}

function plural(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? '' : 's'}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1).replace(/\.0$/, '')} %`;
}

function fixed(value: number, digits: number): string {
  return value.toFixed(digits);
}
