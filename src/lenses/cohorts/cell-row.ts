import { money } from '../../common/money.js';
import type { Column, Row } from '../../common/result.js';
import { type Aggregate, factors, moneyCell, ratio } from '../aggregate.js';
import { columns, moneyColumn, SMALL_CELL } from '../columns.js';
import type { CohortBase } from './base.js';
import { all, type Cell, valueIn } from './cell.js';

/** Columns of one cohort in one period, after those that say which. */
export function cellColumns({ currency, metric }: Pick<CohortBase, 'currency' | 'metric'>): Column[] {
  const profit = metric === 'profit';
  return [
    { ...columns.customers, title: 'size' },
    { id: 'active', title: 'active', type: 'count' },
    { id: 'share_active', title: '% active', type: 'share', digits: 1 },
    { ...columns.orders, wide: true },
    columns.aof,
    moneyColumn('aov', 'AOV', currency),
    { ...columns.knownShare, wide: true },
    { ...columns.margin, wide: !profit },
    { ...moneyColumn('spend', 'spend', currency), wide: profit },
    { ...moneyColumn('profit', 'profit', currency), wide: !profit },
    { ...moneyColumn('spend_per_active', 'spend per active', currency), wide: true },
    { ...moneyColumn('profit_per_active', 'profit per active', currency), wide: true },
    { ...moneyColumn('returns_only', 'returns without an order', currency), wide: true },
    { ...moneyColumn('value_per_member', `${metric} per member`, currency), wide: true },
    columns.smallCell,
  ];
}

/**
 * One cohort in one period: size × share active × AOF × AOV = spend, and with returns without an order the value per
 * member; an empty cell is a row of zeros.
 */
export function cellRow(base: Pick<CohortBase, 'digits' | 'metric'>, size: number, cell: Cell): Row {
  const { digits, metric } = base;
  const { buyers, returnsOnly } = cell;
  return {
    customers: size,
    active: buyers.customers,
    share_active: ratio(buyers.customers, size),
    orders: buyers.orders,
    ...factors(buyers, digits),
    spend: moneyCell(buyers.spend, digits),
    profit: moneyCell(buyers.profit, digits),
    spend_per_active: perHead(buyers.spend, buyers.customers, digits),
    profit_per_active: buyers.profit === null ? null : perHead(buyers.profit, buyers.customers, digits),
    returns_only: moneyCell(valueIn(returnsOnly, metric), digits),
    value_per_member: perHead(valueIn(all(cell), metric), size, digits),
    small_cell: buyers.customers < SMALL_CELL,
  };
}

export function perHead(total: Aggregate['spend'], heads: number, digits: number) {
  return heads === 0 ? null : moneyCell(money(total).div(heads), digits);
}
