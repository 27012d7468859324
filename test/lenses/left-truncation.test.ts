import { describe, expect, it } from 'vitest';
import { judge, leftTruncation } from '../../src/lenses/left-truncation.js';
import { baseOf } from './fixture.js';

const level = (n: number, count: number) => Array.from({ length: n }, () => count);

describe('judge', () => {
  it('sees a base whose old customers show up as new at the start', () => {
    expect(judge([950, 380, 370, 440, 400], '2009-12-01')).toMatchObject({ until: '2009-12-29' });
    expect(judge([8000, 2500, 600, 500, 480], '2020-01-01')).toMatchObject({ until: '2020-02-26' });
  });

  it('sees slow buyers who come over the whole first year', () => {
    const first = [200, 190, 180, 170, 170, 160, 160, 150, 150, 150, 160, 170, 180];
    const found = judge([...first, ...level(13, 60)], '2020-01-01');
    expect(found.until).toBe('2020-12-30');
    expect(found.reason).toContain('2190 customers appear in the first 364 days, 780 in as many days after');
  });

  it('leaves a growing, a steady, a launched and a small base alone', () => {
    expect(judge([10, 20, 40, 80], '2020-01-01').until).toBeNull();
    expect(judge(level(30, 100), '2020-01-01').until).toBeNull();
    expect(judge([130, 100, 100, 100], '2020-01-01').until).toBeNull();
    expect(judge([4, 2, 1, 1], '2020-01-01').until).toBeNull();
    expect(judge([], '2020-01-01').until).toBeNull();
  });

  it('proves nothing from a panel whose acquisition stops', () => {
    expect(judge([7000, 7500, 7000, 0, 0, 0], '1997-01-01').until).toBeNull();
    expect(judge([...level(3, 7000), ...level(30, 0)], '1997-01-01').until).toBeNull();
  });
});

describe('leftTruncation', () => {
  it('does as told', async () => {
    const { store, mart } = await baseOf([
      { customer: 'a', ts: '2020-01-01', amount: '1' },
      { customer: 'b', ts: '2020-05-01', amount: '1' },
    ]);
    expect((await leftTruncation(mart, 'auto')).until).toBeNull();
    expect((await leftTruncation(mart, 'with_data')).until).toBeNull();
    expect((await leftTruncation(mart, 'before_data')).until).toBe('2020-01-29');
    await store.close();
  });
});
