import type { Money } from '../../common/money.js';
import type { Note } from '../../common/result.js';
import { type Aggregate, sum } from '../aggregate.js';
import type { CohortBase } from '../cohorts/base.js';
import { addCells, all, type Cell, emptyCell, type Metric, valueIn } from '../cohorts/cell.js';
import type { CohortGrid, GridCell, GridPeriod } from '../cohorts/grid.js';

export interface Lens5Options {
  /** Growth asked for, as a share of the last year's (or period's) value: 0.1 = 10 %. */
  readonly target: number | null;
  /** Add an index, with its parts. */
  readonly index: boolean;
  /** What a model expects of the customers known, where the workspace has models. */
  readonly model: ModelForecaster | null;
  /** Ends of periods on which the RFM segments are shown, at most. */
  readonly segmentPeriods: number;
}

export interface ModelQuestion {
  readonly metric: Metric;
  /** Last day before the periods; who ordered first after it counts as new. */
  readonly origin: string;
  /** Last days of the periods to come, ascending. */
  readonly ends: readonly string[];
}

export interface ModelValue {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** What customers who had ordered by the origin will bring after the end of observation. */
export interface ModelForecast {
  readonly modelId: string;
  /** Last day that the model was fitted to. */
  readonly fittedTo: string;
  /** Share of the distribution between low and high. */
  readonly interval: number;
  readonly periods: readonly ModelValue[];
  readonly together: ModelValue;
}

/** The forecast, or why there is none. */
export type ModelForecaster = (question: ModelQuestion) => ModelForecast | Note;

/** One calendar period of the whole base. */
export interface BasePeriod {
  readonly period: GridPeriod;
  readonly cell: Cell;
  /** Of customers acquired in the period. */
  readonly fresh: Cell;
  /** Customers acquired in the period, with or without an order. */
  readonly acquired: number;
  /** First orders of customers who may be older than the data. */
  readonly firstSeen: Aggregate;
  /** Old customers come up as new in it: its new customers are not all known. */
  readonly unclear: boolean;
}

/** The base by period, cohorts of acquisition summed. */
export function basePeriods(base: Pick<CohortBase, 'grid' | 'truncation'>): BasePeriod[] {
  const { grid, truncation } = base;
  const byPeriod = new Map<number, GridCell[]>();
  for (const entry of grid.cells) byPeriod.set(entry.period, [...(byPeriod.get(entry.period) ?? []), entry]);
  return grid.periods.map((period) => {
    const entries = byPeriod.get(period.index) ?? [];
    const fresh = entries.filter(({ start }) => start === period.index);
    return {
      period,
      cell: addCells(entries.map(({ cell }) => cell)),
      fresh: addCells(fresh.map(({ cell }) => cell)),
      acquired: grid.cohorts.reduce((n, cohort) => n + (cohort.starts.get(period.index) ?? 0), 0),
      firstSeen: sum(
        entries.filter(({ cohort }) => cohort.kind === 'before_data').map(({ cell }) => cell.first),
      ),
      unclear: truncation.until !== null && period.start < truncation.until,
    };
  });
}

/** Value of a group of cells, returns without an order included. */
export function valueOfCells(cells: readonly Cell[], metric: CohortBase['metric']): Money {
  return valueIn(all(cells.length === 0 ? emptyCell : addCells(cells)), metric);
}

export const PER_YEAR = { week: 52, month: 12, quarter: 4, year: 1 } as const;

/** A year made of complete periods, or one period where the data hold less than two such years. */
export interface Span {
  readonly name: string;
  readonly start: string;
  readonly end: string;
  /** Indexes of its periods, ascending. */
  readonly from: number;
  readonly to: number;
}

/** Years that end with the last complete period, ascending; single periods where there are not two of them. */
export function spans(grid: CohortGrid): { readonly list: readonly Span[]; readonly years: boolean } {
  const complete = grid.periods.filter((period) => period.complete);
  const perYear = PER_YEAR[grid.granularity];
  const years = complete.length >= 2 * perYear;
  const length = years ? perYear : 1;
  const list: Span[] = [];
  for (let end = complete.length; end >= length; end -= length) {
    const first = complete[end - length]!;
    const last = complete[end - 1]!;
    list.unshift({
      name: length === 1 ? first.name : `${first.name} to ${last.name}`,
      start: first.start,
      end: last.end,
      from: first.index,
      to: last.index,
    });
  }
  return { list, years };
}
