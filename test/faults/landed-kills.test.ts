import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Random } from '../../src/numeric/random.js';
import { Store } from '../../src/store/store.js';
import { inFolder } from '../cli/in-process.js';
import { madeUpOrders } from '../cli/made-up-base.js';
import { program } from './program.js';

const ROUNDS = Number(process.env.CLV_FAULT_ROUNDS ?? 15);
const SEED = Number(process.env.CLV_FAULT_SEED ?? 1);
const FIT = ['fit', 'orders.csv', '--model', 'bgnbd'];

async function orderLines(cwd: string): Promise<number> {
  const store = await Store.open({
    path: join(cwd, '.clv/warehouse.duckdb'),
    memoryMegabytes: 200,
    tempDirectory: cwd,
  });
  try {
    return Number((await store.one('select count(*) as rows from order_lines')).rows);
  } finally {
    await store.close();
  }
}

it(`a fit of files, its scores and the loading of their lines, killed ${ROUNDS} times each, leave all or nothing (CLV_FAULT_SEED=${SEED})`, async () => {
  const random = new Random(SEED);
  const workMs = { fit: 1500, score: 1500, load: 1500 };
  let landed = 0;
  for (let round = 0; round < ROUNDS; round++) {
    await inFolder(async (cwd) => {
      mkdirSync(join(cwd, 'tmp'));
      writeFileSync(join(cwd, 'orders.csv'), `${madeUpOrders().join('\n')}\n`);
      const killed = async (step: keyof typeof workMs, args: readonly string[]) => {
        const { code } = await program(args, cwd, { killAfterMs: random.uniform() * workMs[step] * 1.1 });
        if (code === null) workMs[step] *= 1.1;
        const { code: again, err, workMs: took } = await program(args, cwd);
        expect(again, `${args.join(' ')} after a kill\n${err}`).toBe(0);
        workMs[step] = took;
      };
      await killed('fit', FIT);
      if (existsSync(join(cwd, '.clv/landed'))) landed += 1;
      await killed('score', ['score']);
      await killed('load', ['audit', 'lens1']);
      expect(await orderLines(cwd)).toBe(madeUpOrders().length - 1);
      const again = await program(['load', 'orders.csv'], cwd);
      expect(again.code).toBe(0);
      expect(await orderLines(cwd)).toBe(madeUpOrders().length - 1);
      // A report after the kill only reads: what is left it leaves to the next one that writes.
      const names = readdirSync(join(cwd, '.clv'), { recursive: true, encoding: 'utf8' });
      expect(names.filter((name) => /\.part|landed|(^|\/)lock|\.wal$/.test(name))).toEqual([]);
      expect(readdirSync(join(cwd, 'tmp')), 'temporary files').toEqual([]);
    });
  }
  // A fit that ended before the kill is said again, and that loads the lines.
  expect(landed).toBeGreaterThan(0);
});
