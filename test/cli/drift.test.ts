import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../src/common/calendar.js';
import { bgnbd } from '../../src/models/index.js';
import { seededRandom } from '../../src/numeric/seeded.js';
import { clv, inFolder } from './in-process.js';

const START = '2021-01-04';
/** Day on which the model ends. */
const MODEL_DAYS = 728;
const WINDOW = 91;
const PARAMETERS = { r: 0.55, alpha: 10, a: 0.8, b: 2.5 };

interface Later {
  /** Share of the purchases after the model's end that take place. */
  readonly kept?: number;
  readonly spend?: number;
  readonly channel?: number;
}

/** Orders of customers who come all the time; `later` changes what happens after the model's end. */
function orders(customers: number, later: Later = {}): string[] {
  const random = seededRandom(5);
  const days = MODEL_DAYS + WINDOW;
  const rows = ['customer_id,order_date,amount,channel,category'];
  for (let c = 0; c < customers; c++) {
    const first = Math.floor((c * days) / customers);
    const mean = Math.exp(3 + 0.5 * random.normal());
    const app = random.uniform();
    const dates = [
      first,
      ...bgnbd.samplePathNew(PARAMETERS, (days - first) / 7, random).map((w) => first + Math.ceil(7 * w)),
    ];
    for (const [i, day] of dates.entries()) {
      const isLater = day > MODEL_DAYS;
      if (day > days || (isLater && i > 0 && random.uniform() > (later.kept ?? 1))) continue;
      const amount = mean * Math.exp(0.3 * random.normal()) * (isLater ? (later.spend ?? 1) : 1);
      const channel = app < (isLater ? (later.channel ?? 0.5) : 0.5) ? 'app' : 'web';
      const category = random.uniform() < 0.5 ? 'books' : 'music';
      rows.push(`C${c},${addDays(START, day)},${amount.toFixed(2)},${channel},${category}`);
    }
  }
  return rows;
}

async function driftOf(rows: readonly string[], ...args: string[]) {
  return inFolder(async (cwd) => {
    writeFileSync(join(cwd, 'orders.csv'), `${rows.join('\n')}\n`);
    const end = addDays(START, MODEL_DAYS);
    const model = args[0] === '--model' ? args[1]! : 'bgnbd';
    const fit = await clv(['fit', 'orders.csv', '--calibration-end', end, '--model', model, '--quiet'], {
      cwd,
    });
    expect(fit.code, fit.err).toBe(0);
    const { code, out, err } = await clv(['drift', '--format', 'json', ...args], { cwd });
    if (!out.startsWith('{'))
      return { code, err, drift: {}, findings: [], result: { warnings: [], notes: [] } };
    const result = JSON.parse(out);
    const table = (id: string) => result.tables.find((each: { id: string }) => each.id === id).rows;
    return {
      code,
      err,
      result,
      drift: table('drift')[0],
      findings: table('findings') as Record<string, unknown>[],
    };
  });
}

describe('clv drift', () => {
  it('the same process goes on: no alert, every comparison is there', async () => {
    const { code, drift, findings, err, result } = await driftOf(orders(1500));
    expect(err).toBe('');
    expect(code).toBe(0);
    expect(drift).toMatchObject({ alert: false, from: addDays(START, MODEL_DAYS) });
    const features = findings.map(({ feature }) => feature);
    for (const feature of [
      'purchases of known customers',
      'spread of the purchases of known customers',
      'rate and dropout of known customers',
      'repeat purchases of newcomers in their first 4 weeks',
      'spend of an order',
      'mix of channel',
      'mix of categories',
      'mix of cohorts',
    ])
      expect(features).toContain(feature);
    const shown = result.tables.find(({ id }: { id: string }) => id === 'base').rows;
    expect(shown.map(({ feature }: { feature: string }) => feature)).toEqual([
      'repeat purchases (20 and more as 20)',
      'silence, in four weeks',
      'age, in four weeks',
    ]);
    expect(result.figures.map(({ id }: { id: string }) => id)).toEqual(['expected']);
  });

  it('dearer orders and another channel mix are found and told, with exit 5', async () => {
    const { code, drift, findings, err, result } = await driftOf(orders(4000, { spend: 1.3, channel: 0.8 }));
    expect(code).toBe(5);
    expect(err).toMatch(/error\[drift\]: the data have moved away from model bgnbd-/);
    expect(drift).toMatchObject({ alert: true });
    expect(drift.advice).toMatch(/^Look at the data first/);
    const of = Object.fromEntries(findings.map((one) => [one.feature, one.severity]));
    expect(of['spend of an order']).toMatch(/alert|severe/);
    expect(of['mix of channel']).toMatch(/alert|severe/);
    expect(of['purchases of known customers']).toBe('none');
    expect(of['mix of categories']).toBe('none');
    expect(of['rate and dropout of newcomers']).toBe('none');
    expect(result.warnings.map(({ text }: { text: string }) => text).join(' ')).toMatch(
      /worth \+2\d|worth \+3\d/,
    );
  });

  it('half of the purchases stay away: found among known customers', async () => {
    const { code, drift, findings } = await driftOf(orders(1500, { kept: 0.5 }), '--window', '13w');
    expect(code).toBe(5);
    expect(drift.advice).toMatch(/refit/);
    const whole = findings.find(({ feature }) => feature === 'purchases of known customers')!;
    expect(whole.severity).toMatch(/alert|severe/);
    expect(Number(whole.after)).toBeLessThan(0.7 * Number(whole.before));
  });

  it('judges staged models like the others', async () => {
    const { code, drift, findings } = await driftOf(orders(800), '--model', 'mbgcnbd');
    expect(code).toBe(0);
    expect(drift).toMatchObject({ alert: false });
    const features = findings.map(({ feature }) => feature);
    expect(features).toContain('purchases of known customers');
    expect(features).toContain('rate and dropout of known customers');
  });

  it('nothing new, no model, no reference', async () => {
    const early = await driftOf(orders(600), '--as-of', addDays(START, MODEL_DAYS));
    expect(early.code).toBe(0);
    expect(early.drift.alert).toBe(false);
    expect(early.result.notes.map(({ code }: { code: string }) => code)).toContain('nothing_new');
    const bad = await driftOf(orders(600), '--window', 'long');
    expect(bad.code).toBe(2);
    expect(bad.err).toMatch(/--window "long" is no length of time/);
    await inFolder(async (cwd) => {
      expect((await clv(['drift'], { cwd })).code).toBe(2);
      writeFileSync(join(cwd, 'orders.csv'), `${orders(300).join('\n')}\n`);
      await clv(['fit', 'orders.csv', '--model', 'bgbb', '--opportunity', 'month', '--quiet'], { cwd });
      const months = await clv(['drift', '--model', 'bgbb'], { cwd });
      expect(months.code).toBe(2);
      expect(months.err).toMatch(/can't judge model bgbb-.*counts calendar months.*--no-promote/s);
    });
  });
});
