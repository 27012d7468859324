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
    expect(await out('--model', 'cohort', '--min-days', '30')).toContain('--min-days has no effect');
  }));
