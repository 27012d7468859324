import { describe, expect, it } from 'vitest';
import type { Row } from '../../../src/common/result.js';
import { lens4 } from '../../../src/lenses/lens4/lens4.js';
import type { Line } from '../../mart/fixture.js';
import { failed, openLines, table } from '../cohorts/setup.js';

/** Twelve customers of six months, two a month, each with orders in two months; one gives something back. */
function lines(factor: number): Line[] {
  const made = Array.from({ length: 12 }, (_, i): Line[] => {
    const month = 1 + Math.floor(i / 2);
    const order = (n: number, ts: string, amount: number): Line => ({
      customer: `c${i}`,
      order: `${i}-${n}`,
      ts,
      amount: (amount * factor).toFixed(4),
    });
    return [
      order(1, `2020-0${month}-10`, 10 + 3 * i),
      order(2, `2020-0${month + 1}-05`, 5 + ((7 * i) % 11)),
      ...(i === 3 ? [order(3, '2020-04-20', -9)] : []),
    ];
  });
  return [...made.flat(), { customer: 'last', order: 'z', ts: '2020-08-31', amount: '1.0000' }];
}

async function intervals(factor: number): Promise<Row[]> {
  const opened = await openLines(lines(factor));
  const report = await lens4(opened.context({ granularity: 'month', historyStart: 'with_data' }));
  opened.store.close();
  expect(failed(report)).toEqual([]);
  return table(report, 'extremes').rows.filter(({ cohort }) => cohort !== '2020-08');
}

describe('sampling errors of cohorts whose customers bring enormous sums', () => {
  // A square of 400,000.0000 leaves 64 bits, 2·10^14 leaves the 18 digits in which money is added up quickly.
  it.each([1e4, 2e12])('are those of small sums, times %d', async (factor) => {
    const small = await intervals(1);
    const large = await intervals(factor);
    expect(small.length).toBeGreaterThan(5);
    expect(large.map(({ measure, cohort }) => [measure, cohort])).toEqual(
      small.map(({ measure, cohort }) => [measure, cohort]),
    );
    for (const [i, row] of small.entries()) {
      const isMoney = String(row.measure).startsWith('value') || row.measure === 'aov';
      for (const column of ['value', 'low', 'high']) {
        const expected = Number(row[column]) * (isMoney ? factor : 1);
        expect(Math.abs(Number(large[i]![column]) - expected)).toBeLessThan(isMoney ? 0.02 * factor : 1e-9);
      }
    }
  });
});
