import { type Money, money, roundMoney } from '../../common/money.js';
import type { Figure, Note, Row, Cell as TableCell } from '../../common/result.js';
import { codeColumn } from '../codes.js';
import { lastComplete } from '../cohorts/ages.js';
import type { CohortBase } from '../cohorts/base.js';
import { addCells, type Cell, emptyCell, type Metric, valueIn } from '../cohorts/cell.js';
import type { Cohort, CohortGrid } from '../cohorts/grid.js';
import type { Part } from '../cohorts/part.js';
import { exactIdentity } from '../identity.js';
import { roundParts, shapleyEffects } from '../shapley.js';
import { amount } from '../wording.js';
import type { EqualAge } from './equal-age.js';

const SEASONS = { week: 52, month: 12, quarter: 4, year: 1 } as const;

interface Side {
  readonly name: string;
  readonly size: number;
  readonly cell: Cell;
}

interface Pair {
  readonly cohort: Side;
  readonly other: Side;
  readonly throughAge: number;
}

/**
 * Two cohorts of the same season at equal exposure: the difference of value per member, attributed exactly to components
 * that don't depend on the cohorts' sizes.
 */
export function pairs(base: CohortBase, at: EqualAge | null): Part {
  const { grid, metric, digits, currency } = base;
  const { list, notes, warnings } = choosePairs(grid, at);
  const attributed = list.map((pair) => ({ pair, parts: attribute(pair, metric, digits) }));
  const rows = attributed.flatMap(({ pair, parts }) => parts.rows.map((row) => ({ ...sides(pair), ...row })));
  return {
    tables: [
      {
        id: 'pairs',
        title: `Why ${metric} per member differs between cohorts`,
        section: 'Pairs',
        description:
          'Newest pair first, both at the same age. Effects (Shapley values) sum to the difference; "cohort" and "other" are the components themselves.',
        terminalRows: 21,
        columns: [
          { id: 'cohort', title: 'cohort', type: 'text' },
          { id: 'other', title: 'other', type: 'text' },
          { id: 'through_age', title: 'to age', type: 'count' },
          codeColumn('component', 'component'),
          { id: 'value', title: 'of cohort', type: 'number', digits: 3 },
          { id: 'other_value', title: 'of other', type: 'number', digits: 3 },
          {
            id: 'effect',
            title: 'effect',
            type: 'money',
            ...(currency === null ? {} : { unit: currency }),
          },
        ],
        rows,
      },
    ],
    identities: attributed.map(({ pair, parts }) =>
      exactIdentity(
        `pair_${pair.cohort.name}_${pair.other.name}`,
        `effects ${pair.cohort.name} − ${pair.other.name} = difference of ${metric} per member`,
        parts.sum,
        parts.difference,
      ),
    ),
    notes,
    warnings,
    figures:
      rows.length === 0 ? [] : [waterfall(attributed[0]!.pair, metric, attributed[0]!.parts.difference)],
    answers: attributed.length === 0 ? [] : [answer(attributed[0]!, metric)],
  };
}

function choosePairs(grid: CohortGrid, at: EqualAge | null) {
  const last = lastComplete(grid);
  const none = { list: [] as Pair[], notes: [] as Note[], warnings: [] as Note[] };
  const alone = {
    ...none,
    notes: [{ code: 'no_pairs', text: 'No two whole cohorts are there to compare at equal age.' }],
  };
  if (last === null) return alone;
  if (grid.by !== 'acquisition') return { ...none, list: at === null ? [] : againstOthers(grid, at) };
  const whole = grid.cohorts.filter((cohort) => cohort.whole && cohort.start! <= last).reverse();
  const apart = (periods: number) =>
    whole.flatMap((cohort) => {
      const other = whole.find(({ start }) => start === cohort.start! - periods);
      const throughAge = last - cohort.start!;
      return other
        ? [{ cohort: upTo(grid, cohort, throughAge), other: upTo(grid, other, throughAge), throughAge }]
        : [];
    });
  const seasonal = apart(SEASONS[grid.granularity]);
  if (seasonal.length > 0) return { ...none, list: seasonal };
  const consecutive = apart(1);
  if (consecutive.length === 0) return alone;
  return {
    ...none,
    list: consecutive,
    warnings: [
      {
        code: 'season',
        text: 'No two cohorts of the same season are a year apart: consecutive cohorts are compared, and a season may be all that differs.',
      },
    ],
  };
}

