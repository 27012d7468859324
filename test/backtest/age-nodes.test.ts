import { expect, it } from 'vitest';
import { atNodes, type ByAge } from '../../src/backtest/age-nodes.js';
import { frequencyModel } from '../../src/models/registry.js';
import { chancesOf, statesOf } from '../../src/models/states.js';

const PARAMETERS: [model: string, parameters: Record<string, number>, x: number][] = [
  ['bgnbd', { r: 0.37, alpha: 4.7, a: 0.87, b: 5.1 }, 0],
  ['mbgnbd', { r: 0.4, alpha: 0.6, a: 0.5, b: 3 }, 300],
  ['mbgcnbd', { k: 2, r: 0.9, alpha: 2, a: 0.5, b: 3 }, 7],
  ['paretonbd', { r: 0.6, alpha: 12, s: 0.6, beta: 0.4 }, 40],
  ['nbd', { r: 0.6, alpha: 9 }, 3],
];

it.each(PARAMETERS)('%s: few ages stand for many', (name, parameters, x) => {
  const model = frequencyModel(name);
  const weights = new Map(
    Array.from({ length: 500 }, (_, day) => {
      const history = { x, t_x: 0.3 * (day / 7), T: day / 7 };
      const chances = chancesOf(model, parameters, x === 0 ? { ...history, t_x: 0 } : history);
      return [day, chances.map((chance) => chance * (1 + ((day * 31) % 17)))] as const;
    }),
  );
  const sumOver = (byAge: ByAge, weeks: number): number => {
    let sum = 0;
    for (const [age, own] of byAge)
      for (const [j, future] of statesOf(model, parameters, { x, t_x: 0, T: age / 7 }).entries())
        sum += own[j]! * future.expected(weeks);
    return sum;
  };
  const few = atNodes(weights, 7 * Math.min(parameters.alpha!, parameters.beta ?? 99));
  expect(few.size).toBeLessThan(30);
  expect(
    [...few.values()].flat().reduce((a, b) => a + b) / [...weights.values()].flat().reduce((a, b) => a + b),
  ).toBeCloseTo(1, 10);
  for (const weeks of [1, 13]) expect(sumOver(few, weeks) / sumOver(weights, weeks)).toBeCloseTo(1, 9);
});

it('few ages stay as they are', () => {
  const weights = new Map([
    [3, [2]],
    [40, [1]],
  ]);
  expect(atNodes(weights, 5)).toBe(weights);
});
