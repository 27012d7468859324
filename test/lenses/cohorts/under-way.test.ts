import { expect, it } from 'vitest';
import { completeOnly, intoOverOnly, overOnly } from '../../../src/lenses/cohorts/under-way.js';

const period = (index: number, complete: boolean) => ({
  index,
  start: `2010-0${index}-01`,
  end: `2010-0${index}-28`,
  name: `2010-0${index}`,
  complete,
});

it('charts leave out a last period that is not over, and say so', () => {
  const grid = { periods: [period(1, true), period(2, true), period(3, false)] };
  const xLabel = 'period; 2010-03 is not over: left out';
  expect(overOnly(grid, 'period')).toEqual({ without: { period_start: '2010-03-01' }, xLabel });
  expect(intoOverOnly(grid, 'period')).toEqual({ without: { period_start: '2010-02-01' }, xLabel });
  expect(completeOnly(grid, 'period')).toEqual({ where: { complete: true }, xLabel });
});

it('charts keep a first period of which the start is not observed, and the only one', () => {
  const begun = { periods: [period(1, false), period(2, true)] };
  const alone = { periods: [period(1, false)] };
  for (const grid of [begun, alone, { periods: [] }])
    for (const make of [overOnly, intoOverOnly, completeOnly])
      expect(make(grid, 'period')).toEqual({ xLabel: 'period' });
});
