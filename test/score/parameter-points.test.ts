import { expect, it } from 'vitest';
import { modelOf } from './fits.js';

it('has the mean and the covariance of the logarithms, exactly', () => {
  const { points, parameters } = modelOf('bgnbd', 500);
  const names = Object.keys(parameters);
  const logs = points.map(({ frequency }) =>
    names.map((name) => Math.log(frequency[name]! / parameters[name]!)),
  );
  const mean = (part: (row: readonly number[]) => number) =>
    logs.reduce((sum, row) => sum + part(row), 0) / logs.length;
  for (const [i] of names.entries()) {
    expect(mean((row) => row[i]!)).toBeCloseTo(0, 12);
    for (const [j] of names.entries()) {
      expect(mean((row) => row[i]! * row[j]!)).toBeCloseTo(i === j ? 0.01 : 0.004, 12);
    }
  }
});

it('is the estimate alone in a large base', () => {
  expect(modelOf('bgnbd', 20_000).points.length).toBe(1);
});
