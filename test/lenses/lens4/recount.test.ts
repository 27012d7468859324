import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { daysBetween, type Granularity, periodName } from '../../../src/common/calendar.js';
import type { Row } from '../../../src/common/result.js';
import { leftTruncation } from '../../../src/lenses/left-truncation.js';
import { lens4 } from '../../../src/lenses/lens4/lens4.js';
import type { LensReport } from '../../../src/lenses/report.js';
import { cdnow, failed, hasData, type Opened, onlineRetail, open, pick, table } from '../cohorts/setup.js';
import { expectFigures } from '../figures.js';
import { customerFacts, estimate } from '../naive/cohort-facts.js';
import {
  type Cents4,
  cellOf,
  type NaiveBase,
  type NaiveCustomer,
  naiveBase,
  readEvents,
  rounded,
  type Sums,
} from '../naive/cohorts.js';
import { naiveTrend, normalCut, studentCut, twoSided } from '../naive/trend.js';
import { randomBase } from '../random-base.js';

const cases = [
  { name: 'CDNOW by month', fill: cdnow, granularity: 'month', profit: false, absent: !hasData },
  {
    name: 'Online Retail by month',
    fill: onlineRetail,
    granularity: 'month',
    profit: true,
    absent: !hasData,
  },
  { name: 'Online Retail by week', fill: onlineRetail, granularity: 'week', profit: true, absent: !hasData },
  {
    name: 'a base drawn by chance',
    fill: randomBase(4, 500, 600),
    granularity: 'month',
    profit: true,
    absent: false,
  },
  {
    name: 'another, its spend',
    fill: randomBase(44, 500, 1000),
    granularity: 'month',
    profit: false,
    absent: false,
  },
] as const;

