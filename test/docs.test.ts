import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createContext } from '../src/cli/context.js';
import { createProgram } from '../src/cli/program.js';
import { clv, emptyFolder, inFolder, testStreams } from './cli/in-process.js';
import { isSlowSuite } from './slow-suite.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const README = join(ROOT, 'README.md');

/** Commands that read what `clv fit` and `clv load` have put into the workspace. */
const NEEDS_MODEL: ReadonlySet<string> = new Set([
  'score',
  'models',
  'runs',
  'quarantine',
  'privacy',
  'drift',
]);

/** Runs the work in a folder with a copy of samples/. */
function besideSamples<T>(work: (folder: string) => Promise<T>): Promise<T> {
  return inFolder(async (folder) => {
    cpSync(join(ROOT, 'samples'), join(folder, 'samples'), { recursive: true });
    return work(folder);
  });
}

/** Arguments of a command line as a shell would give them; quotes hold a word together. */
function words(line: string): string[] {
  const found = line.match(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g) ?? [];
  return found.map((word) => word.replaceAll(/["']/g, ''));
}

/** The `clv` commands of the shell blocks of a text, each as its arguments. */
function commandsOf(markdown: string): string[][] {
  return [...markdown.matchAll(/^```sh\n(.*?)^```$/gms)]
    .flatMap(([, block]) => block!.split('\n'))
    .flatMap((line) => line.split('&&'))
    .map((part) => part.trim().replace(/^npx /, ''))
    .filter((part) => part.startsWith('clv '))
    .map((part) => words(part).slice(1));
}

function leaves(command: Command, path: readonly string[] = []): string[][] {
  if (command.commands.length === 0) return [[...path]];
  return command.commands.flatMap((child) => leaves(child, [...path, child.name()]));
}

describe('README.md', () => {
  it.runIf(isSlowSuite)(
    'has commands that run one after the other (slow suite)',
    async () => {
      const commands = commandsOf(readFileSync(README, 'utf8'));
      expect(commands.length).toBeGreaterThan(5);
      await besideSamples(async (folder) => {
        for (const args of commands) {
          const { code, out, err } = await clv(args, { cwd: folder });
          expect(code, `clv ${args.join(' ')}\n${err}`).toBe(0);
          if (args.includes('--explain')) {
            // The id changes with the record's form, which readers of the guide don't care about.
            expectExample('explain', out.split('\n── Checks')[0]!.replace(/-[0-9a-f]{12}\b/, '-…'));
          }
        }
      });
    },
    300_000,
  );

  it('names every command', () => {
    const text = readFileSync(README, 'utf8');
    const program = createProgram(createContext(testStreams().streams));
    for (const { name } of program.commands.map((command) => ({ name: command.name() }))) {
      expect(text, name).toContain(`clv ${name}`);
    }
  });

  it('shows what the command prints; UPDATE_DOCS=1 writes it', async () => {
    const { code, out } = await clv(['audit', 'lens1', 'samples/orders.csv'], { cwd: ROOT });
    expect(code).toBe(0);
    expectExample('lens1', out);
  });
});

/** The example of that name in the README is what a command printed; UPDATE_DOCS=1 writes it. */
function expectExample(name: string, out: string): void {
  const text = readFileSync(README, 'utf8');
  const example = new RegExp(`(<!-- example:${name} -->\\n).*?(<!-- \\/example -->)`, 's');
  expect(text).toMatch(example);
  const updated = text.replace(
    example,
    (_, begin, end) => `${begin}\n\`\`\`text\n${out.trimEnd()}\n\`\`\`\n\n${end}`,
  );
  if (process.env.UPDATE_DOCS === '1') writeFileSync(README, updated);
  else
    expect(
      text === updated,
      'README.md is not what the command prints: UPDATE_DOCS=1 npx vitest run test/docs',
    ).toBe(true);
}

describe.runIf(isSlowSuite)('the example in the help of (slow suite)', () => {
  const inReadme = new Set(commandsOf(readFileSync(README, 'utf8')).map((args) => args.join(' ')));
  const program = createProgram(createContext(testStreams().streams));
  const withModel = emptyFolder();
  beforeAll(async () => {
    cpSync(join(ROOT, 'samples'), join(withModel.path, 'samples'), { recursive: true });
    for (const line of [
      'fit samples/orders.csv --model bgnbd',
      'fit samples/orders.csv',
      'load samples/orders-broken.csv',
    ]) {
      const { code, err } = await clv(line.split(' '), { cwd: withModel.path });
      expect(code, err).toBe(0);
    }
  }, 120_000);
  afterAll(() => withModel.remove());

  it.each(leaves(program).map((path) => [path.join(' '), path] as const))(
    'clv %s runs',
    async (_, path) => {
      const { out } = await clv([...path, '--help']);
      const [, line] = /\nExample:\n {2}clv (.*)\n/.exec(out)!;
      // Those of the README run above.
      if (inReadme.has(words(line!).join(' '))) return;
      const works = async (folder: string) => {
        const { code, err } = await clv(words(line!), { cwd: folder });
        expect(code, `clv ${line}\n${err}`).toBe(0);
      };
      // What needs a model needs a workspace that has one.
      if (NEEDS_MODEL.has(path[0]!)) await works(withModel.path);
      else await besideSamples(works);
    },
    60_000,
  );
});
