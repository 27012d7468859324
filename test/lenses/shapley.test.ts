import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { money } from '../../src/common/money.js';
import type { Aggregate } from '../../src/lenses/aggregate.js';
import { componentChanges } from '../../src/lenses/components.js';
import { roundParts, shapleyEffects } from '../../src/lenses/shapley.js';

const list = (...values: (string | number)[]) => values.map((value) => money(value));

describe('shapleyEffects', () => {
  it('halves the interaction of two factors', () => {
    const effects = shapleyEffects(list(10, 3), list(14, 5), money(30), money(70));
    expect(effects.map(String)).toEqual(['16', '24']);
  });

  it('serves zero and negative factors and sums to the change', () => {
    const value = fc.integer({ min: -50, max: 50 });
    const factors = fc
      .integer({ min: 1, max: 5 })
      .chain((n) =>
        fc.tuple(
          fc.array(value, { minLength: n, maxLength: n }),
          fc.array(value, { minLength: n, maxLength: n }),
        ),
      );
    fc.assert(
      fc.property(factors, ([a, b]) => {
        const from = money(a.reduce((p, x) => p * x, 1));
        const to = money(b.reduce((p, x) => p * x, 1));
        const effects = shapleyEffects(list(...a), list(...b), from, to);
        const total = effects.reduce((sum, effect) => sum.plus(effect), money(0));
        expect(total.minus(to.minus(from)).abs().lt('1e-40')).toBe(true);
        for (const [i, effect] of effects.entries())
          if (a[i] === b[i]) expect(effect.abs().lt('1e-40')).toBe(true);
      }),
    );
  });
});

describe('roundParts', () => {
  it('keeps the sum of the rounded parts', () => {
    expect(roundParts(list('0.333', '0.333', '0.334'), 2)).toEqual(['0.33', '0.33', '0.34']);
    expect(roundParts(list('0.005', '0.005'), 2)).toEqual(['0.01', '0.00']);
    expect(roundParts(list('-0.005', '-0.005'), 2)).toEqual(['0.00', '-0.01']);
    expect(roundParts(list('1.4', '-0.4'), 0)).toEqual(['1', '0']);
  });

  it('is never a whole unit away', () => {
    const part = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((n) => money(n).div(7));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), (parts) => {
        const rounded = roundParts(parts, 2);
        for (const [i, text] of rounded.entries()) expect(parts[i]!.minus(text).abs().lte('0.01')).toBe(true);
        const sum = rounded.reduce((total, text) => total.plus(text), money(0));
        const exact = parts.reduce((total, value) => total.plus(value), money(0));
        expect(sum.minus(exact).abs().lte('0.0050000001')).toBe(true);
      }),
    );
  });
});

describe('componentChanges', () => {
  const group = (
    customers: number,
    orders: number,
    spend: number,
    profit: number | null,
    known = spend,
  ): Aggregate => ({
    customers,
    orders,
    spend: money(spend),
    profit: profit === null ? null : money(profit),
    profitKnownSpend: money(known),
  });
  const effects = (a: Aggregate, b: Aggregate) =>
    Object.fromEntries(
      componentChanges(a, b, 'profit').map(({ component, effect }) => [component, effect.toFixed(6)]),
    );

  it('gives all of the change to customers when a period is empty', () => {
    expect(effects(group(0, 0, 0, null), group(2, 4, 100, -30))).toEqual({
      customers: '-30.000000',
      aof: '0.000000',
      aov: '0.000000',
      margin: '0.000000',
    });
  });

  it('adds the known share as a factor when not all profit is known', () => {
    const found = componentChanges(group(1, 1, 100, 20, 50), group(1, 1, 100, 40), 'profit');
    expect(found.map(({ component }) => component)).toEqual([
      'customers',
      'aof',
      'aov',
      'known_share',
      'margin',
    ]);
    expect(found.at(-2)!.effect.toFixed(6)).toBe('20.000000');
  });

  it('takes profit per order where no spend carries the profit', () => {
    expect(effects(group(1, 1, 0, -5), group(1, 2, 100, 30))).toEqual({
      customers: '0.000000',
      aof: '5.000000',
      profit_per_order: '30.000000',
    });
  });
});