for (const { name, fill, granularity, profit, absent } of cases)
  describe.skipIf(absent)(`lens 4 recounted by plain loops: ${name}`, () => {
    let opened: Opened;
    let report: LensReport;
    let naive: NaiveBase;
    beforeAll(async () => {
      opened = await open(fill);
      const { until } = await leftTruncation(opened.mart, 'auto');
      naive = naiveBase(await readEvents(opened.store), granularity, opened.asOf, until, true);
      report = await lens4(opened.context({ granularity, metric: profit ? 'profit' : 'spend' }));
    });
    afterAll(() => opened.store.close());

    it('keeps its identities', () => {
      expect(failed(report)).toEqual([]);
      expect(report.identities.length).toBeGreaterThan(10);
      expectFigures(report);
    });

    it('has the cells of both alignments', () => {
      const expected = expectedCells(naive, granularity, profit);
      const columns = Object.keys(expected[0]!);
      expect(pick(table(report, 'left_aligned').rows, columns)).toEqual(expected);
      const { value_to_date_per_member: _, ...first } = expected[0]!;
      const shared = Object.keys(first);
      expect(pick(table(report, 'calendar_aligned').rows, shared)).toEqual(
        pick(
          [...expected].sort(
            (a, b) => compare(a.period_start, b.period_start) || compare(b.age as number, a.age as number),
          ),
          shared,
        ),
      );
    });

    it('has the repeat-buying rates', () => {
      const rows: Row[] = [];
      for (const { start, customers } of cohortsOf(naive)) {
        for (let p = start; p + 1 < naive.starts.length; p++) {
          const active = customers.filter((c) => (c.periods.get(p)?.orders ?? 0) > 0);
          const again = active.filter((c) => (c.periods.get(p + 1)?.orders ?? 0) > 0).length;
          rows.push({
            cohort: periodName(naive.starts[start]!, granularity, 1),
            age: p - start,
            active: active.length,
            active_next: again,
            rate: active.length === 0 ? null : again / active.length,
            complete: naive.complete[p + 1]!,
          });
        }
      }
      expect(pick(table(report, 'repeat_buying').rows, Object.keys(rows[0]!))).toEqual(rows);
    });

    it('has the second purchase days by week', () => {
      const found = table(report, 'second_purchase').rows;
      for (const { start, customers } of cohortsOf(naive)) {
        const events: number[] = [];
        const ended: number[] = [];
        for (const { firstDay, secondDay } of customers) {
          const days = daysBetween(firstDay!, secondDay ?? opened.asOf);
          ended[days] = (ended[days] ?? 0) + 1;
          if (secondDay !== null) events[days] = (events[days] ?? 0) + 1;
        }
        const longest = ended.length - 1;
        let atRisk = customers.length - (ended[0] ?? 0);
        let surviving = 1;
        const rows = found.filter((row) => row.cohort === periodName(naive.starts[start]!, granularity, 1));
        for (const row of rows) {
          const before = surviving;
          let purchases = 0;
          expect(row.at_risk).toBe(atRisk);
          for (let day = Number(row.week) * 7 - 6; day <= Number(row.week) * 7; day++) {
            const bought = events[day] ?? 0;
            if (bought > 0) surviving *= 1 - bought / atRisk;
            purchases += bought;
            atRisk -= ended[day] ?? 0;
          }
          expect(row.purchases).toBe(purchases);
          expect(row.cumulative_share).toBeCloseTo(1 - surviving, 10);
          expect(row.share).toBeCloseTo(before - surviving, 10);
        }
        expect(rows.length).toBe(Math.ceil(longest / 7));
      }
    });

    it('has the totals with the row before data', () => {
      const rows = table(report, 'cohorts').rows;
      const groups = [
        { name: 'before data', customers: naive.customers.filter(({ start }) => start === null) },
        ...cohortsOf(naive).map(({ start, customers }) => ({
          name: periodName(naive.starts[start]!, granularity, 1),
          customers,
        })),
      ].filter(({ customers }) => customers.length > 0);
      expect(rows.map((row) => [row.cohort, row.customers, row.orders, row.spend])).toEqual(
        groups.map(({ name, customers }) => [
          name,
          customers.length,
          total(customers, (part) => BigInt(part.orders), Number),
          rounded(
            total(
              customers,
              (part) => part.spend,
              (sum) => sum,
            ),
          ),
        ]),
      );
    });

    it('has values and sampling errors at equal age', () => {
      const age = Number(/age (\d+)$/.exec(table(report, 'cohort_values').title)![1]);
      const rows = table(report, 'cohort_values').rows;
      for (const row of rows) {
        const { start, customers } = cohortsOf(naive).find(
          ({ start: s }) => periodName(naive.starts[s]!, granularity, 1) === row.cohort,
        )!;
        const facts = customers.map((c) => customerFacts(c, start, start + age));
        const [value, error] = estimate(String(row.measure), facts, profit);
        expect(row.customers).toBe(customers.length);
        expect(row.value as number).toBeCloseTo(value, 8);
        const difference = Math.abs((row.standard_error as number) - error);
        expect(difference).toBeLessThanOrEqual(1e-6 * (error + Math.abs(value)));
      }
      expect(rows.length).toBeGreaterThan(0);
    });

    it('has the trend and the extremes of these values', () => {
      const values = table(report, 'cohort_values').rows;
      const perYear = granularity === 'month' ? 12 : 365.2425 / 7;
      const startOf = (cohort: unknown) =>
        naive.starts.findIndex((_, s) => periodName(naive.starts[s]!, granularity, 1) === cohort);
      const trend = table(report, 'trend').rows;
      for (const row of trend) {
        const own = values.filter(({ measure }) => measure === row.measure);
        const starts = own.map(({ cohort }) => startOf(cohort));
        const quarter = (s: number) =>
          Number(naive.starts[s]!.slice(0, 4)) * 4 +
          Math.floor((Number(naive.starts[s]!.slice(5, 7)) - 1) / 3);
        const quarters = starts.map(quarter);
        const seasons = [...new Set(quarters.map((q) => q % 4))].sort();
        const season =
          Math.max(...quarters) - Math.min(...quarters) >= 5 && own.length >= Math.max(8, seasons.length + 3);
        expect(row.season).toBe(season);
        const X = starts.map((s, i) => [
          1,
          (s - starts[0]!) / perYear,
          ...(season ? seasons.slice(1).map((q) => (quarters[i]! % 4 === q ? 1 : 0)) : []),
        ]);
        const { slope, error, df } = naiveTrend(
          own.map(({ value }) => Number(value)),
          own.map((one) => Number(one.standard_error) ** 2),
          X,
        );
        const near = (found: unknown, expected: number) =>
          expect(Math.abs(Number(found) - expected)).toBeLessThanOrEqual(1e-6 * (error + Math.abs(slope)));
        near(row.slope, slope);
        if (season && df >= 2) {
          near(row.low, slope - studentCut(0.95, df) * error);
          near(row.high, slope + studentCut(0.95, df) * error);
        } else expect([row.low, row.high]).toEqual([null, null]);
        if (season) expect(row.p).toBeCloseTo(twoSided(slope / error, df), 8);
        else expect(row.p).toBeNull();
        expect(row.cohorts).toBe(own.length);
      }
      expect(trend.length).toBeGreaterThan(2);
      const extremes = table(report, 'extremes').rows;
      for (const row of extremes) {
        const own = values.filter(({ measure }) => measure === row.measure);
        let found = own[0]!;
        for (const one of own.slice(1))
          if (
            row.which === 'best'
              ? Number(one.value) > Number(found.value)
              : Number(one.value) <= Number(found.value)
          )
            found = one;
        expect([row.cohort, row.value, row.customers]).toEqual([found.cohort, found.value, found.customers]);
        const [n, x, level] = [Number(found.customers), Number(found.value), 1 - 0.05 / own.length];
        if (row.measure === 'share_active') {
          const z = normalCut(level);
          // Wilson: the shares whose own error reaches the observed one.
          for (const end of [Number(row.low), Number(row.high)])
            if (end > 0 && end < 1) expect((x - end) ** 2).toBeCloseTo((z * z * end * (1 - end)) / n, 8);
        } else {
          const half = studentCut(level, n - 1) * Number(found.standard_error);
          expect(Number(row.low)).toBeCloseTo(x - half, 6);
          expect(Number(row.high)).toBeCloseTo(x + half, 6);
        }
      }
      expect(extremes).toHaveLength(2 * trend.length);
    });

    it('attributes differences of value per member to components that multiply to it', () => {
      const rows = table(report, 'pairs').rows;
      const metric = profit ? 'profit' : 'spend';
      const totals = rows.filter(({ component }) => component === `${metric}_per_member`);
      for (const row of totals) {
        const own = rows.filter(
          (part) => part.cohort === row.cohort && part.other === row.other && part !== row,
        );
        const effects = own.reduce((sum, part) => sum + Math.round(Number(part.effect) * 100), 0);
        expect(effects).toBe(Math.round(Number(row.effect) * 100));
        const parts = own.filter(({ component }) => component !== 'returns_without_order');
        parts.forEach((part, i) => {
          const mean = orders(parts.length).map((order) => {
            const sides = (cut: number) =>
              order.reduce((p, k, place) => {
                const filled = (side: 'value' | 'other_value', other: 'value' | 'other_value') =>
                  Number(parts[k]![side] ?? parts[k]![other] ?? 0);
                return p * (place < cut ? filled('value', 'other_value') : filled('other_value', 'value'));
              }, 1);
            const at = order.indexOf(i);
            return sides(at + 1) - sides(at);
          });
          const effect = mean.reduce((sum, one) => sum + one, 0) / mean.length;
          expect(Math.abs(Number(part.effect) - effect)).toBeLessThan(0.0100001);
        });
        const last = naive.complete.lastIndexOf(true);
        for (const side of ['cohort', 'other'] as const) {
          const product = own
            .filter(({ component }) => component !== 'returns_without_order')
            .reduce((p, part) => p * Number(part[side === 'cohort' ? 'value' : 'other_value']), 1);
          const { start, customers } = cohortsOf(naive).find(
            ({ start: s }) => periodName(naive.starts[s]!, granularity, 1) === row[side],
          )!;
          const throughAge =
            last -
            cohortsOf(naive).find(
              ({ start: s }) => periodName(naive.starts[s]!, granularity, 1) === row.cohort,
            )!.start;
          expect(row.through_age).toBe(throughAge);
          const facts = customers.map((c) => customerFacts(c, start, start + throughAge));
          const mean = facts.reduce((sum, f) => sum + (profit ? f.profit : f.spend), 0) / customers.length;
          expect(product).toBeCloseTo(mean, 6);
          const returns = own.find(({ component }) => component === 'returns_without_order');
          const all = facts.reduce((sum, f) => sum + f.value[metric], 0) / customers.length;
          expect(product + Number(returns?.[side === 'cohort' ? 'value' : 'other_value'] ?? 0)).toBeCloseTo(
            all,
            6,
          );
        }
      }
      expect(totals.length).toBeGreaterThan(0);
    });
  });

