import type { money } from '../../common/money.js';
import type { Row } from '../../common/result.js';
import { moneyCell } from '../aggregate.js';
import type { CohortBase } from '../cohorts/base.js';
import { valueIn } from '../cohorts/cell.js';
import { nothing, type Part } from '../cohorts/part.js';
import { moneyColumn } from '../columns.js';
import { count, percent } from '../wording.js';
import { neededCustomers, spanFacts } from './carry-over.js';
import { overallRates } from './repeat-rates.js';
import type { BasePeriod } from './scope.js';

/** What a growth target asks of acquisition, of carry-over or of repeat buying, beside the most there has been. */
export function target(base: CohortBase, periods: readonly BasePeriod[], growth: number): Part {
  const { metric, digits, currency } = base;
  const { facts } = spanFacts(base);
  const now = facts.at(-1);
  if (
    !now ||
    now.carriedIn === null ||
    now.valuePerNew === null ||
    !now.valuePerNew.isPositive() ||
    !now.value.isPositive()
  )
    return {
      ...nothing,
      notes: [
        {
          code: 'no_target',
          text: 'A target needs two complete years (or periods), a value above zero and new customers with value: none is worked out.',
        },
      ],
    };
  const goal = now.value.times(1 + growth);
  const clear = facts.filter(({ unclear }) => !unclear);
  const carried = facts.flatMap(({ carriedIn }) => (carriedIn === null ? [] : [carriedIn]));
  const neededCarry = goal.minus(now.fromNew).div(now.value).toNumber();
  const rows: Row[] = [
    {
      lever: 'new customers',
      assumes: 'carry-over and value per new customer as now',
      needed: neededCustomers(now, growth),
      now: now.acquired,
      most_before: Math.max(...(clear.length > 0 ? clear : facts).map(({ acquired }) => acquired)),
    },
    {
      lever: 'carry-over',
      assumes: 'acquisition as now',
      needed: neededCarry,
      now: now.carriedIn,
      most_before: Math.max(...carried),
    },
    ...repeatLever(base, periods, now.span.from === now.span.to, goal),
  ].map((row) => ({ ...row, seen_before: row.needed <= row.most_before }));
  const first = rows[0]!;
  return {
    tables: [
      {
        id: 'target',
        title: `What ${percent(growth)} growth over ${now.span.name} asks: one lever at a time`,
        section: 'Target',
        description: `From ${now.span.name}.`,
        columns: [
          { id: 'lever', title: 'lever', type: 'text' },
          { id: 'assumes', title: 'with', type: 'text', wide: true },
          { id: 'needed', title: 'needed', type: 'number', types },
          { id: 'now', title: 'now', type: 'number', types },
          { id: 'most_before', title: 'most so far', type: 'number', types },
          { id: 'seen_before', title: 'seen before', type: 'boolean' },
        ],
        rows,
      },
      {
        id: 'target_value',
        title: 'The target',
        section: 'Target',
        layout: 'record',
        columns: [
          { id: 'growth', title: 'growth', type: 'share', digits: 1 },
          moneyColumn('value', `${metric} in ${now.span.name}`, currency),
          moneyColumn('target', 'target', currency),
        ],
        rows: [{ growth, value: moneyCell(now.value, digits), target: moneyCell(goal, digits) }],
      },
    ],
    answers: [
      {
        question: `What would ${percent(growth)} growth take?`,
        answer: `Either ${count(first.needed)} new customers (now ${count(first.now)}, at most ${count(first.most_before)} so far), or a carry-over of ${percent(neededCarry)} (now ${percent(now.carriedIn)}, at most ${percent(Math.max(...carried))} so far).`,
      },
    ],
  };
}

const types = {
  by: 'lever',
  of: { 'new customers': 'count', 'carry-over': 'share', 'repeat-buying rate': 'share' },
} as const;

/** Goal = new + returning + active now × rate × value of a repeat buyer, solved for the rate. */
function repeatLever(
  base: CohortBase,
  periods: readonly BasePeriod[],
  byPeriod: boolean,
  goal: ReturnType<typeof money>,
) {
  const { metric } = base;
  const last = periods.findLast(({ period }) => period.complete);
  if (!byPeriod || !last) return [];
  const { cell } = last;
  const rates = overallRates(periods).filter(({ complete, rate }) => complete && rate !== null);
  if (rates.length === 0 || cell.repeat.customers === 0) return [];
  const repeat = valueIn(cell.repeat, metric);
  const each = repeat.div(cell.repeat.customers);
  if (!each.isPositive()) return [];
  const rest = valueIn(cell.buyers, metric).plus(valueIn(cell.returnsOnly, metric)).minus(repeat);
  return [
    {
      lever: 'repeat-buying rate',
      assumes: 'acquisition, returning customers and value per repeat buyer as now',
      needed: goal.minus(rest).div(each).div(cell.buyers.customers).toNumber(),
      now: rates.at(-1)!.rate!,
      most_before: Math.max(...rates.map(({ rate }) => rate!)),
    },
  ];
}
