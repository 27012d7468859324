import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clv, inFolder } from '../cli/in-process.js';
import { Feed } from './feed.js';
import { filesOf, tablesOf } from './fingerprint.js';

const mount = (...args: string[]) => execFileSync('mount', args, { stdio: 'pipe' });

/** Runs the work in a folder with a small disk of its own, `disk`. */
function besideDisk(
  megabytes: number,
  work: (cwd: string, remount: (how: 'ro' | 'rw') => void) => Promise<void>,
): Promise<void> {
  return inFolder(async (cwd) => {
    const disk = join(cwd, 'disk');
    mkdirSync(disk);
    mount('-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', disk);
    try {
      await work(cwd, (how) => mount('-o', `remount,${how}`, disk));
    } finally {
      execFileSync('umount', [disk], { stdio: 'pipe' });
    }
  });
}

const canMount = await besideDisk(1, async () => {}).then(
  () => true,
  () => false,
);
const WORK = ['--workspace', 'disk/work'];

/** Everything that stands on the disk. */
const stateOf = async (cwd: string) => ({
  tables: await tablesOf(join(cwd, 'disk/work')),
  models: filesOf(join(cwd, 'disk/work/models')),
  scores: filesOf(join(cwd, 'disk/out')),
});

/** A base with a model and scores on the disk. */
async function settled(cwd: string): Promise<void> {
  mkdirSync(join(cwd, 'in'));
  writeFileSync(
    join(cwd, 'clv.config.json'),
    JSON.stringify({
      fit: { model: 'bgnbd' },
      score: { out: 'disk/out/scores.csv' },
      gates: { coverage: null, baseline: false },
    }),
  );
  const feed = new Feed();
  const { code, err } = await clv(['run', feed.write(cwd, 0), ...WORK], { cwd });
  expect(code, err).toBe(0);
  feed.write(cwd, 1);
}

/** Fills the disk but for so many bytes. */
function fill(cwd: string, left: number): void {
  const blocks: Buffer[] = [];
  const write = (size: number) => writeFileSync(join(cwd, 'disk/ballast'), Buffer.alloc(size));
  for (let size = 16_000_000; size >= 1024; size /= 2) {
    const sum = blocks.reduce((total, block) => total + block.length, 0);
    try {
      write(sum + size);
      blocks.push(Buffer.alloc(size));
    } catch {
      write(sum);
    }
  }
  write(Math.max(0, blocks.reduce((total, block) => total + block.length, 0) - left));
}

describe.skipIf(!canMount)(`disks${canMount ? '' : ' (skipped: this user may not mount one)'}`, () => {
  it.each([
    ['load', ['load', 'in/orders-1.csv'], 0],
    ['load, a little room', ['load', 'in/orders-1.csv'], 9_000],
    ['fit', ['fit', '--model', 'mbgnbd'], 0],
    ['score', ['score', '--horizon', '2y'], 0],
    ['run', ['run', 'in/orders-1.csv'], 9_000],
  ])(
    'that are full leave everything as it was: %s',
    (_, args, left) =>
      besideDisk(24, async (cwd) => {
        await settled(cwd);
        const before = await stateOf(cwd);
        fill(cwd, left);
        const { code, err } = await clv([...args, ...WORK], { cwd });
        expect(code, err).toBe(1);
        expect(err).toMatch(/error\[\w+\]: .*disk is full|error\[disk_full\]/);
        expect(err).not.toContain('defect');
        const after = await stateOf(cwd);
        expect({ ...after, models: filesWhole(after.models) }).toEqual({
          ...before,
          models: filesWhole(before.models),
        });
        rmSync(join(cwd, 'disk/ballast'));
        const again = await clv(['run', 'in/orders-1.csv', ...WORK], { cwd });
        expect(again.code, again.err).toBe(0);
        expect(
          readdirSync(join(cwd, 'disk/work')).filter((name) => name.endsWith('.part') || name === 'lock'),
        ).toEqual([]);
      }),
    120_000,
  );

  it('that can only be read are said to be so, and reports go on', () =>
    besideDisk(24, async (cwd, remount) => {
      await settled(cwd);
      const before = await stateOf(cwd);
      remount('ro');
      for (const args of [['load', 'in/orders-1.csv'], ['fit'], ['score'], ['run', 'in/orders-1.csv']]) {
        const { code, err } = await clv([...args, ...WORK], { cwd });
        expect(code, `${args.join(' ')}\n${err}`).toBe(1);
        expect(err, args.join(' ')).toMatch(/can't be (written|made).*(read-only|permission)/);
      }
      expect((await clv(['audit', 'rfm', ...WORK], { cwd })).code).toBe(0);
      expect((await clv(['models', 'list', ...WORK], { cwd })).code).toBe(0);
      expect((await clv(['runs', 'list', ...WORK], { cwd })).code).toBe(0);
      remount('rw');
      expect(await stateOf(cwd)).toEqual(before);
    }));
});

/** What is registered, without files that are not whole yet. */
function filesWhole(files: Readonly<Record<string, string | null>>): Record<string, string | null> {
  return Object.fromEntries(Object.entries(files).filter(([name]) => !name.endsWith('.part')));
}
