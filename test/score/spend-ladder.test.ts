import { describe, expect, it } from 'vitest';
import { countTable, totalSpendCdf } from '../../src/models/clv/total-spend.js';
import { geometricFuture } from '../../src/models/geometric-dropout/future.js';
import { onRungs, SpendLadder } from '../../src/score/spend-ladder.js';

const STEP = 0.12;
const USUAL = geometricFuture(1.2, 6, 0.8, 2.4);
const HEAVY = geometricFuture(140, 9, 0.3, 60);

describe('the rungs of a ladder', () => {
  it.each([
    ['usual', USUAL, 10],
    ['heavy', HEAVY, 100],
  ] as const)('keep the chance and the mean of what %s buyers buy', (_, future, least) => {
    const table = countTable(future, 52);
    const onto = onRungs(table);
    const mass = table.mass.reduce((sum, each) => sum + each, 0);
    expect(Math.abs(onto.reduce((sum, each) => sum + each, 0) - mass)).toBeLessThan(2e-6);
    expect(onto.length).toBeGreaterThan(least / 10);
    expect(onto.length).toBeLessThan(120);
  });

  it.each([
    ['usual', USUAL],
    ['heavy', HEAVY],
  ] as const)('give the distribution of the spend of %s buyers', (_, future) => {
    const table = countTable(future, 52);
    const onto = onRungs(table);
    const [p, q] = [6.25, 20];
    const ladder = new SpendLadder(p, q, 1, STEP);
    for (let k = -20; k <= 60; k += 5) {
      const column = ladder.column(k, onto.length);
      const found = onto.reduce((sum, mass, i) => sum + mass * column[i]!, 0);
      expect(Math.abs(found - totalSpendCdf(table, p, q, Math.exp(STEP * k)))).toBeLessThan(2e-3);
    }
  });

  it('are the same whoever asked before', () => {
    const [one, other] = [new SpendLadder(6.25, 4, 1.3, STEP), new SpendLadder(6.25, 4, 1.3, STEP)];
    one.column(3, 5);
    one.column(3, 40);
    expect([...one.column(3, 60)]).toEqual([...other.column(3, 60)]);
  });

  it('have nothing where nothing is bought', () => {
    expect(onRungs(countTable(USUAL, 0)).length).toBe(0);
  });
});
