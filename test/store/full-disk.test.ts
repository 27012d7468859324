import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { asClvError } from '../../src/cli/describe-error.js';
import { writeFileAtomic } from '../../src/common/files.js';
import { Store } from '../../src/store/store.js';
import { ensureWorkspace, markWorkspace } from '../../src/store/workspace.js';
import { inFolder } from '../cli/in-process.js';

/** Runs the work in a small disk of its own; false where this machine lets nobody make one. */
function inSmallDisk(megabytes: number, work: (disk: string) => Promise<void>): Promise<void> {
  return inFolder(async (folder) => {
    const disk = join(folder, 'disk');
    mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', disk], { stdio: 'pipe' });
    try {
      await work(disk);
    } finally {
      execFileSync('umount', [disk], { stdio: 'pipe' });
    }
  });
}

const canMount = await inSmallDisk(1, async () => {}).then(
  () => true,
  () => false,
);

describe.skipIf(!canMount)(`a full disk${canMount ? '' : ' (skipped: this user may not mount one)'}`, () => {
  it('leaves the old report whole and says what happened', () =>
    inSmallDisk(1, async (disk) => {
      const path = join(disk, 'report.html');
      await writeFileAtomic(path, 'old');
      const error = await writeFileAtomic(path, 'x'.repeat(3_000_000)).catch((caught: unknown) => caught);
      expect(asClvError(error)).toMatchObject({ code: 'disk_full', exitCode: 1 });
      expect(execFileSync('ls', ['-A', disk], { encoding: 'utf8' })).toBe('report.html\n');
    }));

  it('leaves the warehouse as it was', () =>
    inSmallDisk(12, async (disk) => {
      const workspace = await ensureWorkspace(join(disk, 'work'));
      await markWorkspace(workspace);
      const options = { path: workspace.warehouse, memoryMegabytes: 100, tempDirectory: disk };
      const store = await Store.open(options);
      await store.run('create table t as select 42 as answer');
      const error = await store
        .transaction(() =>
          store.run('create table u as select hash(range)::varchar as h from range(3000000)'),
        )
        .catch((caught: unknown) => caught);
      expect(asClvError(error)).toMatchObject({ code: 'disk_full', exitCode: 1 });
      await store.close().catch(() => {});
      const again = await Store.open({ ...options, readOnly: true });
      expect(await again.rows('select table_name from duckdb_tables()')).toEqual([{ table_name: 't' }]);
      expect(await again.one('from t')).toEqual({ answer: 42 });
      await again.close();
    }));

  it('refuses a new workspace in words', () =>
    inSmallDisk(1, async (disk) => {
      try {
        writeFileSync(join(disk, 'ballast'), Buffer.alloc(2_000_000));
      } catch {
        // Full now.
      }
      const path = join(disk, 'work');
      const workspace = await ensureWorkspace(path)
        .then(markWorkspace, (caught: unknown) => caught)
        .catch((caught: unknown) => caught);
      expect((workspace as Error).message).toMatch(
        /^\S+work can't be written: the disk is full\. Mend that, or name another folder with --workspace\.$/,
      );
      expect(existsSync(join(path, 'workspace.json'))).toBe(false);
    }));
});
