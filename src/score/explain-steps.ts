import type { StoreRow } from '../store/store.js';
import { costText, lessCac } from './less-cac.js';
import type { ScorePart, ScoreTerms } from './score-terms.js';
import { meanSpend, type ScoringModel } from './scoring-model.js';

/** One step from a history to a value. */
export interface Step {
  readonly step: string;
  readonly value: string;
  readonly words: string;
}

/** The steps of a customer with an order: a row of scores, with its part, spend and ticks, and whether customers' returns differ. */
export function steps(row: StoreRow, parts: readonly ScorePart[], terms: ScoreTerms): readonly Step[] {
  const part = parts[Number(row.part)]!;
  return [
    historyStep(row, part.model, terms),
    aliveStep(row, part.model),
    purchasesStep(row, part.model, terms),
    spendStep(row, part, parts[0]!, terms),
    marginStep(row, parts, terms),
    ...returnsStep(row, terms),
    {
      step: 'discount',
      value: digits5(discountOf(row)),
      words: `What a purchase of the horizon is worth today on average, at ${percent(Number(row.annual_rate))} a year.`,
    },
    valueStep(row, part, terms),
    ...costStep(row, terms),
  ];
}

/** A model of months counts months with purchases, all others purchases. */
function isOfMonths({ occasion }: ScoringModel): boolean {
  return occasion === 'month';
}

function historyStep(row: StoreRow, model: ScoringModel, { asOf }: ScoreTerms): Step {
  const [x, age, last] = numbers(row, 'x', 'T_days', 't_x_days');
  const first = `First purchase ${age === 0 ? `on ${asOf}` : `${plural(age, 'day')} before ${asOf}`}`;
  const silent = age - last === 0 ? `on ${asOf}` : `${plural(age - last, 'day')} ago`;
  const ago = last > 0 ? `, the last ${silent}` : '';
  if (isOfMonths(model)) {
    return {
      step: 'history',
      value: plural(x, 'more month'),
      words: `${first}, then purchases in ${x} of ${plural(Number(row.t_ticks), 'complete month')} after that month${ago}.`,
    };
  }
  const purchases = plural(x, 'repeat purchase');
  return { step: 'history', value: purchases, words: `${first}, then ${purchases}${ago}.` };
}

function aliveStep(row: StoreRow, model: ScoringModel): Step {
  const value = percent(Number(row.p_alive), 1);
  return { step: 'P(alive)', value, words: aliveWords(row, model) };
}

function aliveWords(row: StoreRow, model: ScoringModel): string {
  const [x, last, age, ticks, lastTick] = numbers(row, 'x', 't_x_days', 'T_days', 't_ticks', 't_x_ticks');
  const chance = 'The chance to be still a customer';
  const { name } = model.frequency;
  if (name === 'nbd') return `${chance}: a model without dropout takes everyone for one.`;
  if (name === 'bgnbd' && x === 0)
    return `${chance}: BG/NBD lets customers leave after a repeat purchase only, so who made none counts as one whatever the silence.`;
  if (isOfMonths(model))
    return x === 0
      ? `${chance}, from ${plural(ticks, 'month')} of silence since the month of the first purchase.`
      : `${chance}: ${plural(ticks - lastTick, 'month')} of silence after purchases in ${x} of ${plural(lastTick, 'month')}.`;
  return x === 0
    ? `${chance}, from the silence since the only purchase.`
    : `${chance}: a silence of ${plural(age - last, 'day')} against purchases ${pace(last / x)} on average.`;
}

function pace(days: number): string {
  const whole = Math.round(days);
  if (whole < 1) return 'more than daily';
  return whole === 1 ? 'every day' : `every ${whole} days`;
}

function purchasesStep(row: StoreRow, model: ScoringModel, terms: ScoreTerms): Step {
  const some = percent(terms.interval);
  return {
    step: isOfMonths(model) ? 'months expected' : 'purchases expected',
    value: digits5(Number(row.expected_purchases)),
    words: `${isOfMonths(model) ? 'Months with purchases in' : 'In'} the next ${plural(terms.horizonDays, 'day')}; the chance to be alive is in it. ${some} of such customers make ${row.purchases_low} to ${row.purchases_high}; ${percent(Number(row.p_purchase), 1)} buy at all.${meanWords(row, terms)}`,
  };
}

function meanWords(row: StoreRow, { interval, meanInterval }: ScoreTerms): string {
  if (!meanInterval || row.mean_low === null) return '';
  const [low, high] = numbers(row, 'mean_low', 'mean_high');
  return ` The expectation itself lies within ${digits5(low)} and ${digits5(high)} (${percent(interval)}), as far as the parameters are known.`;
}

