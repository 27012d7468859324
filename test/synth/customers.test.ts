import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogueOf, TASTES } from '../../src/synth/catalogue.js';
import { Buffer, lineBuffer } from '../../src/synth/columns.js';
import { dealPlaces } from '../../src/synth/customer.js';
import { generate } from '../../src/synth/generate.js';
import { planOf, standardOptions } from '../../src/synth/plan.js';
import { baseline } from '../../src/synth/scenarios/baseline.js';
import { SCENARIOS } from '../../src/synth/scenarios.js';

describe('dealPlaces', () => {
  it('gives each place its share to the customer, and each rank once', () => {
    const shares = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 700 }), shares, (n, weights) => {
        const deal = dealPlaces(n, weights);
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        const ranks = weights.map(() => new Set<number>());
        for (let i = 0; i < n; i++) {
          const { place, rank, size } = deal(i);
          ranks[place]!.add(rank);
          expect(rank).toBeLessThan(size);
        }
        expect(ranks.reduce((sum, each) => sum + each.size, 0)).toBe(n);
        for (const [place, weight] of weights.entries()) {
          expect(Math.abs(ranks[place]!.size - (n * weight) / total)).toBeLessThan(1);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('catalogueOf', () => {
  it.each(SCENARIOS.map((scenario) => [scenario.name, scenario.shop] as const))(
    '%s sells at a profit, dear taste for dear goods',
    (_, shop) => {
      const { PRICE, COST, MEAN_PRICE, categories, perCategory } = catalogueOf(shop);
      expect(PRICE.length).toBe(categories.length * perCategory);
      expect(PRICE.every((price, i) => price > COST[i]! && COST[i]! > 0 && price % 50 === 49)).toBe(true);
      for (let c = 0; c < categories.length; c++) {
        const means = MEAN_PRICE.subarray(c * TASTES, (c + 1) * TASTES);
        expect(means.every((mean, taste) => taste === 0 || mean > means[taste - 1]!)).toBe(true);
      }
    },
  );
});

describe('the truth about baskets', () => {
  it('is their mean: orders over the mean of their customer average to 1', () => {
    const plan = planOf(baseline, { ...standardOptions(baseline, 8), customers: 6_000 });
    const meanOf = new Map<number, number>();
    const cents = new Map<string, number>();
    for (const { customers, lines: L } of generate(plan)) {
      customers.CUSTOMER.forEach((customer, k) => {
        meanOf.set(customer, customers.SPEND_MEAN[k]!);
      });
      for (let k = 0; k < L.CUSTOMER.length; k++) {
        if (L.RETURNED[k] === 1) continue;
        const key = `${L.CUSTOMER[k]} ${L.ORDER[k]}`;
        cents.set(key, (cents.get(key) ?? 0) + L.PRICE[k]! * L.QUANTITY[k]!);
      }
    }
    const ratios = [...cents].map(([key, sum]) => sum / 100 / meanOf.get(Number(key.split(' ')[0]))!);
    const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
    const variance = ratios.reduce((sum, ratio) => sum + (ratio - mean) ** 2, 0) / ratios.length;
    expect(ratios.length).toBeGreaterThan(15_000);
    expect(Math.abs(mean - 1)).toBeLessThan(5 * Math.sqrt(variance / ratios.length));
  });
});

describe('Buffer', () => {
  it('grows without losing rows', () => {
    const buffer = lineBuffer(2);
    expect(buffer).toBeInstanceOf(Buffer);
    for (let i = 0; i < 9; i++) {
      const at = buffer.next();
      buffer.columns.DAY[at] = i * i;
    }
    expect([...buffer.view().DAY]).toEqual([0, 1, 4, 9, 16, 25, 36, 49, 64]);
    buffer.clear();
    expect(buffer.view().DAY.length).toBe(0);
  });
});
