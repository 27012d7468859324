import { describe, expect, it } from 'vitest';
import { steps } from '../../src/score/explain-steps.js';
import type { ScorePart, ScoreTerms } from '../../src/score/score-terms.js';
import type { AnyFrequencyModel, ScoringModel } from '../../src/score/scoring-model.js';

const TERMS: ScoreTerms = {
  modelId: 'bgnbd-1',
  asOf: '2022-12-31',
  horizonDays: 365,
  interval: 0.995,
  annualRate: 0.1,
  margin: 0.464743,
  returnShare: 0.02,
  ownReturns: true,
  returnCost: 0,
  cac: null,
  meanInterval: false,
  currency: null,
  digits: 2,
  minDays: 0,
  coldStart: [],
};

function part(name: string, more: Partial<ScorePart> = {}, model: Partial<ScoringModel> = {}): ScorePart {
  return {
    segment: null,
    annualRate: 0.1,
    margin: TERMS.margin,
    model: {
      frequency: { name } as AnyFrequencyModel,
      parameters: {},
      spend: { p: 6, q: 4, gamma: 15 },
      constantSpend: 0,
      spendHistory: 'repeat',
      occasion: 'day',
      unitDays: 7,
      unitTicks: 7,
      points: [],
      sharedPoints: [],
      ...model,
    },
    ...more,
  };
}

const ROW = {
  customer_id: 'C1',
  basis: 'model',
  part: 0,
  x: 2,
  t_x_days: 60,
  T_days: 300,
  t_ticks: 300,
  t_x_ticks: 60,
  spend_x: 2,
  spend_total: 90,
  p_alive: 0.5,
  p_purchase: 0.3,
  expected_purchases: 0.085506,
  expected: 0.085506,
  discounted: 0.081709,
  expected_spend: '109.02',
  margin: '0.464743',
  clv: '4.14',
  clv_low: '0.00',
  clv_high: '9.00',
  purchases_low: 0,
  purchases_high: 1,
  tier: 'B',
  annual_rate: '0.100000',
  kept: '0.980000',
  return_cost: '0.000000',
  returns_differ: false,
};

const of = (row: object, parts: readonly ScorePart[], terms: Partial<ScoreTerms> = {}) =>
  Object.fromEntries(
    steps({ ...ROW, ...row } as never, parts, { ...TERMS, ...terms }).map((each) => [each.step, each]),
  );

describe('how one value comes about, in words', () => {
  it('has as many digits of each factor as it takes to come to the value again', () => {
    const { value } = of({}, [part('bgnbd')]);
    const [a, b, c, d] = value!.words
      .split('. ')[0]!
      .split(' × ')
      .map((factor) => Number.parseFloat(factor));
    expect(a! * b! * (c! / 100) * d!).toBeCloseTo(4.14, 2);
    expect(value!.words).toBe(
      '0.085506 × 109.02 × 46.474 % × 0.95559. 99.5 % of such customers bring 0.00 to 9.00. Tier B.',
    );
  });

  it('takes off what it cost to win the customer, where that is given', () => {
    expect(of({}, [part('bgnbd')])['value less CAC']).toBeUndefined();
    const told = of({}, [part('bgnbd')], { cac: '4.145' });
    expect(told['value less CAC']!.value).toBe('-0.01');
    expect(told['value less CAC']!.words).toContain('what it costs to win a customer, 4.145.');
    expect(told.value).toEqual(of({}, [part('bgnbd')]).value);
  });

  it('says how well the expectation is known, where that is asked for', () => {
    const words = (row: object, meanInterval: boolean) =>
      of(row, [part('bgnbd')], { meanInterval })['purchases expected']!.words;
    const ends = { mean_low: 0.08, mean_high: 0.0915 };
    expect(words(ends, true)).toContain('itself lies within 0.080000 and 0.091500 (99.5 %)');
    expect(words(ends, false)).not.toContain('itself');
    expect(words({ mean_low: null, mean_high: null }, true)).not.toContain('itself');
  });

  it('says why who never came again is alive, model by model', () => {
    const once = { x: 0, t_x_days: 0, t_x_ticks: 0, spend_x: 0, spend_total: 0 };
    const words = (name: string) => of(once, [part(name)])['P(alive)']!.words;
    expect(words('bgnbd')).toContain('leave after a repeat purchase only');
    expect(words('nbd')).toContain('a model without dropout takes everyone for one');
    expect(words('paretonbd')).toContain('from the silence since the only purchase');
  });

  it('counts months with purchases where the model does', () => {
    const monthly = part('bgbb', {}, { occasion: 'month' });
    const told = of({ x: 2, t_ticks: 9, t_x_ticks: 3 }, [monthly]);
    expect(told.history!.words).toBe(
      'First purchase 300 days before 2022-12-31, then purchases in 2 of 9 complete months after that month, the last 240 days ago.',
    );
    expect(told['P(alive)']!.words).toContain('6 months of silence after purchases in 2 of 3 months');
    expect(told['spend of a month']!.words).toContain('Their own mean, 45.00 over 2 months');
    expect(told['months expected']!.words).toContain('Months with purchases in the next 365 days');
    const sameMonth = of({ x: 0, t_x_days: 5, t_ticks: 9, t_x_ticks: 0, spend_x: 0 }, [monthly]);
    expect(sameMonth.history!.words).toContain(
      'in 0 of 9 complete months after that month, the last 295 days',
    );
  });

  it('names the segment whose mean and margin count, and no other', () => {
    const parts = [
      part('bgnbd'),
      part('bgnbd', { segment: 'web', margin: 0.4 }),
      part('bgnbd', { segment: 'store' }, { spend: { p: 6, q: 4, gamma: 30 } }),
    ];
    const [base, web, store] = parts.map((_, i) => of({ part: i }, parts));
    expect(web!.margin!.words).toBe('Profit as a share of spend, for the customers of web.');
    expect(web!['spend of a purchase']!.words).toContain('the mean of all customers, 30.00');
    expect(store!.margin!.words).toContain('whose segment has no margin of its own');
    expect(store!['spend of a purchase']!.words).toContain('the mean of all customers of store, 60.00');
    expect(base!.margin!.words).toContain('whose segment has no margin of its own');
    expect(of({}, [part('bgnbd')]).margin!.words).toContain('the same for all customers.');
  });

  it('says whose returns are meant, and that one spend serves all', () => {
    const spend = (row: object, model: Partial<ScoringModel> = {}) =>
      of(row, [part('bgnbd', {}, model)])['spend of a purchase']!.words;
    expect(spend({})).toContain('Less 2 % that is given back, the share of all customers.');
    expect(spend({ returns_differ: true })).toContain("as far as this customer's own returns tell");
    expect(spend({ kept: '1.000000' })).not.toContain('given back');
    expect(spend({}, { spend: null, constantSpend: 20 })).toContain('Every customer spends the same, 20.00.');
  });

  it('has words for a customer of today, and for purchases of one day', () => {
    const today = of({ x: 0, T_days: 0, t_x_days: 0, spend_x: 0 }, [part('paretonbd')]);
    expect(today.history!.words).toBe('First purchase on 2022-12-31, then 0 repeat purchases.');
    const alive = (row: object) => of(row, [part('paretonbd')])['P(alive)']!.words;
    expect(alive({ x: 3, t_x_days: 3 })).toContain('against purchases every day on average');
    expect(alive({ x: 9, t_x_days: 3 })).toContain('against purchases more than daily on average');
    expect(of({ T_days: 60 }, [part('paretonbd')]).history!.words).toContain('the last on 2022-12-31.');
  });
});
