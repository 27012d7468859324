import { describe, expect, it } from 'vitest';
import { readHoldout, thinHoldout } from '../../src/backtest/holdout.js';
import { findLateOrders } from '../../src/backtest/late-orders.js';
import { logScores } from '../../src/backtest/log-scores.js';
import { addDays, daysBetween } from '../../src/common/calendar.js';
import { observe } from '../../src/mart/observe.js';
import { martRelations } from '../../src/mart/relations.js';
import { bgnbd, chooseModel } from '../../src/models/index.js';
import { seededRandom } from '../../src/numeric/seeded.js';
import { createSources, insertLines, type Line, memoryStore, testMart } from '../mart/fixture.js';

const START = '2020-01-01';
const SPLIT = '2021-06-30';
const END = '2022-06-30';

/** Two and a half years of customers with BG/NBD behaviour, day files. */
function lines(customers: number): Line[] {
  const random = seededRandom(5);
  const parameters = { r: 0.6, alpha: 8, a: 0.8, b: 2 };
  const length = daysBetween(START, END);
  return Array.from({ length: customers }, (_, c) => {
    const first = Math.floor((c * 300) / customers);
    const path = bgnbd.samplePathNew(parameters, (length - first) / 7, random);
    return [first, ...path.map((weeks) => first + Math.ceil(weeks * 7))]
      .filter((day) => day <= length)
      .map((day): Line => ({ customer: `C${c}`, ts: addDays(START, day), amount: '10' }));
  }).flat();
}

describe('a holdout', () => {
  const made = lines(600);

  it('knows on the evening of the split what a plain loop knows, and what came after; nobody is left out', async () => {
    const store = await memoryStore();
    await createSources(store, martRelations);
    await insertLines(store, made);
    const mart = testMart(store, martRelations, { as_of: END });
    await observe(mart);
    await findLateOrders(mart);
    const found = await readHoldout(mart, SPLIT, 'day');
    await store.close();
    const byCustomer = new Map<string, Set<string>>();
    for (const { customer, ts } of made)
      byCustomer.set(customer, (byCustomer.get(customer) ?? new Set()).add(ts));
    const counts = new Map<string, number>();
    for (const days of byCustomer.values()) {
      const known = [...days].filter((day) => day <= SPLIT).sort();
      if (known.length === 0) continue;
      const first = known[0]!;
      const key = [
        known.length - 1,
        daysBetween(first, known.at(-1)!),
        daysBetween(first, SPLIT),
        [...days].filter((day) => day > SPLIT).length,
      ].join(' ');
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    const { X, T_X, T, AFTER, N } = found;
    const got = new Map(Array.from(X, (x, i) => [`${x} ${T_X[i]} ${T[i]} ${AFTER[i]}`, N[i]!]));
    expect(got).toEqual(counts);
    expect(found.days).toBe(365);
    expect(thinHoldout(found, 50).X.length).toBeLessThanOrEqual(50);

    const week = { name: 'week', days: 7 };
    const { byModel, weights } = logScores(['nbd', 'bgnbd'], found, week, 1);
    const mean = (name: string) =>
      byModel![name]!.reduce((sum, score, i) => sum + score * weights[i]!, 0) /
      weights.reduce((a, b) => a + b, 0);
    expect(mean('bgnbd')).toBeGreaterThan(mean('nbd') + 0.02);
    const record = (model: string, bic: number) => ({ model, predictor: {}, bic }) as never;
    const choice = chooseModel(
      [
        { fit: record('nbd', 1), logScores: byModel!.nbd! },
        { fit: record('bgnbd', 2), logScores: byModel!.bgnbd! },
      ],
      weights,
    );
    expect(choice?.fit.model).toBe('bgnbd');
  });
});