function upTo(grid: CohortGrid, cohort: Cohort, age: number): Side {
  const cells = Array.from({ length: age + 1 }, (_, k) => grid.cell(cohort, cohort.start, cohort.start! + k));
  return { name: cohort.name, size: cohort.customers, cell: addCells(cells) };
}

/** Cohorts without an order in time: each against all the others together, over those who have seen the age. */
function againstOthers(grid: CohortGrid, at: EqualAge): Pair[] {
  const first = grid.by === 'fixed_day' ? 1 : 0;
  const sums = at.cohorts.map(({ cohort, starts, customers }) => ({
    name: cohort.name,
    size: customers,
    cell: addCells(
      starts.flatMap((start) =>
        Array.from({ length: at.age - first + 1 }, (_, k) => grid.cell(cohort, start, start + first + k)),
      ),
    ),
  }));
  return sums.map((cohort) => {
    const others = sums.filter((side) => side !== cohort);
    return {
      cohort,
      other: {
        name: 'all others',
        size: others.reduce((n, { size }) => n + size, 0),
        cell: others.length === 0 ? emptyCell : addCells(others.map(({ cell }) => cell)),
      },
      throughAge: at.age,
    };
  });
}

function sides({ cohort, other, throughAge }: Pair) {
  return { cohort: cohort.name, other: other.name, through_age: throughAge };
}

interface Component {
  readonly id: string;
  readonly value: Money | null;
}

function attribute({ cohort, other }: Pair, metric: Metric, digits: number) {
  const sidesOf = [other, cohort];
  const known = sidesOf.every(({ cell }) => cell.buyers.spend.eq(cell.buyers.profitKnownSpend));
  const degenerate = sidesOf.some(
    ({ cell }) =>
      cell.buyers.customers > 0 && (cell.buyers.spend.isZero() || cell.buyers.profitKnownSpend.isZero()),
  );
  const [before, after] = sidesOf.map((side) => components(side, metric, known, degenerate)) as [
    Component[],
    Component[],
  ];
  const filled = (own: readonly Component[], else_: readonly Component[]) =>
    own.map(({ value }, i) => value ?? else_[i]!.value ?? money(0));
  const from = perMember(other, 'buyers', metric);
  const to = perMember(cohort, 'buyers', metric);
  const returnsBefore = perMember(other, 'returnsOnly', metric);
  const returnsAfter = perMember(cohort, 'returnsOnly', metric);
  const hasReturns = !(returnsBefore.isZero() && returnsAfter.isZero());
  const effects = [
    ...shapleyEffects(filled(before, after), filled(after, before), from, to),
    ...(hasReturns ? [returnsAfter.minus(returnsBefore)] : []),
  ];
  const rounded = roundParts(effects, digits);
  const all = [
    ...before.map(({ id, value }, i) => ({ id, other: value, own: after[i]!.value })),
    ...(hasReturns ? [{ id: 'returns_without_order', other: returnsBefore, own: returnsAfter }] : []),
  ];
  const difference = roundMoney(
    to.plus(returnsAfter).minus(from).minus(returnsBefore).toDecimalPlaces(20),
    digits,
  );
  const rows: Row[] = [
    ...all.map(({ id, other: otherValue, own }, i) => ({
      component: id,
      value: number(own),
      other_value: number(otherValue),
      effect: rounded[i]!,
    })),
    {
      component: `${metric}_per_member`,
      value: number(to.plus(returnsAfter)),
      other_value: number(from.plus(returnsBefore)),
      effect: difference,
    },
  ];
  return {
    rows,
    difference: money(difference),
    sum: rounded.reduce((sum, part) => sum.plus(part), money(0)),
  };
}

