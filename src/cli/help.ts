import type { Command } from 'commander';

/** What a command reads and leaves. */
export function facts(command: Command, needs: string, writes: string): Command {
  return command.addHelpText('after', `\n${hanging('Needs:   ', needs)}\n${hanging('Writes:  ', writes)}`);
}

/** An example that runs in a checkout; a test runs it. */
export function example(command: Command, text: string): Command {
  return command.addHelpText('after', `\nExample:\n  ${text}`);
}

/** Text behind a label, wrapped at 80 columns and indented like its first line. */
function hanging(label: string, text: string): string {
  const lines = [label];
  for (const word of text.split(' ')) {
    const line = lines.at(-1)!;
    const joined = line.length > label.length ? `${line} ${word}` : `${line}${word}`;
    if (joined.length <= 80 || line.length === label.length) lines[lines.length - 1] = joined;
    else lines.push(`${' '.repeat(label.length)}${word}`);
  }
  return lines.join('\n');
}