function cohortsOf(naive: NaiveBase) {
  const starts = [...new Set(naive.customers.map(({ start }) => start))].filter(
    (s): s is number => s !== null,
  );
  return starts
    .sort((a, b) => a - b)
    .map((start) => ({ start, customers: naive.customers.filter((c) => c.start === start) }));
}

function expectedCells(naive: NaiveBase, granularity: Granularity, profit: boolean): Row[] {
  const rows: Row[] = [];
  const quotient = (part: number | bigint, whole: number | bigint) =>
    Number(whole) === 0 ? null : Number(part) / Number(whole);
  for (const { start, customers } of cohortsOf(naive)) {
    let toDate: Cents4 = 0n;
    for (let p = start; p < naive.starts.length; p++) {
      const { buyers, returnsOnly } = cellOf(customers, p);
      const value = (sums: Sums) => (profit ? (sums.profit ?? 0n) : sums.spend);
      toDate += value(buyers) + value(returnsOnly);
      const n = BigInt(customers.length);
      rows.push({
        cohort: periodName(naive.starts[start]!, granularity, 1),
        age: p - start,
        period_start: naive.starts[p]!,
        complete: naive.complete[p]!,
        customers: customers.length,
        active: buyers.customers,
        share_active: buyers.customers / customers.length,
        orders: buyers.orders,
        aof: quotient(buyers.orders, buyers.customers),
        aov: buyers.orders === 0 ? null : rounded(buyers.spend, BigInt(buyers.orders)),
        known_share: quotient(buyers.known, buyers.spend),
        margin: buyers.profit === null ? null : quotient(buyers.profit, buyers.known),
        spend: rounded(buyers.spend),
        profit: buyers.profit === null ? null : rounded(buyers.profit),
        spend_per_active: buyers.customers === 0 ? null : rounded(buyers.spend, BigInt(buyers.customers)),
        returns_only: rounded(value(returnsOnly)),
        value_per_member: rounded(value(buyers) + value(returnsOnly), n),
        value_to_date_per_member: rounded(toDate, n),
        small_cell: buyers.customers < 30,
      });
    }
  }
  return rows;
}

function total<T>(
  customers: readonly NaiveCustomer[],
  pickPart: (part: { orders: number; spend: Cents4 }) => bigint,
  finish: (sum: bigint) => T,
): T {
  let sum = 0n;
  for (const { periods } of customers) for (const part of periods.values()) sum += pickPart(part);
  return finish(sum);
}

function compare(a: unknown, b: unknown): number {
  return (a as number) < (b as number) ? -1 : (a as number) > (b as number) ? 1 : 0;
}

/** Every order of the numbers below n. */
function orders(n: number): number[][] {
  if (n === 0) return [[]];
  return orders(n - 1).flatMap((order) =>
    Array.from({ length: n }, (_, at) => [...order.slice(0, at), n - 1, ...order.slice(at)]),
  );
}
