import type { Money } from '../../common/money.js';
import { moneyCell, shareOf } from '../aggregate.js';
import type { CohortBase } from '../cohorts/base.js';
import { nothing, type Part } from '../cohorts/part.js';
import { moneyColumn } from '../columns.js';
import { amount, count, percent } from '../wording.js';
import { type Span, spans, valueOfCells } from './scope.js';

/** A year (or period) of the base and what it carries into the next. */
export interface SpanFacts {
  readonly span: Span;
  readonly value: Money;
  /** Value in this span of customers acquired before it; null for the first. */
  readonly fromEarlier: Money | null;
  /** `fromEarlier` over the value of the span before: that span's carry-over. */
  readonly carriedIn: number | null;
  /** Customers acquired in the span. */
  readonly acquired: number;
  /** Their value in it. */
  readonly fromNew: Money;
  readonly valuePerNew: Money | null;
  readonly orders: number;
  readonly spend: Money;
  /** Old customers come up as new in it. */
  readonly unclear: boolean;
}

export function spanFacts(base: CohortBase): { readonly facts: SpanFacts[]; readonly years: boolean } {
  const { grid, metric, truncation } = base;
  const { list, years } = spans(grid);
  const facts = list.map((span, i): SpanFacts => {
    const inside = grid.cells.filter(({ period }) => period >= span.from && period <= span.to);
    const value = valueOfCells(
      inside.map(({ cell }) => cell),
      metric,
    );
    const fromNew = valueOfCells(
      inside.filter(({ start }) => start !== null && start >= span.from).map(({ cell }) => cell),
      metric,
    );
    const acquired = grid.cohorts.reduce(
      (n, cohort) =>
        n +
        [...cohort.starts].reduce(
          (m, [start, customers]) =>
            m + (start !== null && start >= span.from && start <= span.to ? customers : 0),
          0,
        ),
      0,
    );
    const before = list[i - 1];
    const earlierValue =
      before &&
      valueOfCells(
        grid.cells
          .filter(({ period }) => period >= before.from && period <= before.to)
          .map(({ cell }) => cell),
        metric,
      );
    const fromEarlier = before ? value.minus(fromNew) : null;
    return {
      span,
      value,
      fromEarlier,
      carriedIn: fromEarlier === null || !earlierValue ? null : shareOf(fromEarlier, earlierValue),
      acquired,
      fromNew,
      valuePerNew: acquired === 0 ? null : fromNew.div(acquired),
      orders: inside.reduce((n, { cell }) => n + cell.buyers.orders, 0),
      spend: valueOfCells(
        inside.map(({ cell }) => cell),
        'spend',
      ),
      unclear: truncation.until !== null && span.start < truncation.until,
    };
  });
  return { facts, years };
}

/** How much of one year's value the same customers bring in the next. */
export function carryOver(base: CohortBase): Part {
  const { metric, digits, currency } = base;
  const { facts, years } = spanFacts(base);
  if (facts.length < 2) return nothing;
  const rows = facts.slice(0, -1).map((fact, i) => {
    const next = facts[i + 1]!;
    return {
      period: fact.span.name,
      period_start: fact.span.start,
      value: moneyCell(fact.value, digits),
      next_period: next.span.name,
      next_value: moneyCell(next.fromEarlier, digits),
      carry_over: next.carriedIn,
    };
  });
  const last = rows.at(-1)!;
  return {
    tables: [
      {
        id: 'carry_over',
        title: `Carry-over of the ${metric}`,
        section: 'Carry-over',
        description: `Next ${years ? 'year' : 'period'}: the ${metric} of customers acquired up to the end of this one. Years end with the last complete period.`,
        columns: [
          { id: 'period', title: 'period', type: 'text' },
          { id: 'period_start', title: 'from', type: 'date', wide: true },
          moneyColumn('value', metric, currency),
          { id: 'next_period', title: 'next', type: 'text', wide: true },
          moneyColumn('next_value', 'next, same customers', currency),
          { id: 'carry_over', title: 'carry-over', type: 'share', digits: 1, bar: true },
        ],
        rows,
      },
    ],
    warnings: years || base.grid.granularity === 'year' ? [] : [seasonWarning],
    answers: [
      {
        question: `How much of the ${metric} carries over?`,
        answer: `Of the ${amount(last.value)} of ${last.period}, the same customers brought ${amount(last.next_value)} in ${last.next_period}${last.carry_over === null ? '; a share of a total that is not above zero says nothing' : `: ${percent(last.carry_over)}`}.`,
      },
    ],
  };
}

const seasonWarning = {
  code: 'carry_over_season',
  text: 'Less than two complete years are observed: carry-over and standing still are from one period to the next, and hold its season.',
};

/** How many new customers keep the value where it is. */
export function standStill(base: CohortBase): Part {
  const { metric, digits, currency } = base;
  const { facts } = spanFacts(base);
  const now = facts.at(-1);
  if (!now || now.carriedIn === null || now.valuePerNew === null || !now.valuePerNew.isPositive())
    return nothing;
  const needed = neededCustomers(now, 0);
  return {
    tables: [
      {
        id: 'stand_still',
        title: `To stand still: (1 − carry-over) · ${metric} / ${metric} per new customer`,
        section: 'Carry-over',
        layout: 'record',
        description: 'With the carry-over and the value per new customer of the last year (or period).',
        columns: [
          { id: 'period', title: 'period', type: 'text' },
          moneyColumn('value', metric, currency),
          { id: 'carry_over', title: 'carry-over into it', type: 'share', digits: 1 },
          moneyColumn('value_per_new', `${metric} per new customer`, currency),
          { id: 'needed', title: 'new customers needed next', type: 'count' },
          { id: 'acquired', title: 'new customers in it', type: 'count' },
        ],
        rows: [
          {
            period: now.span.name,
            value: moneyCell(now.value, digits),
            carry_over: now.carriedIn,
            value_per_new: moneyCell(now.valuePerNew, digits),
            needed,
            acquired: now.acquired,
          },
        ],
      },
    ],
    notes: now.unclear
      ? [
          {
            code: 'stand_still_unclear',
            text: `Old customers come up as new in ${now.span.name}: the value per new customer is uncertain.`,
          },
        ]
      : [],
    answers: [
      {
        question: 'How many new customers are needed to stand still?',
        answer:
          needed === 0
            ? `None: the customers of ${now.span.name} would bring its ${metric} again at a carry-over of ${percent(now.carriedIn)}.`
            : `${count(needed)}, if a new customer brings ${amount(moneyCell(now.valuePerNew, digits))} and ${percent(now.carriedIn)} carries over; ${now.span.name} had ${count(now.acquired)}.`,
      },
    ],
  };
}

/** New customers that the next span needs to grow by a share; 0 when the carry-over alone does it. */
export function neededCustomers(now: SpanFacts, growth: number): number {
  const missing = now.value.times(1 + growth).minus(now.value.times(now.carriedIn!));
  const needed = missing.div(now.valuePerNew!);
  return needed.isPositive() ? needed.ceil().toNumber() : 0;
}
