import { Command } from 'commander';
import { ExitCode } from '../common/errors.js';
import type { CliContext } from './context.js';
import { example, facts } from './help.js';
import { addReportOptions, addWaitOption } from './options-report.js';
import { addSourceOptions, collect } from './options-source.js';

interface LoadFlags {
  acceptSchema?: boolean;
  sinceWatermark?: boolean;
  delete?: readonly string[];
}

const ENGINE_AT_WORK_MS = 200;

/**
 * The modules that print, found and read when the engine is at work and nothing else is to do, or when they are asked for.
 * A load that fails does not wait for them.
 */
function printerBesides(): () => Promise<typeof import('./print-result.js')> {
  let printer: Promise<typeof import('./print-result.js')> | undefined;
  const begin = () => (printer ??= import('./print-result.js'));
  setTimeout(begin, ENGINE_AT_WORK_MS).unref();
  return begin;
}

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
    .option(
      '--on-overlap <how>',
      'an order that was loaded before: replace (default), error, or append the lines to it',
    )
    .option('--delete <file>', 'delete the orders that this file lists by order_id (repeatable)', collect)
    .option('--since-watermark', 'order files are added to: read only what is new in them')
    .option(
      '--accept-schema',
      'columns that are gone, and types and sizes of amounts that have changed, are meant',
    );
  addReportOptions(command);
  addWaitOption(command);
  facts(command, 'order files (or sources in clv.config.json)', 'the workspace: .clv/ or --workspace');
  example(command, 'clv load samples/orders.csv --customers samples/customers.csv');
  return command.action((files: string[], flags: LoadFlags) =>
    context.run(
      command,
      files,
      async (run) => {
        const { load } = await import('../app/load.js');
        const { resolve } = await import('node:path');
        const printer = printerBesides();
        const result = await load(run.settings, run.context, {
          acceptSchema: flags.acceptSchema === true,
          sinceWatermark: flags.sinceWatermark === true,
          deletions: (flags.delete ?? []).map((file) =>
            file === '-' ? file : resolve(run.settings.cwd, file),
          ),
        });
        const { printResult } = await printer();
        await printResult(run, result);
        return result.identities.every(({ holds }) => holds) ? ExitCode.fine : ExitCode.failed;
      },
      { logged: true },
    ),
  );
}
