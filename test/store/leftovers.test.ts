import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { writeFileAtomic } from '../../src/common/files.js';
import { sweepUnfinished, temporaryName } from '../../src/common/leftovers.js';
import { identityOf } from '../../src/store/processes.js';
import { makeScratch } from '../../src/store/scratch.js';
import { ensureWorkspace, sweepWorkspace } from '../../src/store/workspace.js';
import { inFolder } from '../cli/in-process.js';

const GONE = 999_999_999;
const machine = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
const processes = { pid: process.pid, isAlive: (pid: number) => pid === process.pid };

it('the next run removes the temporary folders of killed runs, and of those alone', () =>
  inFolder(async (base) => {
    const self = await identityOf(process.pid);
    const leave = (name: string, owner: object | null) => {
      mkdirSync(join(base, name));
      if (owner !== null) writeFileSync(join(base, name, 'owner.json'), JSON.stringify(owner));
    };
    leave('clv-killed', { ...self, pid: GONE });
    leave('clv-reused', { ...self, started: 'before the last boot' });
    leave('clv-living', self);
    leave('clv-elsewh', { ...self, pid: GONE, host: 'another' });
    leave('clv-nobody', null);
    leave('others', { ...self, pid: GONE });
    // Killed before it could say whose it is.
    leave(`.clv.${machine}-${GONE}-0a1b2c3d.part`, null);
    const scratch = await makeScratch(base, processes);
    expect(readdirSync(base).sort()).toEqual(
      ['clv-elsewh', 'clv-living', 'clv-nobody', 'others', basename(scratch.path)].sort(),
    );
    await scratch.remove();
  }));

it('the next writer of a file removes what killed ones left of it', () =>
  inFolder(async (folder) => {
    const unfinished = (name: string, pid: number, host = machine) => `.${name}.${host}-${pid}-0a1b2c3d.part`;
    const stay = [
      unfinished('scores.csv', process.pid),
      unfinished('scores.csv', GONE, '00000000'),
      unfinished('other.csv', GONE),
      // Belongs to the system, and can't be signalled by anybody but it.
      unfinished('scores.csv', 1),
      '.scores.csv.tmp',
    ];
    for (const name of [...stay, unfinished('scores.csv', GONE)]) writeFileSync(join(folder, name), 'half');
    await writeFileAtomic(join(folder, 'scores.csv'), 'whole');
    expect(readdirSync(folder).sort()).toEqual([...stay, 'scores.csv'].sort());
    await sweepUnfinished(folder);
    expect(readdirSync(folder)).not.toContain(unfinished('other.csv', GONE));
    expect(basename(temporaryName('/a/b.csv'))).toMatch(/^\.b\.csv\.[0-9a-f]{8}-\d+-[0-9a-f]{8}\.part$/);
  }));

it('the next writer of a workspace removes half-made models and files', () =>
  inFolder(async (folder) => {
    const workspace = await ensureWorkspace(folder);
    const half = join(workspace.models, `.bgnbd-1.${machine}-${GONE}-0a1b2c3d.part`);
    mkdirSync(half);
    writeFileSync(join(half, 'model.json'), '{');
    const draft = `.lock.${machine}-${GONE}-0a1b2c3d.part`;
    writeFileSync(join(folder, draft), '');
    await sweepWorkspace(workspace);
    expect(readdirSync(workspace.models)).toEqual([]);
    expect(readdirSync(folder)).not.toContain(draft);
  }));
