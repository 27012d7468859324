import { Command } from 'commander';
import { ExitCode } from '../common/errors.js';
import type { CliContext } from './context.js';
import { example, facts } from './help.js';
import { addReportOptions, addWaitOption } from './options-report.js';
import { addSourceOptions } from './options-source.js';

/** `clv load`: new rows into the workspace. */
export function loadCommand(context: CliContext): Command {
  const command = new Command('load')
    .summary('Add new rows to the workspace')
    .description(
      'Add the rows of files to the workspace. The same bytes twice change nothing; an order that comes again is replaced whole; all of a load is done or nothing.',
    );
  addSourceOptions(command);
  command
    .optionsGroup('Workspace:')
    .option('--accept-schema', 'columns that are gone and types that have changed are meant');
  addReportOptions(command);
  addWaitOption(command);
  facts(command, 'order files (or sources in clv.config.json)', 'the workspace: .clv/ or --workspace');
  example(command, 'clv load samples/orders.csv --customers samples/customers.csv');
  return command.action((files: string[], flags: { acceptSchema?: boolean }) =>
    context.run(
      command,
      files,
      async (run) => {
        const { load } = await import('../app/load.js');
        const { printResult } = await import('./print-result.js');
        const result = await load(run.settings, run.context, { acceptSchema: flags.acceptSchema === true });
        await printResult(run, result);
        return result.identities.every(({ holds }) => holds) ? ExitCode.fine : ExitCode.failed;
      },
      { logged: true },
    ),
  );
}
