import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../src/common/calendar.js';
import { seededRandom } from '../../src/numeric/seeded.js';
import { isSlowSuite } from '../slow-suite.js';
import { clv, inFolder } from './in-process.js';
import { madeUpOrders } from './made-up-base.js';

function write(cwd: string, name: string, lines: readonly string[]): void {
  writeFileSync(join(cwd, name), `${lines.join('\n')}\n`);
}

/** NBD knows no silence, and simple rules may beat it: here that is no reason to keep it out of use. */
const GATES = '"gates": {"baseline": false, "coverage": null}';

function rowsOf(text: string): Record<string, string>[] {
  const [header, ...lines] = text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  return lines.map((cells) => Object.fromEntries(header!.map((name, i) => [name, cells[i]!])));
}

function scores(cwd: string): Record<string, string>[] {
  return rowsOf(readFileSync(join(cwd, 'scores.csv'), 'utf8'));
}

/** Two and a half years of customers of two channels and a few sellers, in months and days; some orders come back. */
function twoChannels(customers: number, most = 6): string[] {
  const random = seededRandom(7);
  const rows = ['customer_id,seller_id,order_id,order_date,amount,channel,type'];
  let order = 0;
  for (let c = 0; c < customers; c++) {
    const channel = c % 4 === 0 ? 'store' : c % 50 === 1 ? 'phone' : 'web';
    const rate = (channel === 'store' ? 0.03 : 0.012) * random.gamma(1.2);
    const leaves = random.beta(0.6, 2);
    const mean = 30 * random.gamma(4) * 0.25;
    let day = Math.floor(700 * random.uniform());
    for (let i = 0; i < most && day < 900; i++) {
      const amount = (mean * random.gamma(3) * 0.33 + 1).toFixed(2);
      rows.push(`C${c},S${order % 90},O${order},${addDays('2020-01-01', day)},${amount},${channel},purchase`);
      if (c % 10 === 0 && day < 890)
        rows.push(
          `C${c},S${order % 90},R${order},${addDays('2020-01-01', day + 5)},-${amount},${channel},return`,
        );
      order += 1;
      if (random.uniform() < leaves) break;
      day += 1 + Math.floor(random.exponential() / rate);
    }
  }
  return rows;
}

