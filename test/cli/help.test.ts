import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { createContext } from '../../src/cli/context.js';
import { createProgram } from '../../src/cli/program.js';
import { expectGolden } from '../report/golden.js';
import { clv, testStreams } from './in-process.js';

interface Leaf {
  readonly path: readonly string[];
  readonly command: Command;
}

function leaves(command: Command, path: readonly string[]): Leaf[] {
  if (command.commands.length === 0) return [{ path, command }];
  return command.commands.flatMap((child) => leaves(child, [...path, child.name()]));
}

const program = createProgram(createContext(testStreams().streams));
const all = leaves(program, []);

it('of the program is the golden one', async () => {
  expectGolden('../cli/help.txt', (await clv(['--help'])).out);
});

describe.each(all)('$path', ({ path, command }) => {
  it('has help for people: what it does, needs and writes, and an example', async () => {
    const { code, out } = await clv([...path, '--help']);
    expect(code).toBe(0);
    expect(command.summary()).toMatch(/^[A-Z].*[^.]$/);
    expect(out).toMatch(/^Usage: clv /);
    expect(out).toMatch(/\nNeeds: {3}\S/);
    expect(out).toMatch(/\nWrites: {2}\S/);
    expect(out).toMatch(/\nExample:\n {2}clv /);
    for (const line of out.split('\n').filter((each) => !each.startsWith('  clv '))) {
      expect([...line].length, line).toBeLessThanOrEqual(80);
    }
    expectGolden(`../cli/help-${path.join('-')}.txt`, out);
  });

  it('tells every option in a line', () => {
    for (const option of command.options) expect(option.description, option.flags).not.toBe('');
  });
});
