import type { Result } from '../../common/result.js';
import type { LastOrigin } from './origin.js';
import { listed, methodTitle, percent } from './words.js';

/** The questions that managers ask of a forecast, each answered by this data. */
export function backtestAnswers({ verdict, evaluation, days }: LastOrigin): Result['answers'] {
  const { best, tied, baseline, ratio } = verdict;
  const of = (name: string | null) => evaluation.methods.find(({ method }) => method === name);
  const model = of(best);
  const naive = of(baseline);
  if (model?.purchases == null || naive?.purchases == null || ratio === null) return [];
  const { purchases, coverage } = model;
  const cost = evaluation.costs.find(({ ranking }) => ranking === best);
  const rfm = evaluation.costs.find(({ ranking }) => ranking === 'rfm');
  const off = verdict.aggregates[best!];
  const judge = model.logScore === null ? 'the lowest error' : 'the best log-score';
  const isAlone = evaluation.methods.filter(({ kind }) => kind === 'model').length === 1;
  const isBetter = ratio.high < 1;
  const isWorse = ratio.low > 1;
  return [
    {
      question: 'How much better than our spreadsheet?',
      answer: `Our error (RMSE) is ${purchases.rmse.toFixed(3)} purchases a customer, that of the best simple rule (${methodTitle(baseline!)}) ${naive.purchases.rmse.toFixed(3)}: ${ratio.value.toFixed(3)} of it (95 %: ${ratio.low.toFixed(3)} to ${ratio.high.toFixed(3)}), so ${isBetter ? 'better' : isWorse ? 'worse' : 'no better and no worse'} on your data.`,
    },
    {
      question: 'Which model?',
      answer: isAlone
        ? `${methodTitle(best!)}, the only one that took part.`
        : tied.length === 0
          ? `${methodTitle(best!)} has ${judge}, and no other model's interval reaches it.`
          : `${methodTitle(best!)} has ${judge}, but ${listed(tied.map(methodTitle))} can't be told from it: there is no winner.`,
    },
    ...(purchases.actual > 0
      ? [
          {
            question: 'Is the total right?',
            answer: `${methodTitle(best!)} expected ${purchases.expected.toFixed(0)} purchases in ${days} days and ${purchases.actual} came: off by ${percent(purchases.expected / purchases.actual - 1)}${off === undefined ? '' : ` (95 %: ${percent(off.low)} to ${percent(off.high)})`}.`,
          },
        ]
      : []),
    ...(coverage === null
      ? []
      : [
          {
            question: 'Do the intervals hold?',
            answer: `They claim ${percent(coverage.claimed)} of the customers inside, and ${percent(coverage.observed)} were.`,
          },
        ]),
    ...(cost?.found == null || rfm?.found == null
      ? []
      : [
          {
            question: 'Would we have found the best customers?',
            answer: `${percent(cost.found)} of those who turned out best, against ${percent(rfm.found)} by RFM scores.`,
          },
        ]),
  ];
}
