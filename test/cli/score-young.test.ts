import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { daysBetween } from '../../src/common/calendar.js';
import { bgnbd, clvDistribution, frequencyModel } from '../../src/models/index.js';
import { scoringModel } from '../../src/score/scoring-model.js';
import { clv, inFolder } from './in-process.js';
import { madeUpOrders } from './made-up-base.js';

const MIN_DAYS = 400;
const RATE = Math.log(1.1) / 365.25;

function channelOf(id: string): string {
  return Number(id.slice(1)) % 3 === 0 ? 'web' : 'store';
}

interface Person {
  readonly id: string;
  readonly month: string;
  readonly history: { readonly x: number; readonly t_x: number; readonly T: number };
  readonly spend: { readonly x: number; readonly meanSpend: number };
}

/** The made-up base as the models see it, in weeks. */
function people(lines: readonly string[], asOf: string): Person[] {
  const days = new Map<string, Map<string, number>>();
  for (const line of lines.slice(1)) {
    const [id, , day, amount] = line.split(',');
    const own = days.get(id!) ?? new Map<string, number>();
    days.set(id!, own.set(day!, (own.get(day!) ?? 0) + Number(amount)));
  }
  return [...days].map(([id, own]) => {
    const [first, ...repeats] = [...own.keys()].sort();
    const x = repeats.length;
    const total = repeats.reduce((sum, day) => sum + own.get(day)!, 0);
    const history = {
      x,
      t_x: x === 0 ? 0 : daysBetween(first!, repeats.at(-1)!) / 7,
      T: daysBetween(first!, asOf) / 7,
    };
    return { id, month: first!.slice(0, 7), history, spend: { x, meanSpend: x === 0 ? 0 : total / x } };
  });
}

/** Shares of everybody in what a young customer is taken for: their own history, and the cohort's members. */
function mixture(one: Person, all: readonly Person[], isByChannel: boolean): Map<Person, number> {
  const w = (7 * one.history.T) / MIN_DAYS;
  const shares = new Map<Person, number>([[one, w]]);
  const add = (members: readonly Person[], share: number) => {
    for (const each of members) shares.set(each, (shares.get(each) ?? 0) + share / members.length);
  };
  const month = all.filter((each) => each.month === one.month);
  if (!isByChannel) {
    add(month, 1 - w);
    return shares;
  }
  const alike = month.filter(({ id }) => channelOf(id) === channelOf(one.id));
  add(alike, ((1 - w) * alike.length) / (alike.length + 30));
  add(month, ((1 - w) * 30) / (alike.length + 30));
  return shares;
}

function rowsOf(text: string): Record<string, string>[] {
  const [names, ...rows] = text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  return rows.map((cells) => Object.fromEntries(names!.map((name, i) => [name, cells[i]!])));
}

it.each([
  ['their month', false],
  ['their month and channel', true],
])('young customers have the quantiles of their own outcomes mixed with those of %s', (_, isByChannel) =>
  inFolder(async (cwd) => {
    const lines = madeUpOrders();
    const told = lines.map((line, i) => `${line},${i === 0 ? 'channel' : channelOf(line.slice(0, 4))}`);
    writeFileSync(join(cwd, 'orders.csv'), `${told.join('\n')}\n`);
    await clv(['fit', 'orders.csv', '--model', 'bgnbd', '--quiet'], { cwd });
    const keys = isByChannel ? ['--cold-start', 'channel'] : [];
    const { err } = await clv(['score', '--min-days', String(MIN_DAYS), ...keys, '--quiet'], { cwd });
    expect(err).toBe('');
    const cells = rowsOf(readFileSync(join(cwd, 'scores.csv'), 'utf8'));
    const [id] = readdirSync(join(cwd, '.clv/models')).filter((name) => name.startsWith('bgnbd-'));
    const model = scoringModel(JSON.parse(readFileSync(join(cwd, '.clv/models', id!, 'model.json'), 'utf8')));
    const all = people(lines, cells[0]!.as_of!);
    const horizon = Number(cells[0]!.horizon_days) / 7;
    const settings = { delta: 7 * RATE, horizon, margin: 1 };
    const values = new Map(
      all.map((each) => [
        each,
        clvDistribution(frequencyModel('bgnbd'), model.points as never, each, settings),
      ]),
    );
    const atLeast = (each: Person, n: number, time: number) =>
      model.points.reduce(
        (sum, { frequency }) => sum + bgnbd.pAtLeast(frequency as never, each.history, time, n),
        0,
      ) / model.points.length;
    await clv(['score', '--quiet', '--out', 'plain.csv'], { cwd });
    const plain = rowsOf(readFileSync(join(cwd, 'plain.csv'), 'utf8'));
    // Intervals of a base of eighty are less exact by what the points of their parameters have in common; a mixture is no less so.
    const inexact = new Map(
      all.map((each) => {
        const own = plain.find(({ customer_id: name }) => name === each.id)!;
        return [each, Math.abs(values.get(each)!.cdf(Number(own.clv_high)) - 0.9)];
      }),
    );
    let young = 0;
    for (const cell of cells.filter(({ basis }) => basis === 'cohort')) {
      young += 1;
      const one = all.find((each) => each.id === cell.customer_id)!;
      const shares = [...mixture(one, all, isByChannel)];
      const mixed = (of: (each: Person) => number) =>
        shares.reduce((sum, [each, share]) => sum + share * of(each), 0);
      expect(mixed(() => 1)).toBeCloseTo(1, 10);
      const upTo = (n: number) => 1 - mixed((each) => atLeast(each, n + 1, horizon));
      const [low, high] = [Number(cell.purchases_low), Number(cell.purchases_high)];
      expect(upTo(high)).toBeGreaterThan(0.9 - 1e-4);
      if (high > 0) expect(upTo(high - 1)).toBeLessThan(0.9 + 1e-4);
      expect(upTo(low)).toBeGreaterThan(0.1 - 1e-4);
      if (low > 0) expect(upTo(low - 1)).toBeLessThan(0.1 + 1e-4);
      const worth = (value: string) => mixed((each) => values.get(each)!.cdf(Number(value)));
      const tolerance = 0.003 + mixed((each) => inexact.get(each)!);
      expect(Math.abs(worth(cell.clv_high!) - 0.9), cell.customer_id).toBeLessThan(tolerance);
      if (Number(cell.clv_low) > 0) expect(Math.abs(worth(cell.clv_low!) - 0.1)).toBeLessThan(tolerance);
      else expect(worth('0')).toBeGreaterThan(0.1);
      if (cell.next_purchase_days === '')
        expect(mixed((each) => atLeast(each, 1, horizon))).toBeLessThan(0.5);
      else {
        // The time of the file is that of the estimate, as everywhere: its parameters alone.
        const buys = mixed((each) =>
          bgnbd.pAtLeast(model.parameters as never, each.history, Number(cell.next_purchase_days) / 7),
        );
        expect(buys).toBeCloseTo(0.5, 2);
      }
    }
    expect(young).toBeGreaterThan(10);
    const { customer_id: one, clv_low: low, clv_high: high } = cells.find(({ basis }) => basis === 'cohort')!;
    const asked = ['score', '--min-days', String(MIN_DAYS), ...keys, '--explain', one!];
    const explained = (await clv(asked, { cwd })).out.replaceAll(/\s+/g, ' ');
    expect(explained).toContain(`80 % of customers who may be either bring ${low} to ${high}.`);
  }),
);
