import { type Money, money } from '../../common/money.js';
import type { StoreRow } from '../../store/store.js';
import { type Aggregate, aggregate, sum } from '../aggregate.js';

/** What some customers did in one period (or over several). */
export interface Cell {
  /** Customers with an order; a customer counts once in each period. */
  readonly buyers: Aggregate;
  /** Customers with a return and no order. */
  readonly returnsOnly: Aggregate;
  /** Buyers whose first order ever it was. */
  readonly first: Aggregate;
  /** Buyers who had an order in the period before, too. */
  readonly repeat: Aggregate;
  /** What the `repeat` customers did in the period before: spend and profit. */
  readonly before: Aggregate;
}

export const emptyAggregate: Aggregate = sum([]);

export const emptyCell: Cell = {
  buyers: emptyAggregate,
  returnsOnly: emptyAggregate,
  first: emptyAggregate,
  repeat: emptyAggregate,
  before: emptyAggregate,
};

/** One cell of the rows of `cohort_cells`, a row a state. */
export function cellOfStates(rows: readonly StoreRow[]): Cell {
  const of = (...states: string[]) =>
    sum(rows.filter(({ state }) => states.includes(String(state))).map(aggregate));
  const repeats = rows.filter(({ state }) => state === 'repeat');
  return {
    buyers: of('first', 'repeat', 'returning'),
    returnsOnly: of('returns_only'),
    first: of('first'),
    repeat: of('repeat'),
    before: sum(
      repeats.map((row) =>
        aggregate({
          customers: row.customers!,
          orders: 0,
          spend: row.previous_spend ?? 0,
          profit: row.previous_profit ?? null,
          profit_known_spend: 0,
        }),
      ),
    ),
  };
}

export function addCells(cells: readonly Cell[]): Cell {
  const part = (name: keyof Cell) => sum(cells.map((cell) => cell[name]));
  return {
    buyers: part('buyers'),
    returnsOnly: part('returnsOnly'),
    first: part('first'),
    repeat: part('repeat'),
    before: part('before'),
  };
}

/** Buyers and returns without an order together: what a total is made of. */
export function all(cell: Cell): Aggregate {
  return sum([cell.buyers, cell.returnsOnly]);
}

export type Metric = 'profit' | 'spend';

/** Profit (unknown = 0) or spend of a group. */
export function valueIn(group: Aggregate, metric: Metric): Money {
  return metric === 'profit' ? (group.profit ?? money(0)) : group.spend;
}
