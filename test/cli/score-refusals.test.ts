import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { clv, inFolder } from './in-process.js';
import { madeUpOrders } from './made-up-base.js';

/** The made-up base with a channel for each customer. */
function channelOrders(): string {
  return `${madeUpOrders()
    .map((line, i) => `${line},${i === 0 ? 'channel' : Number(line.slice(1, 4)) % 3 === 0 ? 'web' : 'store'}`)
    .join('\n')}\n`;
}

it('says what would count for nobody, what factors know nothing of, and that orders come later', () =>
  inFolder(async (cwd) => {
    writeFileSync(join(cwd, 'orders.csv'), channelOrders());
    expect((await clv(['fit', 'orders.csv', '--model', 'bgnbd', '--quiet'], { cwd })).code).toBe(0);
    const out = async (...flags: string[]) =>
      (await clv(['score', ...flags], { cwd })).out.replaceAll(/\s+/g, ' ');
    const terms = ['--segment-by', 'channel', '--segment-margin', 'web=40%'];
    expect(await out(...terms)).not.toContain('counts for nobody');
    expect(await out(...terms, '--segment-rate', 'wbe=5%')).toContain(
      `No customer's channel is "wbe": the margin or rate given for it counts for nobody.`,
    );
    expect(await out('--cold-start', 'channel')).toContain('without --min-days nobody is young');
    expect(await out('--cold-start', 'channel', '--min-days', '30')).not.toContain('nobody is young');
    const blended = await out('--min-days', '30', '--rollup', 'channel');
    expect(blended).toContain('--rollup with --min-days: sums are of the blended values');
    const precise = await out('--interval', '99.5%', '--rollup', 'channel', '--top', '1');
    expect(precise).toContain('Low and high hold 99.5 % of what such customers bring');
    expect(precise).toContain('Low and high hold 99.5 % of what the group as a whole may bring');
    expect(precise).toContain('The most valuable customer Low');
    for (const command of [['score'], ['fit'], ['audit', 'lens1']]) {
      const early = await clv([...command, '--as-of', '2001-01-01'], { cwd });
      expect(early.code).toBe(3);
      expect(early.err).toContain('There is no order up to 2001-01-01, the end of observation.');
    }
    const ended = ['fit', '--model', 'cohort-factor', '--calibration-end', '2022-06-30'];
    expect((await clv(ended, { cwd })).out.replaceAll(/\s+/g, ' ')).toContain('observed to 2022-06-30');
    for (const flags of [terms, ['--return-cost', '4'], ['--mean-interval']]) {
      const refused = await clv(['score', '--model', 'cohort', ...flags], { cwd });
      expect(refused.code).toBe(2);
      expect(refused.err).toContain('error[not_by_factors]');
    }
    const factors = await clv(['score', '--model', 'cohort', '--cac', '25', '--out', '-'], { cwd });
    const [names, ...lines] = factors.out
      .trimEnd()
      .split('\n')
      .map((line) => line.split(','));
    const at = (name: string) => names!.indexOf(name);
    expect(at('clv_less_cac')).toBe(at('clv_high') + 1);
    for (const line of lines)
      expect(line[at('clv_less_cac')]).toBe((Number(line[at('clv')]) - 25).toFixed(2));
    const unused = ['--min-days', '30', '--interval', '90%', '--returns', 'base', '--cold-start', 'channel'];
    const named = await out('--model', 'cohort', ...unused, '--margin', '-0.2');
    for (const flag of ['--min-days (', '--interval (', '--returns base (', '--cold-start ('])
      expect(named).toContain(flag);
    expect(named).toContain('The margin is -20.0 %: each sale loses');
    const quiet = await out('--model', 'cohort', '--top', '3');
    expect(quiet).not.toContain('Without effect');
    expect(quiet).toContain('The 3 most valuable customers customer more months days silent value');
  }));

it('refuses tables of all customers beside the explanation of one, and names models that are kept but not in use', () =>
  inFolder(async (cwd) => {
    writeFileSync(join(cwd, 'orders.csv'), channelOrders());
    const config = (score: object) => writeFileSync(join(cwd, 'clv.config.json'), JSON.stringify({ score }));
    expect(
      (await clv(['fit', 'orders.csv', '--model', 'bgnbd', '--no-promote', '--quiet'], { cwd })).code,
    ).toBe(0);
    const none = await clv(['score'], { cwd });
    expect(none.code).toBe(2);
    expect(none.err).toMatch(/no model in use, and keeps bgnbd-\w+\. Name it with --model/);
    for (const flags of [
      ['--rollup', 'channel'],
      ['--top', '3'],
    ]) {
      const refused = await clv(['score', '--model', 'bgnbd', '--explain', 'C000', ...flags], { cwd });
      expect(refused.code).toBe(2);
      expect(refused.err).toContain(`error[not_with_explain]: ${flags[0]} with --explain`);
    }
    config({ rollup: 'channel', top: 5 });
    expect((await clv(['score', '--model', 'bgnbd', '--explain', 'C000'], { cwd })).code).toBe(0);
  }));

it('takes the cost of all customers of a group off its value, and writes money with its decimals', () =>
  inFolder(async (cwd) => {
    writeFileSync(join(cwd, 'orders.csv'), channelOrders());
    await clv(['fit', 'orders.csv', '--model', 'bgnbd', '--quiet'], { cwd });
    const { out } = await clv(['score', '--cac', '12.5', '--rollup', 'channel', '--format', 'json'], { cwd });
    const { tables } = JSON.parse(out);
    const table = (id: string) => tables.find((each: { id: string }) => each.id === id);
    expect(table('acquisition_cost').title).toBe('Value less the cost to win a customer, 12.50');
    const groups = table('rollup').rows;
    expect(groups.length).toBe(3);
    for (const { customers, value, clv_less_cac: less } of groups)
      expect(Number(less)).toBeCloseTo(Number(value) - 12.5 * customers, 6);
    expect(groups.at(-1).clv_less_cac).toBe(table('acquisition_cost').rows[2].clv_less_cac);
  }));

it('says whose share of returns counts: their own, or everybody’s where customers differ by chance alone', () =>
  inFolder(async (cwd) => {
    const orders = channelOrders().trimEnd();
    const back = (ids: readonly string[], amount: string) =>
      ids.map((id, i) => `${id},R${i},2022-08-01,-${amount},web`).join('\n');
    const everybody = Array.from({ length: 80 }, (_, i) => `C${String(i).padStart(3, '0')}`);
    const told = async (returns: string, ...flags: string[]) => {
      writeFileSync(join(cwd, 'orders.csv'), `${orders}\n${returns}\n`);
      await clv(['fit', 'orders.csv', '--model', 'bgnbd', '--quiet'], { cwd });
      return (await clv(['score', ...flags], { cwd })).out.replaceAll(/\s+/g, ' ');
    };
    const alike = await told(back(everybody, '3.00'));
    expect(alike).toContain('no more than by chance');
    expect(await told(back(everybody, '3.00'), '--returns', 'base')).toContain('(--returns base)');
    expect(await told(back(everybody.slice(0, 30), '60.00'))).toContain("each customer's own share");
  }));
