import { Command } from 'commander';
import { ExitCode } from '../common/errors.js';
import type { CliContext } from './context.js';
import { example, facts } from './help.js';
import { addConsentOption, addReportOptions, addWaitOption } from './options-report.js';
import { addSourceOptions } from './options-source.js';

/** `clv quarantine`: refused rows, from a look at them to loading them mended. */
export function quarantineCommand(context: CliContext): Command {
  const command = new Command('quarantine')
    .summary('List, export and retry refused rows')
    .description('The rows that were refused: why, and the way back for them.');
  command.addCommand(listCommand(context));
  command.addCommand(exportCommand(context));
  command.addCommand(retryCommand(context));
  return command;
}

function listCommand(context: CliContext): Command {
  const command = new Command('list')
    .summary('List the refused rows')
    .description('List the refused rows that wait to be mended, by file and reason.')
    .option('--rows <n>', 'how many rows to show (default: 20)');
  addConsentOption(command);
  addReportOptions(command);
  addWaitOption(command);
  facts(command, 'a workspace filled by clv load', 'nothing');
  example(command, 'clv quarantine list');
  return command.action((flags: { rows?: string }) =>
    context.run(command, [], async (run) => {
      const { listQuarantine } = await import('../app/quarantine/quarantine.js');
      const { parseCount } = await import('../app/config/parse-number.js');
      const { printResult } = await import('./print-result.js');
      const rows = parseCount(1, 1_000_000)(flags.rows ?? '20', { name: '--rows', base: '.' });
      await printResult(run, await listQuarantine(rows, run.settings, run.context));
      return ExitCode.fine;
    }),
  );
}

function exportCommand(context: CliContext): Command {
  const command = new Command('export')
    .summary('Write the refused rows to files')
    .description(
      'Write the refused rows that wait to be mended: one CSV a file, why and where, then the original columns.',
    )
    .option('--out <folder>', 'where to (default: quarantine/ of the workspace)');
  addConsentOption(command);
  addWaitOption(command);
  facts(command, 'a workspace filled by clv load', 'one CSV for each file with refused rows');
  example(command, 'clv quarantine export --out refused');
  return command.action(() =>
    context.run(command, [], async (run) => {
      const { exportQuarantine } = await import('../app/quarantine/quarantine.js');
      const { printResult } = await import('./print-result.js');
      const result = await exportQuarantine(run.settings, run.context);
      const report = { ...run.settings.report, out: null };
      await printResult({ ...run, settings: { ...run.settings, report } }, result);
      return ExitCode.fine;
    }),
  );
}

function retryCommand(context: CliContext): Command {
  const command = new Command('retry')
    .summary('Load mended rows')
    .description(
      'Load quarantine files after you have mended them: rows that are fine now join their orders, each once; ' +
        'the others stay. Without files, all that lie in quarantine/ of the workspace.',
    );
  addSourceOptions(command);
  addReportOptions(command);
  addWaitOption(command);
  facts(command, 'mended files of clv quarantine export or of a load', 'the workspace');
  example(command, 'clv quarantine retry');
  return command.action((files: string[]) =>
    context.run(
      command,
      files,
      async (run) => {
        const { retryQuarantine } = await import('../app/quarantine/quarantine.js');
        const { printResult } = await import('./print-result.js');
        const result = await retryQuarantine(run.settings, run.context);
        await printResult(run, result);
        return result.identities.every(({ holds }) => holds) ? ExitCode.fine : ExitCode.failed;
      },
      { logged: true },
    ),
  );
}
