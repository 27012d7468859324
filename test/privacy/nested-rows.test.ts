import { expect, it } from 'vitest';
import type { Column } from '../../src/common/result.js';
import { hideNested, thinCurve } from '../../src/privacy/nested-rows.js';

const column = (id: string, type: Column['type']): Column => ({ id, title: '', type });

it('hides steps of a sum so far until a hidden run has enough customers', () => {
  const columns = [
    column('cohort', 'text'),
    column('week', 'count'),
    column('at_risk', 'count'),
    column('purchases', 'count'),
    column('cumulative_share', 'share'),
  ];
  const steps = [12, 0, 4, 0, 11, 20, 3, 9];
  const rows = steps.map((purchases, i) => ({
    cohort: 'web',
    week: i + 1,
    at_risk: 100,
    purchases,
    cumulative_share: steps.slice(0, i + 1).reduce((sum, step) => sum + step, 0) / 100,
  }));
  const hidden = new Set<number>();
  hideNested(columns, rows, hidden, 10);
  // 4 would be the step from week 2 to weeks 4 and 5; with week 5 they are 15, so week 6 may follow.
  expect([...hidden].sort()).toEqual([2, 3, 4, 6, 7]);
});

it('tells customers who came by their first purchase of a kind from the sum so far', () => {
  const columns = [
    column('category', 'text'),
    column('age', 'count'),
    column('customers', 'count'),
    column('cumulative_customers', 'count'),
    column('cumulative_share', 'share'),
  ];
  const rows = [40, 45, 60].map((sum, age) => ({
    category: 'shoes',
    age,
    customers: 30,
    cumulative_customers: sum,
    cumulative_share: sum / 100,
  }));
  const hidden = new Set<number>();
  hideNested(columns, rows, hidden, 10);
  expect([...hidden]).toEqual([1, 2]);
});

it('hides the best few beside the best few more', () => {
  const columns = [column('question', 'text'), column('top_share', 'share'), column('customers', 'count')];
  const rows = [20, 25, 40].map((customers, i) => ({ question: `${i}`, top_share: null, customers }));
  const hidden = new Set<number>();
  hideNested(columns, rows, hidden, 10);
  expect([...hidden]).toEqual([1]);
});

it('thins a curve to points that are enough customers apart', () => {
  const columns = [column('share_customers', 'share'), column('share_spend', 'share')];
  const rows = Array.from({ length: 101 }, (_, i) => ({ share_customers: i / 100, share_spend: i / 100 }));
  const kept = thinCurve(columns, rows, 300, 10).map((row) => Number(row.share_customers) * 300);
  expect([kept[0], kept.at(-1)]).toEqual([0, 300]);
  for (const [i, at] of kept.slice(1).entries()) expect(at - kept[i]!).toBeGreaterThanOrEqual(10 - 1e-9);
  expect(thinCurve(columns, rows, 0, 10)).toEqual([]);
});
