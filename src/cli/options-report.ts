import type { Command } from 'commander';

/** How to show a result: for every command that reports. */
export function addReportOptions(command: Command): Command {
  return command
    .optionsGroup('Report:')
    .option('--format <form>', 'table (default), csv, json, markdown or html')
    .option('--out <path>', 'write to a file, or CSV tables into a folder')
    .option('--table <id>', 'only this table')
    .option('--wide', 'all columns and all rows in the terminal')
    .option('--min-cell <n>', 'hide groups of fewer customers, and what would give them away')
    .option('--no-checks', 'skip the checks of the relations');
}

/** For commands that print rows of customers. */
export function addConsentOption(command: Command): Command {
  return command.option('--consent <name>', 'rows of customers only who gave it, such as marketing_consent');
}

/** For commands that work in the workspace. */
export function addWaitOption(command: Command): Command {
  return command
    .optionsGroup('Workspace:')
    .option('--wait <time>', 'wait this long for another run to finish, such as 10m (default: 0s)');
}
