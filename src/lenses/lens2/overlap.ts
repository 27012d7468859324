import { daysBetween } from '../../common/calendar.js';
import { historyShort, returnsOutside } from '../../common/messages/lens2.js';
import { money } from '../../common/money.js';
import type { Note, Row } from '../../common/result.js';
import { type Aggregate, moneyCell, ratio } from '../aggregate.js';
import { codeColumn } from '../codes.js';
import { columns, moneyColumn, SMALL_CELL } from '../columns.js';
import { exactIdentity } from '../identity.js';
import { GROUPS, type Lens2Part, type Lens2Scope, SIDES, type Side } from './scope.js';

/** Who bought in which period, and what each group adds to the change of the total. */
export function overlap(scope: Lens2Scope): Lens2Part {
  const { totals, pair, currency } = scope;
  const { active, returnsOnly, groups } = totals;
  const anyReturns = returnsOnly.first.customers + returnsOnly.second.customers > 0;
  const parts = [
    ...GROUPS.map((group) => ({ group, customers: size(groups[group]), ...groups[group] })),
    ...(anyReturns ? [{ group: 'returns_only', customers: null, ...returnsOnly }] : []),
  ];
  const everybody = GROUPS.reduce((total, group) => total + size(groups[group]), 0);
  const rows: Row[] = [
    ...parts.map((part) => overlapRow(scope, part)),
    overlapRow(scope, { group: 'total', customers: everybody, ...totals.direct }),
  ];
  return {
    tables: [
      repeatBuying(scope),
      {
        id: 'overlap',
        title: 'Who bought in which period',
        section: 'Who came, stayed and did not come',
        description: `First order ever: no order before ${pair.second.label}. Returning: an earlier order, but none in ${pair.first.label}. One silent period does not make a customer lost.`,
        columns: [
          codeColumn('group', 'group'),
          columns.customers,
          { id: 'share_first', title: '% of first', type: 'share', digits: 1 },
          { id: 'share_second', title: '% of second', type: 'share', digits: 1 },
          ...(['spend', 'profit'] as const).flatMap((name) =>
            ['first', 'second', 'change'].map((side) => ({
              ...moneyColumn(
                `${name}_${side}`,
                side === 'change' ? `${name} change` : `${name} ${side}`,
                currency,
              ),
              wide: name !== scope.metric,
            })),
          ),
          columns.smallCell,
        ],
        rows,
      },
    ],
    identities: [
      ...SIDES.flatMap((side) => {
        const whole = totals.direct[side];
        const spend = parts.reduce((total, part) => total.plus(part[side].spend), money(0));
        const profit = parts.reduce((total, part) => total.plus(part[side].profit ?? 0), money(0));
        return [
          exactIdentity(
            `overlap_customers_${side}`,
            `customers of the groups = customers with an order in the ${side} period`,
            active[side].customers,
            whole.customers,
          ),
          exactIdentity(
            `overlap_orders_${side}`,
            `orders of the groups = orders of the ${side} period`,
            active[side].orders,
            whole.orders,
          ),
          exactIdentity(
            `overlap_spend_${side}`,
            `spend of the groups = orders less returns of the ${side} period`,
            spend,
            whole.spend,
          ),
          exactIdentity(
            `overlap_profit_${side}`,
            `profit of the groups = profit of the ${side} period`,
            profit,
            whole.profit ?? 0,
          ),
        ];
      }),
    ],
    notes: [...historyNote(scope), ...(anyReturns ? [returnsNote(scope)] : [])],
  };
}

function size(sides: Readonly<Record<Side, Aggregate>>): number {
  return Math.max(sides.first.customers, sides.second.customers);
}

function overlapRow(
  { totals, digits }: Lens2Scope,
  part: { group: string; customers: number | null } & Readonly<Record<Side, Aggregate>>,
): Row {
  const share = (side: Side) =>
    part.group === 'returns_only' ? null : ratio(part[side].customers, totals.active[side].customers);
  const knowsProfit = SIDES.some((side) => totals.direct[side].profit !== null);
  const profit = (side: Side) => (part[side].customers === 0 && knowsProfit ? money(0) : part[side].profit);
  const [before, after] = [profit('first'), profit('second')];
  return {
    group: part.group,
    customers: part.customers,
    share_first: share('first'),
    share_second: share('second'),
    spend_first: moneyCell(part.first.spend, digits),
    spend_second: moneyCell(part.second.spend, digits),
    spend_change: moneyCell(part.second.spend.minus(part.first.spend), digits),
    profit_first: moneyCell(before, digits),
    profit_second: moneyCell(after, digits),
    profit_change: before === null || after === null ? null : moneyCell(after.minus(before), digits),
    small_cell: (part.customers ?? SMALL_CELL) < SMALL_CELL,
  };
}

function repeatBuying({ totals, pair }: Lens2Scope): Lens2Part['tables'][number] {
  const first = totals.active.first.customers;
  const second = totals.active.second.customers;
  const both = totals.groups.both.first.customers;
  return {
    id: 'repeat_buying',
    title: `Repeat buying from ${pair.first.label} to ${pair.second.label}`,
    section: 'Who came, stayed and did not come',
    layout: 'record',
    columns: [
      { id: 'active_first', title: `customers in ${pair.first.label}`, type: 'count' },
      { id: 'active_second', title: `customers in ${pair.second.label}`, type: 'count' },
      { id: 'active_both', title: 'customers in both', type: 'count' },
      { id: 'rate', title: 'repeat-buying rate: in both, of the first', type: 'share', digits: 1 },
      { id: 'share_second', title: 'in both, of the second', type: 'share', digits: 1 },
    ],
    rows: [
      {
        active_first: first,
        active_second: second,
        active_both: both,
        rate: ratio(both, first),
        share_second: ratio(both, second),
      },
    ],
  };
}

/** Who returned can only be told from new customers with a history: at least one more period before the first. */
function historyNote({ pair }: Lens2Scope): Note[] {
  const history = daysBetween(pair.firstOrder, pair.first.from);
  const length = daysBetween(pair.second.from, pair.second.to) + 1;
  return history >= length - 7 ? [] : [historyShort(history, pair.firstOrder, pair.first.from)];
}

function returnsNote({ totals }: Lens2Scope): Note {
  return returnsOutside(totals.returnsOnly.first.customers, totals.returnsOnly.second.customers);
}
