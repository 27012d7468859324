import { weekRange } from '../../backtest/weekly.js';
import { addDays } from '../../common/calendar.js';
import type { Column, Figure, Row } from '../../common/result.js';
import type { Part } from '../modelling/part.js';
import type { LastOrigin } from './origin.js';
import { methodTitle } from './words.js';

/** Repeat purchases week by week, seen and expected, one by one and cumulated. */
export function weeklyPart({ weekly, expected, days, origin }: LastOrigin): Part {
  const { first, end } = weekRange(weekly, days);
  const models = Object.keys(expected);
  const sums = new Map<string, number>();
  const cumulate = (name: string, value: number): number => {
    sums.set(name, (sums.get(name) ?? 0) + value);
    return sums.get(name)!;
  };
  const rows = Array.from({ length: end - first }, (_, k): Row => {
    const week = first + k;
    const actual = weekly.weeks.get(week) ?? 0;
    const cells: Record<string, string | number | null> = {
      week: k + 1,
      ends: addDays(origin, Math.min(7 * (week + 1), days)),
      held_out: week >= 0 ? 'held out' : 'known',
      actual,
      actual_sum: cumulate('actual', actual),
    };
    for (const model of models) {
      const fromStart = expected[model]!.fromStart[k]!;
      cells[model] = fromStart;
      cells[`${model}_sum`] = cumulate(model, fromStart);
      cells[`${model}_forecast`] = week >= 0 ? expected[model]!.forecast[week]! : null;
      cells[`${model}_forecast_sum`] =
        week >= 0 ? cumulate(`${model}_forecast`, expected[model]!.forecast[week]!) : null;
    }
    return cells;
  });
  const number = (id: string, title: string): Column => ({ id, title, type: 'number', digits: 1 });
  return {
    tables: [
      {
        id: 'weekly',
        title: 'Repeat purchases week by week',
        section: 'Tracking',
        wide: true,
        description: `Of the customers known on ${origin}. Each model from the days of first purchase alone, over the whole time; its forecast from every customer's history, over the time held out.`,
        columns: [
          { id: 'week', title: 'week', type: 'count' },
          { id: 'ends', title: 'ends', type: 'date' },
          { id: 'held_out', title: 'part', type: 'text' },
          { id: 'actual', title: 'came', type: 'count' },
          { id: 'actual_sum', title: 'came so far', type: 'count' },
          ...models.flatMap((model) => [
            number(model, methodTitle(model)),
            number(`${model}_sum`, `${methodTitle(model)} so far`),
            number(`${model}_forecast`, `${methodTitle(model)} forecast`),
            number(`${model}_forecast_sum`, `${methodTitle(model)} forecast so far`),
          ]),
        ],
        rows,
      },
    ],
    figures: [
      figure(
        'weekly',
        'Repeat purchases a week, seen and expected',
        ['actual', ...models],
        'purchases a week',
        -first,
      ),
      figure(
        'weekly_sum',
        'Repeat purchases so far, seen and expected',
        ['actual_sum', ...models.map((model) => `${model}_sum`)],
        'purchases so far',
        -first,
      ),
    ],
  };
}

function figure(id: string, title: string, y: readonly string[], yLabel: string, origin: number): Figure {
  return {
    id,
    title,
    kind: 'line',
    table: 'weekly',
    x: 'week',
    y,
    xLabel: 'week since the first order',
    yLabel,
    marks: [{ label: 'held out from here', at: origin }],
    alternative: `Lines of ${yLabel} that came and that each model expected; the time held out begins after week ${origin}.`,
  };
}
