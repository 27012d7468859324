import { counted } from '../../common/messages/counted.js';
import type { Cell } from '../../common/result.js';
import type { LensReport } from '../report.js';
import { average, count, fixed, percent } from '../wording.js';
import { findRow, type Lens1Facts } from './scope.js';

/** Share of customers below the mean from which the mean describes nobody. */
const LOPSIDED = 0.55;

/** The questions that lens 1 answers, in sentences filled from the numbers. */
export function answers(facts: Lens1Facts): LensReport['answers'] {
  const { scope, tables } = facts;
  const { currency, digits, metric, period } = scope;
  const counts = findRow(tables, 'customer_counts', {})!;
  const total = findRow(tables, 'decomposition', { group: 'with orders' })!;
  const spend = findRow(tables, 'distribution', { measure: 'spend' })!;
  const once = findRow(tables, 'one_order', {})!;
  const top10 = findRow(tables, 'concentration', { question: 'the top 10 %' })!;
  const half = findRow(tables, 'concentration', { question: `make 50 % of ${metric}` })!;
  const loss = findRow(tables, 'unprofitable', {});
  const money = (cell: Cell | undefined) =>
    `${average(cell, digits)}${currency === null ? '' : ` ${currency}`}`;
  const share = metric === 'profit' ? 'share_profit' : 'share_spend';
  const isGain = Number(total[metric] ?? 0) > 0;
  const list = [
    {
      question: 'How many customers do we have?',
      answer: `${count(counts.active)} ordered in ${period.label}; ${count(counts.buyers_by_end)} had ordered at least once by its end, so ${percent(counts.share_active)} of them were active in it.`,
    },
    {
      question: 'What is the period made of?',
      answer: `${counted(Number(total.customers), 'customer')} × ${fixed(total.aof)} orders × ${money(total.aov)} an order = ${money(total.spend)}${total.profit === null ? '; the profit is not known' : `; at a margin of ${percent(total.margin)}, a profit of ${money(total.profit)}`}.`,
    },
    {
      question: 'How different are they?',
      answer: `Half of the customers spent at most ${money(spend.median)}, the mean is ${money(spend.mean)}, and ${percent(spend.share_below_mean)} are below it${Number(spend.share_below_mean) > LOPSIDED ? ': there is no average customer' : ''}.`,
    },
    {
      question: `How concentrated is the ${metric}?`,
      answer: isGain
        ? `The best tenth brings ${percent(top10[share])} of it${half.customers === null ? '' : `; half of it comes from ${counted(Number(half.customers), 'customer')} (${percent(half.share_customers)})`}.`
        : `The ${metric} of the period is not above zero, so that shares of it say nothing.`,
    },
    {
      question: 'How many bought once?',
      answer: `${percent(once.share_in_period)} ordered once in the period; ${percent(once.share_ever)} have no other order in the whole data.`,
    },
  ];
  if (loss) {
    list.push({
      question: 'Do we lose money on some?',
      answer:
        loss.customers === 0
          ? 'No customer of the period has a negative profit.'
          : `On ${counted(Number(loss.customers), 'customer')} (${percent(loss.share_customers)}): ${money(loss.profit)} together.`,
    });
  }
  return list;
}
