import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clv, inFolder } from './in-process.js';
import { madeUpOrders } from './made-up-base.js';

/** A workspace with the made-up orders; `run` gives the JSON result or the error. */
async function inWorkspace(
  work: (tools: {
    cwd: string;
    run: (
      ...args: string[]
    ) => Promise<{ code: number; err: string; tables: Record<string, Record<string, unknown>[]> }>;
    current: () => string;
    decisions: () => Record<string, unknown>[];
  }) => Promise<void>,
) {
  await inFolder(async (cwd) => {
    writeFileSync(join(cwd, 'orders.csv'), `${madeUpOrders().join('\n')}\n`);
    const models = join(cwd, '.clv/models');
    expect((await clv(['load', 'orders.csv', '--quiet'], { cwd })).code).toBe(0);
    await work({
      cwd,
      run: async (...args) => {
        const { code, out, err } = await clv([...args, '--format', 'json'], { cwd });
        const tables = out.startsWith('{')
          ? Object.fromEntries(
              JSON.parse(out).tables.map(({ id, rows }: { id: string; rows: unknown }) => [id, rows]),
            )
          : {};
        return { code, err, tables };
      },
      current: () =>
        existsSync(join(models, 'current')) ? readFileSync(join(models, 'current'), 'utf8').trim() : '',
      decisions: () =>
        readFileSync(join(models, 'decisions.jsonl'), 'utf8')
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line)),
    });
  });
}

function config(cwd: string, gates: unknown): void {
  writeFileSync(join(cwd, 'clv.config.json'), JSON.stringify({ gates }));
}

describe('which model is in use', () => {
  it('promote, roll back and prune, each with a line of its own', async () => {
    await inWorkspace(async ({ cwd, run, current, decisions }) => {
      expect((await run('models', 'rollback')).err).toMatch(/no model is in use and none was before/);
      config(cwd, { coverage: null, baseline: false });
      await run('fit', '--model', 'nbd');
      const first = current();
      expect(first).toMatch(/^nbd-/);
      const held = await run('fit', '--model', 'bgnbd', '--no-promote');
      expect(held.code).toBe(0);
      expect(current()).toBe(first);
      expect(held.tables.gates!.map(({ outcome }) => outcome)).toEqual(['passed']);
      const promoted = await run('models', 'promote', 'bgnbd');
      expect(promoted.code).toBe(0);
      const second = current();
      expect(second).toMatch(/^bgnbd-/);
      expect(promoted.tables.decision![0]).toMatchObject({
        decision: 'promoted',
        model: second,
        before: first,
      });
      await run('fit', '--model', 'mbgnbd');
      expect(current()).toMatch(/^mbgnbd-/);
      expect((await run('models', 'rollback')).code).toBe(0);
      expect(current()).toBe(second);
      await run('models', 'rollback');
      expect(current()).toBe(first);
      const end = await run('models', 'rollback');
      expect(end.code).toBe(2);
      expect(end.err).toMatch(/no model was in use before nbd-/);
      expect(decisions().map(({ decision, number }) => [number, decision])).toEqual([
        [1, 'promoted'],
        [2, 'held'],
        [3, 'promoted'],
        [4, 'promoted'],
        [5, 'rolled back'],
        [6, 'rolled back'],
      ]);
      expect(decisions()[1]!.why).toBe('--no-promote');
      await run('models', 'promote', 'bgnbd');
      expect((await clv(['score', '--quiet'], { cwd })).code).toBe(0);
      await run('models', 'rollback');
      const pruned = await run('models', 'prune', '--keep', '1');
      expect(pruned.tables.pruned!.map(({ model, what }) => [String(model).split('-')[0], what])).toEqual([
        ['bgnbd', 'kept'],
        ['mbgnbd', 'kept'],
        ['nbd', 'kept'],
      ]);
      await clv(['score', '--quiet'], { cwd });
      const again = await run('models', 'prune', '--keep', '1');
      expect(again.tables.pruned!.filter(({ what }) => what === 'removed')).toHaveLength(1);
      expect(decisions().at(-1)).toMatchObject({ decision: 'pruned', model: second });
      const listed = await run('models', 'list');
      expect(listed.tables.models!.map(({ model }) => String(model).split('-')[0])).toEqual([
        'mbgnbd',
        'nbd',
      ]);
      expect((await run('models', 'promote', 'bgnbd')).code).toBe(2);
      const broken = String(listed.tables.models![0]!.model);
      const file = join(cwd, '.clv/models', broken, 'model.json');
      writeFileSync(file, readFileSync(file, 'utf8').slice(0, 500));
      const rest = await run('models', 'list');
      expect([rest.code, rest.tables.models!.map(({ status }) => status)]).toEqual([
        0,
        ['unreadable', 'usable'],
      ]);
      expect((await clv(['models', 'list'], { cwd })).out.replaceAll(/\s+/g, ' ')).toContain(
        "model.json can't be used: it is no whole JSON file.",
      );
    });
  });

  it('a gate that is not passed leaves the model in use: exit 5; promote overrules it', async () => {
    await inWorkspace(async ({ cwd, run, current, decisions }) => {
      config(cwd, { coverage: null, baseline: false });
      await run('fit', '--model', 'nbd');
      const first = current();
      config(cwd, { gini: 0.99, coverage: null, baseline: false });
      const refused = await run('fit', '--model', 'bgnbd');
      expect(refused.code).toBe(5);
      expect(refused.err).toMatch(/order of customers: 0\.\d+, needed: Gini of at least 0\.99/);
      expect(refused.err).toContain(`${first} stays in use`);
      expect(current()).toBe(first);
      expect(decisions().at(-1)).toMatchObject({ decision: 'held', before: first, after: first });
      const card = await clv(['models', 'card', 'bgnbd'], { cwd });
      expect(card.out).toContain('## Backtest');
      expect(card.out).toMatch(/\| order of customers \| Gini of at least 0\.99 \| 0\.\d+ \| failed \|/);
      expect(card.out).toMatch(/\| bgnbd \| \d+\.\d \| \d+ \| \d+\.\d % \| \d\.\d+ \|/);
      expect(card.out).toContain('| same_rate (simple rule) |');
      const promoted = await clv(['models', 'promote', 'bgnbd'], { cwd });
      expect(promoted.code).toBe(0);
      expect(promoted.out).toContain('did not pass every gate');
      expect(current()).toMatch(/^bgnbd-/);
    });
  });

  it.each([
    [{ gini: 2 }, /gates gini/],
    [{ speed: 1 }, /speed/],
    [{ certificate: 'yes' }, /certificate/],
  ])('a config of gates that makes no sense: %j', async (gates, message) => {
    await inWorkspace(async ({ cwd, run }) => {
      config(cwd, gates);
      const { code, err } = await run('models', 'list');
      expect(code).toBe(2);
      expect(err).toMatch(message);
    });
  });
});
