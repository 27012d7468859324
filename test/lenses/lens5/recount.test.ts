import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { periodName } from '../../../src/common/calendar.js';
import type { Row } from '../../../src/common/result.js';
import { leftTruncation } from '../../../src/lenses/left-truncation.js';
import { lens5 } from '../../../src/lenses/lens5/lens5.js';
import type { LensReport } from '../../../src/lenses/report.js';
import { rfm } from '../../../src/lenses/rfm/rfm.js';
import { testMart } from '../../mart/fixture.js';
import {
  allRelations,
  cdnow,
  failed,
  hasData,
  type Opened,
  onlineRetail,
  open,
  pick,
  table,
} from '../cohorts/setup.js';
import { expectFigures } from '../figures.js';
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
import { naiveForecast } from '../naive/forecast.js';
import { randomBase } from '../random-base.js';

const cases = [
  { name: 'CDNOW by quarter', fill: cdnow, granularity: 'quarter', metric: 'spend', fiscalYearStart: 1 },
  {
    name: 'Online Retail by month',
    fill: onlineRetail,
    granularity: 'month',
    metric: 'profit',
    fiscalYearStart: 1,
  },
  {
    name: 'Online Retail by quarter of a fiscal year from February',
    fill: onlineRetail,
    granularity: 'quarter',
    metric: 'spend',
    fiscalYearStart: 2,
  },
] as const;

/** Less than two years, like the data above: the naive forecast knows no season. */
const drawn = [
  {
    name: 'a base drawn by chance, by quarter',
    fill: randomBase(5, 200, 700),
    granularity: 'quarter',
    metric: 'profit',
    fiscalYearStart: 1,
  },
  {
    name: 'another, by month of a fiscal year from July',
    fill: randomBase(55, 200, 650),
    granularity: 'month',
    metric: 'spend',
    fiscalYearStart: 7,
  },
] as const;

