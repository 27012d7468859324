import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergedOrder } from '../../src/report/merged-order.js';

describe('mergedOrder', () => {
  it('puts a cohort that appears late before what follows it in its own period', () => {
    const periods = {
      2016: 'old a',
      2017: 'old a b returns',
      2018: 'old a b c',
      2019: 'old a b c d returns',
    };
    const entries = Object.entries(periods).flatMap(([period, names]) =>
      names.split(' ').map((name) => [name, period] as const),
    );
    expect(mergedOrder(entries)).toEqual(['old', 'a', 'b', 'c', 'd', 'returns']);
  });

  it('keeps the first to appear first where groups contradict each other or say nothing', () => {
    const contrary = [
      ['a', 1],
      ['b', 1],
      ['b', 2],
      ['a', 2],
    ] as const;
    expect(mergedOrder(contrary)).toEqual(['a', 'b']);
    expect(mergedOrder(['c', 'a', 'b'].map((name, group) => [name, group] as const))).toEqual([
      'c',
      'a',
      'b',
    ]);
    expect(mergedOrder([])).toEqual([]);
  });

  it('law: each name once; groups that follow one order are merged along it', () => {
    fc.assert(
      fc.property(fc.array(fc.subarray([...'abcdefg']), { maxLength: 8 }), (groups) => {
        const entries = groups.flatMap((names, group) => names.map((name) => [name, group] as const));
        const order = mergedOrder(entries);
        expect([...order].sort()).toEqual([...new Set(groups.flat())].sort());
        for (const names of groups)
          expect(names.map((name) => order.indexOf(name))).toEqual(
            names.map((name) => order.indexOf(name)).sort((a, b) => a - b),
          );
      }),
    );
  });
});