/** Their product is value per member of the customers with orders; a component without a value is null. */
function components({ size, cell }: Side, metric: Metric, known: boolean, degenerate: boolean): Component[] {
  const { buyers } = cell;
  const periods = {
    id: 'active_periods_per_member',
    value: size === 0 ? null : money(buyers.customers).div(size),
  };
  const aof = { id: 'aof', value: quotient(buyers.orders, buyers.customers) };
  const aov = { id: 'aov', value: quotient(buyers.spend, buyers.orders) };
  if (metric === 'spend') return [periods, aof, aov];
  const profit = buyers.profit ?? money(0);
  if (degenerate) return [periods, aof, { id: 'profit_per_order', value: quotient(profit, buyers.orders) }];
  return [
    periods,
    aof,
    aov,
    ...(known ? [] : [{ id: 'known_share', value: quotient(buyers.profitKnownSpend, buyers.spend) }]),
    { id: 'margin', value: quotient(profit, buyers.profitKnownSpend) },
  ];
}

function perMember({ size, cell }: Side, part: 'buyers' | 'returnsOnly', metric: Metric): Money {
  return size === 0 ? money(0) : valueIn(cell[part], metric).div(size);
}

function quotient(part: Money | number, whole: Money | number): Money | null {
  return money(whole).isZero() ? null : money(part).div(whole);
}

function number(value: Money | null): TableCell {
  return value === null ? null : value.toNumber();
}

function waterfall({ cohort, other, throughAge }: Pair, metric: Metric, difference: Money): Figure {
  const way = difference.isNegative() ? 'less' : 'more';
  const title = difference.isZero()
    ? `A member of ${cohort.name} brought as much ${metric} to age ${throughAge} as one of ${other.name}`
    : `A member of ${cohort.name} brought ${amount(difference.abs().toString())} ${way} ${metric} to age ${throughAge} than one of ${other.name}`;
  return {
    id: 'pair_attribution',
    title,
    kind: 'waterfall',
    table: 'pairs',
    where: { cohort: cohort.name, other: other.name },
    x: 'component',
    y: ['effect'],
    totals: [`${metric}_per_member`],
    xLabel: 'component',
    yLabel: `effect on ${metric} per member`,
    alternative: `Waterfall: ${title}.`,
  };
}

function answer(
  { pair, parts }: { pair: Pair; parts: { rows: readonly Row[]; difference: Money } },
  metric: Metric,
) {
  const { cohort, other, throughAge } = pair;
  const effects = parts.rows.slice(0, -1);
  const difference = String(parts.rows.at(-1)!.effect);
  // A part that works against the difference explains none of it.
  const towards = (row: Row) => money(String(row.effect)).times(parts.difference.isNegative() ? -1 : 1);
  const largest = effects.reduce((a, b) => (towards(b).gt(towards(a)) ? b : a));
  return {
    question: 'Why do two cohorts differ?',
    answer: parts.difference.isZero()
      ? `${cohort.name} and ${other.name} brought the same ${metric} per member to age ${throughAge}.`
      : `To age ${throughAge}, a member of ${cohort.name} brought ${amount(difference.replace('-', ''))} ${metric} ${difference.startsWith('-') ? 'less' : 'more'} than one of ${other.name}; the largest part, ${amount(String(largest.effect))}, comes from ${NAMES[String(largest.component)] ?? largest.component}.`,
  };
}

const NAMES: Readonly<Record<string, string>> = {
  active_periods_per_member: 'how often members are active',
  aof: 'orders per active period',
  aov: 'spend per order',
  known_share: 'the share of spend whose profit is known',
  margin: 'the margin',
  profit_per_order: 'profit per order',
  returns_without_order: 'returns without an order',
};