describe.runIf(isSlowSuite)('kinds of models (slow suite)', () => {
  it('counts months for bgbb, refuses horizons of days, and scores whole months', () =>
    inFolder(async (cwd) => {
      write(cwd, 'orders.csv', twoChannels(100));
      const fit = await clv(['fit', 'orders.csv', '--model', 'bgbb', '--opportunity', 'month'], { cwd });
      expect(fit.err).toBe('');
      expect(fit.out).toContain('months with purchases');
      expect(fit.out).toContain('Chances are those of a calendar month.');
      const card = (await clv(['models', 'card'], { cwd })).out;
      expect(card).toContain('calendar month with purchases; chances are those of such a month.');
      const days = await clv(['score', '--horizon', '90d'], { cwd });
      expect(days.code).toBe(2);
      expect(days.err).toMatch(/horizon_of_months\]: --horizon 90d: model bgbb-\w+ counts calendar months/);
      const { code } = await clv(['score', '--quiet'], { cwd });
      expect(code).toBe(0);
      for (const row of scores(cwd)) {
        expect(Number(row.purchases_high)).toBeLessThanOrEqual(12);
        expect(Number(row.p_purchase)).toBeLessThanOrEqual(Number(row.p_alive));
        if (row.next_purchase_days !== '')
          expect((Number(row.next_purchase_days) + 0.06) % 30.4375).toBeLessThan(0.12);
      }
      const elsewhere = await clv(['fit', '--model', 'bgnbd', '--opportunity', 'month'], { cwd });
      expect(elsewhere.err).toContain('error[opportunity_elsewhere]');
      for (const flags of [
        ['--occasion', 'day'],
        ['--grid', 'week'],
      ])
        expect((await clv(['fit', '--model', 'bgbb', ...flags], { cwd })).code).toBe(2);
    }));

  it('chooses k of mbgcnbd by likelihood, on a grid with its bias, with refits', () =>
    inFolder(async (cwd) => {
      write(cwd, 'orders.csv', twoChannels(300, 60));
      const { code, out } = await clv(
        [
          'fit',
          'orders.csv',
          '--model',
          'mbgcnbd',
          '--grid',
          'week',
          '--bootstrap',
          '10',
          '--format',
          'json',
        ],
        { cwd },
      );
      expect(code).toBe(0);
      const result = JSON.parse(out);
      const table = (id: string) => result.tables.find((each: { id: string }) => each.id === id).rows;
      const tried = table('likelihood').filter(({ model }: { model: string }) => model.startsWith('mbgcnbd'));
      expect(tried).toHaveLength(6);
      const best = tried.reduce((a: never, b: never) =>
        (b as { log_likelihood: number }).log_likelihood > (a as { log_likelihood: number }).log_likelihood
          ? b
          : a,
      );
      expect(best.chosen).toBe(true);
      expect(table('bootstrap').length).toBe(7);
      expect(result.warnings.map(({ code: each }: { code: string }) => each)).toContain('grid_bias');
      expect((await clv(['models', 'card'], { cwd })).out).toContain('## Bootstrap of the customers');
      const orders = await clv(['fit', '--model', 'mbgcnbd', '--occasion', 'order'], { cwd });
      expect(orders.err).toContain('error[gaps_of_nothing]');
    }));

  it('fits a model a segment, falls back where it is small, and scores each with its own terms', () =>
    inFolder(async (cwd) => {
      write(cwd, 'orders.csv', twoChannels(900));
      const fit = await clv(
        [
          'fit',
          'orders.csv',
          '--model',
          'mbgnbd',
          '--by',
          'channel',
          '--table',
          'segments',
          '--format',
          'csv',
        ],
        { cwd },
      );
      expect(fit.code).toBe(0);
      expect(rowsOf(fit.out).map(({ segment, purchases }) => [segment, purchases])).toEqual([
        ['phone', 'whole base'],
        ['store', 'own model'],
        ['web', 'own model'],
      ]);
      await clv(['score', '--quiet', '--margin', '0.5'], { cwd });
      const both = scores(cwd);
      const terms = ['--segment-by', 'channel', '--segment-margin', 'store=25%', '--segment-rate', 'web=30%'];
      const rolled = await clv(
        ['score', '--margin', '0.5', ...terms, '--rollup', 'channel', '--format', 'csv', '--table', 'rollup'],
        { cwd },
      );
      expect(rolled.err).toBe('');
      const after = scores(cwd);
      const stores = after.filter(({ margin }) => margin === '0.250000');
      expect(stores.length).toBeGreaterThan(200);
      const before = new Map(both.map((row) => [row.customer_id, Number(row.clv)]));
      for (const { customer_id, clv: value } of stores)
        expect(Math.abs(Number(value) - before.get(customer_id!)! / 2)).toBeLessThan(0.011);
      for (const { annual_rate, clv: value, customer_id } of after.filter(
        (row) => row.annual_rate === '0.300000',
      )) {
        expect(annual_rate).toBe('0.300000');
        expect(Number(value)).toBeLessThanOrEqual(before.get(customer_id!)!);
      }
      const groups = rowsOf(rolled.out);
      const sum = (rows: Record<string, string>[], name: string) =>
        rows.reduce((total, row) => total + Number(row[name]), 0);
      const all = groups.find(({ group }) => group === 'all')!;
      expect(Number(all.value)).toBeCloseTo(sum(after, 'clv'), 2);
      expect(
        sum(
          groups.filter((row) => row !== all),
          'value',
        ),
      ).toBeCloseTo(Number(all.value), 2);
      for (const { low, value, high } of groups) {
        expect(Number(low)).toBeLessThan(Number(value));
        expect(Number(high)).toBeGreaterThan(Number(value));
      }
      expect(sum(after, 'clv_high') - Number(all.value)).toBeGreaterThan(
        Number(all.high) - Number(all.value),
      );
      const other = await clv(['score', '--segment-by', 'seller_id'], { cwd });
      expect(other.err).toContain('error[other_segments]');
      const unknown = await clv(['fit', '--by', 'nothing'], { cwd });
      expect(unknown.code).toBe(2);
      expect(unknown.err).toContain('channel');
    }));

  it('counts each customer’s own returns, their cost, and leans the young on their like', () =>
    inFolder(async (cwd) => {
      write(cwd, 'clv.config.json', [`{${GATES}}`]);
      write(cwd, 'orders.csv', twoChannels(200));
      await clv(['fit', 'orders.csv', '--model', 'nbd', '--quiet'], { cwd });
      await clv(['score', '--quiet', '--margin', '0.4', '--returns', 'base'], { cwd });
      const base = new Map(scores(cwd).map((row) => [row.customer_id, Number(row.expected_spend)]));
      await clv(['score', '--quiet', '--margin', '0.4', '--return-cost', '500'], { cwd });
      const own = scores(cwd);
      const frequent = own.filter(({ x }) => Number(x) >= 3);
      const returners = frequent.filter(({ customer_id }) => customer_id!.endsWith('0'));
      expect(returners.length).toBeGreaterThan(2);
      for (const row of returners) {
        expect(Number(row.expected_spend)).toBeLessThan(0.5 * base.get(row.customer_id)!);
        expect(Number(row.clv)).toBeLessThan(0);
        expect(Number(row.clv_low)).toBeLessThanOrEqual(Number(row.clv_high));
      }
      for (const row of frequent.filter((each) => !returners.includes(each)))
        expect(Number(row.expected_spend)).toBeGreaterThan(base.get(row.customer_id)!);
      const told = await clv(['score', '--explain', returners[0]!.customer_id!, '--return-cost', '500'], {
        cwd,
      });
      expect(told.out).toContain('What returns cost a purchase');
      const young = await clv(
        ['score', '--quiet', '--min-days', '400', '--cold-start', 'channel,first_product'],
        { cwd },
      );
      expect(young.code).toBe(2);
      await clv(['score', '--quiet', '--min-days', '400', '--cold-start', 'channel'], { cwd });
      const blended = scores(cwd).filter(({ basis }) => basis === 'cohort');
      expect(blended.length).toBeGreaterThan(10);
      for (const row of blended) expect(Number(row.p_alive)).toBeGreaterThan(0);
      const [{ customer_id, T_days }] = blended as [Record<string, string>];
      const why = ['score', '--explain', customer_id!, '--min-days', '400', '--cold-start', 'channel'];
      const words = (await clv(why, { cwd })).out.replaceAll(/\s+/g, ' ');
      expect(words).toContain(`their own (${T_days} of 400 days)`);
      expect(words).toContain('those of the same channel foremost.');
    }));

  it('takes another column as the customer, side by side', () =>
    inFolder(async (cwd) => {
      write(cwd, 'clv.config.json', [`{${GATES}}`]);
      write(cwd, 'orders.csv', twoChannels(200));
      const side = ['--customer-column', 'seller_id'];
      await clv(['fit', 'orders.csv', '--model', 'nbd', ...side, '--quiet'], { cwd });
      await clv(['fit', 'orders.csv', '--model', 'nbd', '--quiet'], { cwd });
      await clv(['score', '--quiet', ...side], { cwd });
      expect(scores(cwd)[0]!.customer_id).toBe('S0');
      await clv(['score', '--quiet'], { cwd });
      expect(scores(cwd)[0]!.customer_id).toBe('C0');
      expect((await clv(['models', 'list'], { cwd })).out).toContain('seller_id is another side');
    }));

  it('keeps no ids of one side with the other, which forgetting leaves whole', () =>
    inFolder(async (cwd) => {
      write(cwd, 'clv.config.json', [`{${GATES}}`]);
      write(cwd, 'orders.csv', [...twoChannels(200), 'UNIQUE-BUYER,S1,O9999,2020-02-20,1,web,purchase']);
      write(cwd, 'customers.csv', ['customer_id,city', 'UNIQUE-BUYER,Oslo', 'C1,Bergen']);
      const fit = ['fit', 'orders.csv', '--customers', 'customers.csv', '--model', 'nbd'];
      const side = await clv([...fit, '--customer-column', 'seller_id'], { cwd });
      expect(side.out.replaceAll(/\s+/g, ' ')).toContain('customers.csv has no column "seller_id"');
      // The file is known now, and so are the orders: nothing is new.
      expect((await clv([...fit, '--customer-column', 'seller_id', '--quiet'], { cwd })).code).toBe(0);
      expect((await clv([...fit, '--quiet'], { cwd })).code).toBe(0);
      const bytes = (path: string) =>
        readdirSync(join(cwd, '.clv', path), { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
      const holding = (path: string) => bytes(path).filter((text) => text.includes('UNIQUE-BUYER')).length;
      expect(holding('sides')).toBe(0);
      expect(holding('.')).toBeGreaterThan(0);
      const before = bytes('sides');
      expect((await clv(['privacy', 'forget', 'UNIQUE-BUYER'], { cwd })).code).toBe(0);
      expect(holding('.')).toBe(0);
      expect(bytes('sides')).toEqual(before);
    }));

  it('fits contracts to survivors, and leaves the model in use alone', () =>
    inFolder(async (cwd) => {
      write(cwd, 'clv.config.json', [`{${GATES}}`]);
      write(cwd, 'orders.csv', madeUpOrders());
      write(cwd, 'survivors.csv', [
        'period,survivors',
        '0,1000',
        '1,869',
        '2,743',
        '3,653',
        '4,593',
        '5,551',
        '6,517',
        '7,491',
      ]);
      await clv(['fit', 'orders.csv', '--model', 'nbd', '--quiet'], { cwd });
      const { code, out } = await clv(['fit', '--model', 'sbg', 'survivors.csv'], { cwd });
      expect(code).toBe(0);
      expect(out).toContain('0.6681');
      expect(out).toContain('3.8061');
      expect(out).toContain('-1,611.1581');
      const list = await clv(['models', 'list', '--format', 'csv'], { cwd });
      const models = rowsOf(list.out);
      expect(models.find(({ in_use }) => in_use === 'true')!.model).toMatch(/^nbd-/);
      expect((await clv(['models', 'card', 'sbg'], { cwd })).out).toContain('Retention rises with age');
      expect((await clv(['models', 'show', 'sbg'], { cwd })).out).toContain('Survivors by renewal');
      const scored = await clv(['score', '--model', 'sbg'], { cwd });
      expect(scored.code).toBe(2);
      expect(scored.err).toContain('error[model_of_other_kind]');
      expect((await clv(['fit', '--model', 'sbg'], { cwd })).err).toContain('error[survivors_file]');
      expect((await clv(['fit', '--model', 'sbg', 'no.csv'], { cwd })).err).toContain("can't use");
      write(cwd, 'few.csv', ['survivors', '9', '8', '7']);
      expect((await clv(['fit', '--model', 'sbg', 'few.csv'], { cwd })).code).toBe(4);
    }));

  it('scores by factors of cohorts, with their backtest', () =>
    inFolder(async (cwd) => {
      write(cwd, 'orders.csv', twoChannels(300));
      const fit = await clv(['fit', 'orders.csv', '--model', 'cohort-factor'], { cwd });
      expect(fit.code).toBe(0);
      expect(fit.out).toContain('months held out');
      const { out } = await clv(['score', '--margin', '0.5'], { cwd });
      expect(out).toContain('silence is not seen');
      const rows = scores(cwd);
      expect(new Set(rows.map(({ basis }) => basis))).toEqual(new Set(['cohort']));
      expect(rows.every((row) => row.clv_low === '' && row.p_alive === '' && Number(row.clv) >= 0)).toBe(
        true,
      );
      for (const [flags, why] of [
        [['--horizon', '90d'], 'horizon_of_months'],
        [['--explain', 'C1'], 'not_by_factors'],
      ] as const)
        expect((await clv(['score', ...flags], { cwd })).err).toContain(why);
      expect((await clv(['models', 'show'], { cwd })).out).toContain('Growth of value to date by age');
      expect((await clv(['models', 'card'], { cwd })).out).toContain('Value-to-date factors');
    }));

  it('records who puts factors of cohorts into use, and goes back to them', () =>
    inFolder(async (cwd) => {
      write(cwd, 'clv.config.json', [`{${GATES}}`]);
      write(cwd, 'orders.csv', twoChannels(200));
      const held = await clv(['fit', 'orders.csv', '--model', 'cohort-factor', '--no-promote'], { cwd });
      expect(held.out).toContain('is kept and not in use');
      const id = /cohort-factor-\w+/.exec(held.out)![0];
      expect((await clv(['models', 'promote', id], { cwd })).code).toBe(0);
      expect((await clv(['fit', '--model', 'nbd', '--quiet'], { cwd })).code).toBe(0);
      expect((await clv(['models', 'rollback'], { cwd })).out).toContain(id);
      const decisions = readFileSync(join(cwd, '.clv/models/decisions.jsonl'), 'utf8').trimEnd().split('\n');
      expect(decisions.map((line) => JSON.parse(line).decision)).toEqual([
        'held',
        'promoted',
        'promoted',
        'rolled back',
      ]);
      const logged = readFileSync(join(cwd, '.clv/runs/runs.jsonl'), 'utf8').trimEnd().split('\n');
      expect(logged.map((line) => JSON.parse(line).facts.decision)).toEqual([
        'held',
        'promoted',
        'promoted',
        'rolled back',
      ]);
      expect(JSON.parse(logged[2]!).facts.gate_certificate).toMatch(/^passed: /);
      const again = await clv(['fit', '--model', 'cohort-factor'], { cwd });
      expect(again.out).toContain(`Model ${id} is in use`);
      write(cwd, 'clv.config.json', ['{"gates": {"arpe": 0}}']);
      const kept = await clv(['fit', '--model', 'cohort-factor'], { cwd });
      expect(kept.code).toBe(5);
      expect(kept.err).toMatch(/sum of spend: .*needed: off by at most 0\.0 %.*stays in use/s);
    }));

  it('puts priors of the config, and how the chains mixed, into the card', () =>
    inFolder(async (cwd) => {
      write(cwd, 'orders.csv', madeUpOrders());
      write(cwd, 'clv.config.json', [`{"priors": {"nbd": {"log r": {"mean": 0.5, "sd": 0.7}}}, ${GATES}}`]);
      const fit = await clv(['fit', 'orders.csv', '--model', 'nbd', '--method', 'mcmc', '--draws', '400'], {
        cwd,
      });
      expect(fit.err).toBe('');
      expect(fit.out).toContain('R-hat');
      const card = (await clv(['models', 'card'], { cwd })).out;
      expect(card).toContain('- nbd, log r: normal, mean 0.5, sd 0.7 (from the config).');
      expect(card).toMatch(/\| alpha \| 1\.00\d\d \| \d+ \| \d+ \| [▁▂▃▄▅▆▇█]+<br>/);
      write(cwd, 'clv.config.json', ['{"priors": {"nbd": {"log q": {"mean": 0.5, "sd": 0.7}}}}']);
      const wrong = await clv(['fit', '--model', 'nbd', '--method', 'map'], { cwd });
      expect(wrong.code).toBe(2);
      expect(wrong.err).toContain('nbd log q');
    }));
});
