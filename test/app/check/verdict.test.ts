import { describe, expect, it } from 'vitest';
import type { CheckFacts } from '../../../src/app/check/contents.js';
import { verdict } from '../../../src/app/check/verdict.js';
import type { Settings } from '../../../src/app/settings.js';
import { money } from '../../../src/common/money.js';

const rich: CheckFacts = {
  orders: 9_000,
  customers: 5_000,
  customersTwoDays: 2_000,
  customersThreeDays: 1_000,
  zeroOrders: 0,
  returns: 0,
  spend: money('100'),
  returned: money('0'),
  profitKnown: 1,
  firstOrderDate: '2016-01-01',
  lastOrderDate: '2019-12-31',
  asOf: '2019-12-31',
  spanDays: 1_461,
  orderDays: 1_400,
  medianGapDays: 1,
  duplicateLines: 0,
  mostCopies: 1,
  regularity: 1,
  medianOrder: 10,
};

function judged(change: Partial<CheckFacts>, sourcesFrom: Settings['sourcesFrom'] = 'command line') {
  const { table, notes, answers } = verdict({ ...rich, ...change }, { sourcesFrom } as Settings);
  return {
    enough: table.rows.map(({ enough }) => enough).join(' '),
    because: table.rows.map(({ evidence }) => evidence),
    notes: notes.map(({ text }) => text),
    answer: answers[0]!.answer,
  };
}

describe('the verdict', () => {
  it('of a rich base is yes throughout', () => {
    expect(judged({})).toEqual({
      enough: 'yes yes yes yes yes',
      because: [
        '5,000 customers with an order',
        '1,461 days (4.0 years) of history',
        '1,461 days (4.0 years) of history; 40.0 % of the customers came back on another day',
        '1,461 days (4.0 years) of history, wanted 1.5-2 x the horizon; 2,000 with 2+ days, 1,000 (20.0 %) with 3+',
        'profit known for 100.0 % of the spend',
      ],
      notes: [],
      answer:
        'Best read by the year (quarter for cohorts). To predict: BG/NBD, MBG/NBD or Pareto/NBD, whichever fits best. Next: clv audit lens1 with the same files and options.',
    });
    expect(judged({}, 'none').answer).toMatch(/ Next: clv audit lens1\.$/);
  });

  const cases: readonly [string, Partial<CheckFacts>, string][] = [
    ['100 customers', { customers: 100, customersTwoDays: 60 }, 'yes yes yes just yes'],
    ['99 customers', { customers: 99, customersTwoDays: 60 }, 'just yes yes no yes'],
    ['29 customers', { customers: 29, customersTwoDays: 10 }, 'no yes yes no yes'],
    ['two years', { spanDays: 730 }, 'yes yes yes yes yes'],
    ['a day less', { spanDays: 729 }, 'yes just just yes yes'],
    ['a year and a half', { spanDays: 547 }, 'yes just just just yes'],
    ['less than a year', { spanDays: 364 }, 'yes just no no yes'],
    ['less than half a year', { spanDays: 182 }, 'yes no no no yes'],
    ['few who came back', { customersTwoDays: 49 }, 'yes yes yes no yes'],
    ['999 customers', { customers: 999 }, 'yes yes yes just yes'],
    ['profit of most of the spend', { profitKnown: 0.949 }, 'yes yes yes yes just'],
    ['profit of none', { profitKnown: 0 }, 'yes yes yes yes no'],
    ['no spend', { profitKnown: null }, 'yes yes yes yes no'],
    ['nothing', { customers: 0, customersTwoDays: 0, customersThreeDays: 0, spanDays: 0 }, 'no no no no yes'],
  ];
  it.each(cases)('with %s', (_, change, enough) => {
    expect(judged(change).enough).toBe(enough);
  });

  it('asks for a margin where no profit is known, and advises averages for few customers', () => {
    const { because, notes, answer } = judged({ profitKnown: 0, customers: 999 });
    expect(because.at(-1)).toBe('no cost, margin or profit column; --margin 0.4 would assume one');
    expect(notes).toEqual([
      'With 999 customers (under 1,000) prefer cohorts and averages to fitted models: single customers would decide the parameters.',
    ]);
    expect(answer).toContain('To predict: cohorts and averages.');
  });

  it.each([
    [1_095, 'year (quarter for cohorts)'],
    [1_094, 'quarter (month for cohorts)'],
    [364, 'month'],
    [119, 'week'],
  ])('of %i days is best read by the %s', (spanDays, granularity) => {
    expect(judged({ spanDays }).answer).toContain(`Best read by the ${granularity}.`);
  });

  it('names the model for regular buyers, and none where nobody came back', () => {
    expect(judged({ regularity: 1.5 }).answer).toContain(
      'MBG/CNBD-k, since the gaps between purchases are regular (k about 1.5)',
    );
    expect(judged({ regularity: null }).answer).toContain('BG/NBD');
    expect(judged({ customersTwoDays: 0 }).answer).toContain('nothing yet, since nobody came back');
    expect(judged({ customers: 10 }).answer).toContain('There is too little for an audit');
  });
});
