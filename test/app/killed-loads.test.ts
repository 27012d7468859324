import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, expect, it, vi } from 'vitest';
import { Store } from '../../src/store/store.js';
import { inWorld, type World } from './workspace-world.js';

const HEAD = 'order_id,customer_id,order_ts,amount,product_id';

const line = fc.record({
  order: fc.integer({ min: 1, max: 6 }),
  day: fc.integer({ min: 1, max: 28 }),
  cents: fc.integer({ min: -999, max: 9_999 }),
  product: fc.constantFrom('p', 'q'),
});
const step = fc.record({
  lines: fc.array(line, { minLength: 1, maxLength: 8 }),
  deletes: fc.option(fc.integer({ min: 1, max: 6 }), { nil: null }),
  /** Statements of this load before it is killed for the first time; null = it is not. */
  killedAfter: fc.option(fc.integer({ min: 1, max: 140 }), { nil: null, freq: 3 }),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const text = (lines: readonly string[]) => `${[HEAD, ...lines].join('\n')}\n`;

/** An order belongs to one customer. */
const rowOf = ({ order, day, cents, product }: Step['lines'][number]) =>
  `o${order},${order % 2 === 0 ? 'a' : '00123'},2024-02-${String(day).padStart(2, '0')},${(cents / 100).toFixed(2)},${product}`;

afterEach(() => {
  vi.restoreAllMocks();
});

/** What a process that is killed after so many statements leaves on the disk takes the place of the workspace. */
async function killed(world: World, after: number, work: () => Promise<unknown>): Promise<void> {
  const workspace = join(world.folder, '.clv');
  const left = join(world.folder, 'left');
  const run = Store.prototype.run;
  let statements = 0;
  const spy = vi.spyOn(Store.prototype, 'run').mockImplementation(function (this: Store, ...args) {
    statements += 1;
    if (statements < after) return run.apply(this, args);
    if (!existsSync(left)) cpSync(workspace, left, { recursive: true });
    return Promise.reject(new Error('killed'));
  });
  await work().catch(() => {});
  spy.mockRestore();
  if (!existsSync(left)) return;
  rmSync(workspace, { recursive: true });
  // The process of the lock is this one, which lives.
  cpSync(left, workspace, { recursive: true, filter: (path) => !path.endsWith('/lock') });
  rmSync(left, { recursive: true });
}

it('any sequence of loads and deletions, killed and run again, gives one build of the final rows, byte for byte', () =>
  fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), (steps) =>
      inWorld(async (world) => {
        await world.load([world.write('first.csv', text(['o0,b,2024-01-01,1.00,p']))]);
        const standing = new Map([['o0', ['o0,b,2024-01-01,1.00,p']]]);
        for (const [k, { lines, deletes, killedAfter }] of steps.entries()) {
          const rows = lines.map(rowOf);
          const files = [world.write(`${k}.csv`, text(rows))];
          const deletions =
            deletes === null ? [] : [world.write(`deleted-${k}.csv`, `order_id\no${deletes}\n`)];
          const work = () => world.load(files, {}, () => {}, { deletions });
          if (killedAfter !== null) await killed(world, killedAfter, work);
          await work();
          const again = new Set(rows.map((row) => row.split(',')[0]!));
          for (const order of again)
            standing.set(
              order,
              rows.filter((row) => row.startsWith(`${order},`)),
            );
          if (deletes !== null) standing.delete(`o${deletes}`);
        }
        const whole = world.write('whole.csv', text([...standing.values()].flat()));
        expect(await world.relations([])).toEqual(await world.relations([whole]));
      }),
    ),
    { numRuns: 10 },
  ));