/** Gamma-Gamma's expected spend is a mean of the customer's own and the population's, p x to q - 1. */
function spendStep(row: StoreRow, { model, segment }: ScorePart, base: ScorePart, terms: ScoreTerms): Step {
  const money = (value: number) => fixed(value, terms.digits);
  const [spendX, total] = numbers(row, 'spend_x', 'spend_total');
  const population = money(meanSpend(model));
  const isOwn = meanSpend(model) !== meanSpend(base.model);
  const all = `the mean of all customers${isOwn && segment !== null ? ` of ${segment}` : ''}, ${population}`;
  const occasion = isOfMonths(model) ? 'month' : 'purchase';
  const said = (words: string): Step => ({
    step: `spend of a ${occasion}`,
    value: money(Number(row.expected_spend)),
    words: `${words}${returnWords(row)}`,
  });
  if (model.spend === null) return said(`Every customer spends the same, ${population}.`);
  if (spendX === 0) return said(`No spend of their own to learn from: ${all}.`);
  const { p, q } = model.spend;
  const own = (p * spendX) / (p * spendX + q - 1);
  return said(
    `Their own mean, ${money(total / spendX)} over ${plural(spendX, occasion)}, counts ${percent(own, 1)}; ${all}, counts ${percent(1 - own, 1)}.`,
  );
}

function returnWords(row: StoreRow): string {
  const share = 1 - Number(row.kept);
  if (!(share > 0)) return '';
  const whose = row.returns_differ
    ? `as far as this customer's own returns tell`
    : 'the share of all customers';
  return ` Less ${percent(share, 1)} that is given back, ${whose}.`;
}

function marginStep(row: StoreRow, parts: readonly ScorePart[], terms: ScoreTerms): Step {
  const part = parts[Number(row.part)]!;
  if (row.margin === null)
    return {
      step: 'margin',
      value: 'unknown',
      words: 'Nothing is known about profit: the value is revenue.',
    };
  const others = parts.some(({ margin }) => margin !== terms.margin);
  const whose =
    part.margin !== terms.margin
      ? `for the customers of ${part.segment}`
      : others
        ? 'for all customers whose segment has no margin of its own'
        : 'the same for all customers';
  return {
    step: 'margin',
    value: percent(Number(row.margin)),
    words: `Profit as a share of spend, ${whose}.`,
  };
}

function returnsStep(row: StoreRow, { returnCost, digits }: ScoreTerms): readonly Step[] {
  const cost = Number(row.return_cost);
  if (!(cost > 0)) return [];
  return [
    {
      step: 'returns',
      value: fixed(-cost, digits),
      words: `What returns cost a purchase: ${digits5(cost / returnCost)} returns, ${fixed(returnCost, digits)} each.`,
    },
  ];
}

/** Factors have as many digits as it takes to come to the value again. */
function valueStep(row: StoreRow, part: ScorePart, terms: ScoreTerms): Step {
  const said = (words: string): Step => ({ step: 'value', value: String(row.clv), words });
  if (row.basis === 'cohort') return said(blended(row, terms));
  const [each, cost] = [Number(row.expected_spend), Number(row.return_cost)];
  const brought = `${fixed(each, terms.digits)}${part.margin === null ? '' : ` × ${percent(part.margin)}`}`;
  const worth = cost > 0 ? `(${brought} − ${fixed(cost, terms.digits)})` : brought;
  return said(
    `${digits5(Number(row.expected_purchases))} × ${worth} × ${digits5(discountOf(row))}. ${percent(terms.interval)} of such customers bring ${row.clv_low} to ${row.clv_high}. Tier ${row.tier}.`,
  );
}

function costStep({ clv }: StoreRow, { cac, digits }: ScoreTerms): readonly Step[] {
  if (cac === null) return [];
  return [
    {
      step: 'value less CAC',
      value: lessCac(String(clv), cac, digits),
      words: `The value less what it costs to win a customer, ${costText(cac, digits)}. The value is what is still to come: this speaks of customers just won, not of old ones.`,
    },
  ];
}

/** Of a young customer every number of the score leans on those who came with them, in the same measure. */
function blended(row: StoreRow, { minDays, coldStart, interval }: ScoreTerms): string {
  const age = Number(row.T_days);
  const alike = coldStart.length === 0 ? '' : `, those of the same ${coldStart.join(' and ')} foremost`;
  return `A young customer: this, like the chance, the purchases and the spend above, is ${percent(age / minDays, 1)} their own (${age} of ${plural(minDays, 'day')}); the rest is the mean of the customers who came in the same month${alike}. Their outcomes are mixed likewise: ${percent(interval)} of customers who may be either bring ${row.clv_low} to ${row.clv_high}. Tier ${row.tier}.`;
}

function discountOf(row: StoreRow): number {
  const [expected, discounted] = numbers(row, 'expected', 'discounted');
  return expected > 0 ? discounted / expected : 1;
}

function numbers<N extends readonly string[]>(row: StoreRow, ...names: N): { [K in keyof N]: number } {
  return names.map((name) => Number(row[name])) as { [K in keyof N]: number };
}

function plural(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? '' : 's'}`;
}

/** With all digits that tell something, or with so many after the point. */
function percent(share: number, digits: number | null = null): string {
  const value =
    digits === null ? Number((100 * share).toPrecision(5)) : Number((100 * share).toFixed(digits));
  return `${value} %`;
}

/** Five digits that count; what is next to nothing as the score file has it. */
function digits5(value: number): string {
  return Math.abs(value) < 1e-4 ? value.toFixed(6) : value.toPrecision(5);
}

function fixed(value: number, digits: number): string {
  return value.toFixed(digits);
}
