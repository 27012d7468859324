import { expect, it } from 'vitest';
import { samplingVariances } from '../../../src/lenses/lens4/trend.js';

it('a cohort of one has the variance of a customer, pooled over the others by their degrees of freedom', () => {
  // Variances of a customer: 2 · 3 = 6 and 4 · 1 = 4, with 1 and 3 degrees of freedom: (6 + 12) / 4.
  expect(
    samplingVariances([
      { customers: 2, variance: 3 },
      { customers: 1, variance: 0 },
      { customers: 4, variance: 1 },
    ]),
  ).toEqual([3, 4.5, 1]);
});

it('cohorts of one alone have no variance to go by', () => {
  expect(samplingVariances([{ customers: 1, variance: 0 }])).toEqual([0]);
});