for (const { name: title, fill, granularity, metric, fiscalYearStart } of [...cases, ...drawn])
  describe.skipIf(!hasData && !drawn.some((one) => one.name === title))(
    `lens 5 recounted by plain loops: ${title}`,
    () => {
      let opened: Opened;
      let report: LensReport;
      let naive: NaiveBase;
      let knownFrom: string | null;
      const name = (index: number) => periodName(naive.starts[index]!, granularity, fiscalYearStart);
      const value = (sums: Sums) => (metric === 'profit' ? (sums.profit ?? 0n) : sums.spend);
      beforeAll(async () => {
        opened = await open(fill, { fiscal_year_start: fiscalYearStart });
        const { until } = await leftTruncation(opened.mart, 'auto');
        knownFrom = until;
        const events = await readEvents(opened.store);
        naive = naiveBase(events, granularity, opened.asOf, until, true, fiscalYearStart);
        report = await lens5(opened.context({ granularity, metric, fiscalYearStart }), {
          target: 0.1,
          index: true,
          model: null,
          segmentPeriods: 2,
        });
      });
      afterAll(() => opened.store.close());

      it('keeps its identities', () => {
        expect(failed(report)).toEqual([]);
        expect(report.identities.length).toBeGreaterThan(10);
        expectFigures(report);
      });

      it('splits each period by cohort (C3)', () => {
        const rows: Row[] = [];
        naive.starts.forEach((start, p) => {
          const groups = groupsOf(naive).filter((group) => group.start === null || group.start <= p);
          const whole = cellOf(naive.customers, p);
          const total = value(whole.buyers) + value(whole.returnsOnly);
          for (const group of groups) {
            const { buyers } = cellOf(group.customers, p);
            rows.push({
              cohort: group.start === null ? 'before data' : name(group.start),
              period_start: start,
              customers: buyers.customers,
              orders: buyers.orders,
              spend: rounded(buyers.spend),
              profit: buyers.profit === null ? null : rounded(buyers.profit),
              share: share(value(buyers), total),
            });
          }
          if (whole.returnsOnly.customers > 0)
            rows.push({
              cohort: 'returns without an order',
              period_start: start,
              customers: 0,
              orders: 0,
              spend: rounded(whole.returnsOnly.spend),
              profit: whole.returnsOnly.profit === null ? null : rounded(whole.returnsOnly.profit),
              share: share(value(whole.returnsOnly), total),
            });
        });
        sameRows(pick(table(report, 'c3').rows, Object.keys(rows[0]!)), rows, 'share');
      });

      it('tells new from existing customers, and who was active before', () => {
        const found = table(report, 'new_existing').rows;
        const flow = table(report, 'flow').rows;
        naive.starts.forEach((_, p) => {
          const { buyers, returnsOnly } = cellOf(naive.customers, p);
          const fresh = cellOf(
            naive.customers.filter(({ start }) => start === p),
            p,
          );
          const own = value(fresh.buyers) + value(fresh.returnsOnly);
          expect(found[p]).toMatchObject({
            period: name(p),
            complete: naive.complete[p]!,
            customers: buyers.customers,
            orders: buyers.orders,
            spend: rounded(buyers.spend + returnsOnly.spend),
            acquired: naive.customers.filter(({ start }) => start === p).length,
            new: rounded(own),
            existing: rounded(value(buyers) + value(returnsOnly) - own),
          });
          const active = naive.customers.filter((c) => ordered(c, p));
          const firstHere = active.filter(
            (c) => ![...c.periods].some(([k, part]) => k < p && part.orders > 0),
          );
          const repeat = active.filter((c) => ordered(c, p - 1));
          expect(flow[p]).toMatchObject({
            acquired: firstHere.filter(({ start }) => start !== null).length,
            before_data: firstHere.filter(({ start }) => start === null).length,
            repeat: repeat.length,
            returning: active.length - firstHere.length - repeat.length,
            active: active.length,
          });
        });
        expect(found).toHaveLength(naive.starts.length);
      });

      it('splits the change of each period', () => {
        const found = table(report, 'growth').rows;
        for (let p = 1; p < naive.starts.length; p++) {
          let [acquisition, returning, both, inactive, seen, returns]: Cents4[] = [0n, 0n, 0n, 0n, 0n, 0n];
          for (const customer of naive.customers) {
            const now = customer.periods.get(p);
            const before = customer.periods.get(p - 1);
            const worth = (part: typeof now) =>
              part === undefined ? 0n : metric === 'profit' ? (part.profit ?? 0n) : part.spend;
            if (now && now.orders === 0) returns! += worth(now);
            if (before && before.orders === 0) returns! -= worth(before);
            const active = ordered(customer, p);
            const was = ordered(customer, p - 1);
            if (active && was) both! += worth(now) - worth(before);
            else if (was) inactive! += worth(before);
            else if (active && [...customer.periods].some(([k, part]) => k < p && part.orders > 0))
              returning! += worth(now);
            else if (active && customer.start === null) seen! += worth(now);
            else if (active) acquisition! += worth(now);
          }
          expect(found[p - 1]).toMatchObject({
            period: name(p),
            acquisition: rounded(acquisition!),
            returning: rounded(returning!),
            change_in_both: rounded(both!),
            inactive: rounded(inactive!),
            before_data: rounded(seen!),
            returns_without_order: rounded(returns!),
            change: rounded(acquisition! + returning! + both! - inactive! + seen! + returns!),
          });
        }
        expect(found).toHaveLength(naive.starts.length - 1);
      });

      it('carries value over and buys again', () => {
        const complete = naive.starts.map((_, p) => p).filter((p) => naive.complete[p]);
        const perYear = granularity === 'month' ? 12 : 4;
        const length = complete.length >= 2 * perYear ? perYear : 1;
        const spans: number[][] = [];
        for (let end = complete.length; end >= length; end -= length)
          spans.unshift(complete.slice(end - length, end));
        const valueIn = (customers: readonly NaiveCustomer[], span: readonly number[]) =>
          span.reduce((sum, p) => {
            const { buyers, returnsOnly } = cellOf(customers, p);
            return sum + value(buyers) + value(returnsOnly);
          }, 0n);
        expect(
          pick(table(report, 'carry_over').rows, ['period_start', 'value', 'next_value', 'carry_over']),
        ).toEqual(
          spans.slice(0, -1).map((span, i) => {
            const next = spans[i + 1]!;
            const earlier = naive.customers.filter(({ start }) => start === null || start < next[0]!);
            const carried = valueIn(earlier, next);
            return {
              period_start: naive.starts[span[0]!]!,
              value: rounded(valueIn(naive.customers, span)),
              next_value: rounded(carried),
              carry_over: expect.closeTo(Number(carried) / Number(valueIn(naive.customers, span)), 12),
            };
          }),
        );
        const rates = table(report, 'repeat_buying').rows.filter(({ cohort }) => cohort === 'all');
        rates.forEach((row, p) => {
          const active = naive.customers.filter((c) => ordered(c, p));
          expect(row).toMatchObject({
            active: active.length,
            active_next: active.filter((c) => ordered(c, p + 1)).length,
          });
        });
        expect(rates).toHaveLength(naive.starts.length - 1);
      });

      it('forecasts by the age-to-age factors of its triangle', () => {
        const { starts, complete } = naive;
        const groups = groupsOf(naive);
        const amount = (sums: Sums) => Number(value(sums)) / 1e4;
        const along = <T>(
          customers: readonly NaiveCustomer[],
          pickCell: (cell: ReturnType<typeof cellOf>) => T,
        ) => starts.map((_, p) => pickCell(cellOf(customers, p)));
        const old = groups.find(({ start }) => start === null);
        const own = starts.map((_, s) => groups.find(({ start }) => start === s)?.customers);
        const forecast = naiveForecast(
          {
            perYear: granularity === 'month' ? 12 : 4,
            first: complete.indexOf(true),
            last: complete.lastIndexOf(true),
            known: complete.findIndex((whole, p) => whole && starts[p]! >= (knownFrom ?? starts[p]!)),
            active: own.map((list) => (list ? along(list, ({ buyers }) => buyers.customers) : [])),
            value: own.map((list) => (list ? along(list, ({ buyers }) => amount(buyers)) : [])),
            before: old
              ? {
                  active: along(old.customers, ({ buyers }) => buyers.customers),
                  value: along(old.customers, ({ buyers }) => amount(buyers)),
                }
              : null,
            returnsOnly: along(naive.customers, ({ returnsOnly }) => amount(returnsOnly)),
          },
          table(report, 'forecast').rows.length,
        );
        const found = table(report, 'forecast').rows;
        expect(found.length).toBeGreaterThan(0);
        forecast.forEach(({ existing, fresh, value: whole }, i) => {
          expect(Math.abs(Number(found[i]!.existing) - existing)).toBeLessThan(0.00501);
          expect(Math.abs(Number(found[i]!.new) - fresh)).toBeLessThan(0.00501);
          expect(Math.abs(Number(found[i]!.forecast) - whole)).toBeLessThan(0.00501);
        });
      });

      it('says what growth takes, and moves its index part by part', () => {
        const complete = naive.starts.map((_, p) => p).filter((p) => naive.complete[p]);
        const length =
          complete.length >= (granularity === 'month' ? 24 : 8) ? (granularity === 'month' ? 12 : 4) : 1;
        const spans: number[][] = [];
        for (let end = complete.length; end >= length; end -= length)
          spans.unshift(complete.slice(end - length, end));
        const facts = spans.map((span) => {
          let [all, fresh, spend]: Cents4[] = [0n, 0n, 0n];
          let [acquired, orders] = [0, 0];
          for (const customer of naive.customers) {
            const isNew = customer.start !== null && customer.start >= span[0]!;
            if (isNew && customer.start! <= span.at(-1)!) acquired++;
            for (const p of span) {
              const part = customer.periods.get(p);
              if (!part) continue;
              const worth = metric === 'profit' ? (part.profit ?? 0n) : part.spend;
              all! += worth;
              spend! += part.spend;
              orders += part.orders;
              if (isNew) fresh! += worth;
            }
          }
          return {
            all: Number(all) / 1e4,
            fresh: Number(fresh) / 1e4,
            spend: Number(spend) / 1e4,
            acquired,
            orders,
          };
        });
        const [before, now] = facts.slice(-2) as [(typeof facts)[number], (typeof facts)[number]];
        const carried = (i: number) => (facts[i]!.all - facts[i]!.fresh) / facts[i - 1]!.all;
        const last = facts.length - 1;
        const levers = report.tables.find(({ id }) => id === 'target')?.rows;
        if (now.acquired === 0 || now.fresh <= 0) {
          expect(levers).toBeUndefined();
          expect(report.notes.map(({ code }) => code)).toContain('no_target');
        } else {
          const missing = (1.1 * now.all - carried(last) * now.all) / (now.fresh / now.acquired);
          expect(levers![0]).toMatchObject({ needed: Math.max(0, Math.ceil(missing)), now: now.acquired });
          expect(levers![1]!.needed).toBeCloseTo((1.1 * now.all - now.fresh) / now.all, 8);
          expect(levers![1]!.now).toBeCloseTo(carried(last), 10);
          expect(levers![1]!.most_before).toBeCloseTo(
            Math.max(...facts.slice(1).map((_, i) => carried(i + 1))),
            10,
          );
        }
        const index = table(report, 'index').rows;
        const parts: Record<string, readonly [number, number]> = {
          'new customers': [now.acquired, before.acquired],
          'value per new customer': [now.fresh / now.acquired, before.fresh / before.acquired],
          'carry-over': [carried(last), last > 1 ? carried(last - 1) : Number.NaN],
          'spend per order': [now.spend / now.orders, before.spend / before.orders],
        };
        const used = Object.entries(parts).filter(([, [a, b]]) => a > 0 && b > 0);
        expect(index.map(({ part }) => part)).toEqual(used.map(([part]) => part));
        let product = 1;
        for (const [, [a, b]] of used) product *= a / b;
        for (const row of index) {
          const [a, b] = parts[String(row.part)]!;
          expect(row.value).toBeCloseTo(a, 6);
          expect(row.reference).toBeCloseTo(b, 6);
          expect(row.without).toBeCloseTo(100 * (product / (a / b)) ** (1 / used.length), 6);
          expect(row.if_10_down).toBeCloseTo(100 * (product * 0.9) ** (1 / used.length), 6);
        }
      });

      it('puts customers into the segments that rfm puts them into', async () => {
        const rows = table(report, 'segment_mix').rows;
        const days = [...new Set(rows.map(({ day }) => String(day)))];
        expect(days).toHaveLength(2);
        for (const day of days) {
          const mart = testMart(opened.store, allRelations);
          for (const built of ['orders', 'returns']) mart.adopt(built);
          const context = opened.context();
          const scores = await rfm(
            { ...context, mart, period: { ...context.period, to: day } },
            { segments: null, from: null, customers: false },
          );
          const expected = table(scores, 'segments').rows;
          const found = rows.filter((row) => row.day === day && row.customers !== 0);
          expect(pick(found, ['segment', 'customers', 'spend'])).toEqual(
            pick(expected, ['segment', 'customers', 'spend']),
          );
        }
      });

      it('has the cohort grid and the second purchase by age', () => {
        const grid: Row[] = [];
        const seconds: Row[] = [];
        for (const group of groupsOf(naive)) {
          for (let p = group.start ?? 0; p < naive.starts.length; p++) {
            const { buyers } = cellOf(group.customers, p);
            grid.push({
              cohort: group.start === null ? 'before data' : name(group.start),
              period_start: naive.starts[p]!,
              customers: group.customers.length,
              active: buyers.customers,
              orders: buyers.orders,
              spend: rounded(buyers.spend),
            });
            if (group.start === null) continue;
            const end = naive.starts[p + 1] ?? '9999-12-31';
            seconds.push({
              cohort: name(group.start),
              age: p - group.start,
              customers: group.customers.length,
              second: group.customers.filter(({ secondDay }) => secondDay !== null && secondDay < end).length,
              complete: naive.complete[p]!,
            });
          }
        }
        expect(pick(table(report, 'cohort_grid').rows, Object.keys(grid[0]!))).toEqual(grid);
        expect(pick(table(report, 'second_purchase_by_age').rows, Object.keys(seconds[0]!))).toEqual(seconds);
      });
    },
  );

function ordered(customer: NaiveCustomer, period: number): boolean {
  return (customer.periods.get(period)?.orders ?? 0) > 0;
}

function groupsOf(naive: NaiveBase) {
  const starts = [...new Set(naive.customers.map(({ start }) => start))].sort(
    (a, b) => (a ?? -1) - (b ?? -1),
  );
  return starts.map((start) => ({ start, customers: naive.customers.filter((c) => c.start === start) }));
}

function share(part: Cents4, whole: Cents4): number | null {
  return whole === 0n ? null : Number(part) / Number(whole);
}

/** Equal rows, one column up to the last bits of a quotient. */
function sameRows(found: readonly Row[], expected: readonly Row[], column: string): void {
  expect(found.map((row) => ({ ...row, [column]: null }))).toEqual(
    expected.map((row) => ({ ...row, [column]: null })),
  );
  found.forEach((row, i) => {
    const other = expected[i]![column];
    if (other === null || other === undefined) expect(row[column]).toBeNull();
    else expect(row[column] as number).toBeCloseTo(other as number, 12);
  });
}
