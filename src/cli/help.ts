import type { Command } from 'commander';

/** What a command reads and leaves, in one line each. */
export function facts(command: Command, needs: string, writes: string): Command {
  return command.addHelpText('after', `\nNeeds:   ${needs}\nWrites:  ${writes}`);
}

/** An example that runs in a checkout; a test runs it. */
export function example(command: Command, text: string): Command {
  return command.addHelpText('after', `\nExample:\n  ${text}`);
}
