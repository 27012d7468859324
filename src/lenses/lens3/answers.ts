import { counted } from '../../common/messages/counted.js';
import type { Cell, Table } from '../../common/result.js';
import { findRow } from '../find-row.js';
import type { LensReport } from '../report.js';
import { average, percent } from '../wording.js';
import type { Lens3Scope } from './scope.js';
import { withinWeeks } from './within-weeks.js';

/** The questions that lens 3 answers, in sentences filled from the numbers. */
export function answers(scope: Lens3Scope, tables: readonly Table[]): LensReport['answers'] {
  const { cohort, life, metric, currency, digits } = scope;
  const money = (cell: Cell | undefined) =>
    `${average(cell, digits)}${currency === null ? '' : ` ${currency}`}`;
  const complete = (tables.find(({ id }) => id === 'evolution')?.rows ?? []).filter((row) => row.complete);
  const last = complete.at(-1);
  const kind = (name: string) => findRow(tables, 'pattern_kinds', { kind: name })?.share;
  const summary = findRow(tables, 'second_purchase_summary', {})!;
  const best = findRow(tables, 'value_to_date_deciles', { decile: 1 })!;
  const bestShare = best[metric === 'profit' ? 'share_profit' : 'share_spend'] ?? null;
  const spread = findRow(tables, 'value_to_date', { measure: metric });
  const size = counted(life.total.customers, 'customer');
  const list: { question: string; answer: string }[] = [];
  if (last)
    list.push({
      question: 'How does the cohort live on?',
      answer: `Of the ${size} acquired in ${cohort.label}, ${percent(last.share_active)} ordered in ${last.period} (age ${last.age}). A member had brought ${money(last.value_to_date_per_member)} in ${metric} by its end.`,
    });
  if (last)
    list.push({
      question: 'How many never came back?',
      answer: `${kind('no purchase') === 0 ? '' : `${percent(kind('no purchase'))} have not ordered; `}${percent(kind('one purchase'))} bought once; ${percent(kind('several, in one period only'))} bought again only in the period of their first purchase; ${percent(kind('every period since the first purchase'))} bought in every period since; ${percent(kind('periods in a row, then silent'))} in periods in a row, and have been silent since; ${percent(kind('intermittent'))} were silent for a while and came back.`,
    });
  list.push(
    {
      question: 'How long until the second purchase?',
      answer: `${percent(summary.share_observed)} of the ${counted(Number(summary.buyers), 'buyer')} ${summary.buyers === 1 ? 'has' : 'have'} made one so far${withinWeeks(summary)}; ${summary.median_days === null ? 'fewer than half made it within the time observed' : `half of all buyers had made it after ${counted(Number(summary.median_days), 'day')}`}.`,
    },
    {
      question: 'How different are the members?',
      answer: `${bestShare === null ? '' : `The best tenth brought ${percent(bestShare)} of the ${metric} to date. `}Half of the members brought at most ${money(spread?.median)}, the mean is ${money(spread?.mean)}.`,
    },
  );
  return list;
}
