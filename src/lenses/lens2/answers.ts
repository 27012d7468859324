import { counted } from '../../common/messages/counted.js';
import type { Cell, Table } from '../../common/result.js';
import { findRow } from '../find-row.js';
import type { LensReport } from '../report.js';
import { average, count, percent } from '../wording.js';
import { FACTORS, largestEffect } from './figures.js';
import type { Lens2Scope } from './scope.js';

/** The questions that lens 2 answers, in sentences filled from the numbers. */
export function answers(scope: Lens2Scope, tables: readonly Table[]): LensReport['answers'] {
  const { pair, metric, currency, digits } = scope;
  const [before, after] = [pair.first.label, pair.second.label];
  const money = (cell: Cell | undefined) =>
    `${average(cell, digits)}${currency === null ? '' : ` ${currency}`}`;
  const total = findRow(tables, 'attribution', { component: 'total' })!;
  const repeat = findRow(tables, 'repeat_buying', {})!;
  const group = (name: string) => findRow(tables, 'overlap', { group: name })!;
  const newcomers = Number(group('first_ever').customers);
  const strongest = largestEffect(tables);
  const change = findRow(tables, 'same_customers', { measure: metric });
  const moved = findRow(tables, 'decile_switching_summary', {});
  const stayed =
    repeat.active_first === 0
      ? `Nobody ordered in ${before}.`
      : `${percent(repeat.rate)} of the ${counted(Number(repeat.active_first), 'customer')} of ${before} bought in ${after} too; ${count(group('only_first').customers)} did not.`;
  const list = [
    {
      question: `How did ${metric} change, and why?`,
      answer: `From ${money(total.first)} in ${before} to ${money(total.second)} in ${after}: ${signed(total.effect, money)}.${strongest ? ` The largest part comes from ${FACTORS[String(strongest.component)]} (${signed(strongest.effect, money)}).` : ''}`,
    },
    {
      question: 'Who came, who stayed, who did not come?',
      answer: `${stayed} Of the ${counted(Number(repeat.active_second), 'customer')} of ${after}, ${count(newcomers)} ${newcomers === 1 ? 'was' : 'were'} first-ever and ${count(group('returning').customers)} returned after a silence.`,
    },
  ];
  if (change)
    list.push({
      question: 'Did the same customers bring more or less?',
      answer: `${percent(change.share_up)} of the ${counted(Number(change.customers), 'customer')} of both periods went up in ${metric}, ${percent(change.share_down)} down${Number(change.share_unchanged) > 0 ? `, ${percent(change.share_unchanged)} stayed the same` : ''}; net ${signed(change.net, money)}.`,
    });
  if (moved && moved.customers !== 0)
    list.push({
      question: 'Do good customers stay good?',
      answer: `Of the best tenth of ${before}, ${percent(moved.best_stayed)} were in it again and ${percent(moved.best_inactive)} did not order; ${percent(moved.share_within_one)} of the customers of both periods stayed within one tenth.`,
    });
  return list;
}

function signed(cell: Cell | undefined, money: (cell: Cell | undefined) => string): string {
  return Number(cell ?? 0) > 0 ? `+${money(cell)}` : money(cell);
}
