import { Command } from 'commander';
import { ExitCode } from '../common/errors.js';
import type { CliContext } from './context.js';
import { example, facts } from './help.js';
import { addReportOptions } from './options-report.js';

/** `clv runs`: what was done in the workspace, and whether the job still runs. */
export function runsCommand(context: CliContext): Command {
  const command = new Command('runs')
    .summary('List and watch the runs of the workspace')
    .description('The log of the workspace: a line for each run that may change it.');
  command.addCommand(listCommand(context));
  command.addCommand(showCommand(context));
  command.addCommand(lastCommand(context));
  return command;
}

function listCommand(context: CliContext): Command {
  const command = new Command('list')
    .summary('List the runs')
    .description('List the runs of the workspace, the last one first.')
    .option('--command <name>', 'only runs of this command, such as load')
    .option('--limit <n>', 'how many (default: 20)');
  addReportOptions(command);
  facts(command, 'a workspace', 'nothing');
  example(command, 'clv runs list');
  return command.action((flags: { command?: string; limit?: string }) =>
    context.run(command, [], async (run) => {
      const { listRuns } = await import('../app/runs/runs.js');
      const { parseCount } = await import('../app/config/parse-number.js');
      const { printResult } = await import('./print-result.js');
      const limit = parseCount(1, 1_000_000)(flags.limit ?? '20', { name: '--limit', base: '.' });
      const asked = { command: flags.command ?? null, limit };
      await printResult(run, await listRuns(asked, run.settings, run.context));
      return ExitCode.fine;
    }),
  );
}

function showCommand(context: CliContext): Command {
  const command = new Command('show')
    .summary('Show all that the log has of a run')
    .description('Show a run: files with their hashes, rows, stages, memory, warnings, what it wrote.')
    .argument('[id]', 'the run, or the beginning of its id (default: the last one)');
  addReportOptions(command);
  facts(command, 'a workspace', 'nothing');
  example(command, 'clv runs show');
  return command.action((id: string | undefined) =>
    context.run(command, [], async (run) => {
      const { showRun } = await import('../app/runs/runs.js');
      const { printResult } = await import('./print-result.js');
      await printResult(run, await showRun(id ?? null, run.settings, run.context));
      return ExitCode.fine;
    }),
  );
}

function lastCommand(context: CliContext): Command {
  const command = new Command('last')
    .summary('Check the last run, for a monitor')
    .description('Exit 0 when the last run went well and is young enough, exit 5 with the reason when not.')
    .option('--max-age <time>', 'how old it may be, such as 26h (default: any age)')
    .option('--command <name>', 'the last run of this command, such as score');
  addReportOptions(command);
  facts(command, 'a workspace', 'nothing');
  example(command, 'clv runs last --max-age 26h');
  return command.action((flags: { maxAge?: string; command?: string }) =>
    context.run(command, [], async (run) => {
      const { lastRun } = await import('../app/runs/runs.js');
      const { parseDuration } = await import('../app/config/parse-duration.js');
      const { printResult } = await import('./print-result.js');
      const where = { name: '--max-age', base: '.' };
      const maxAgeMs = flags.maxAge === undefined ? null : parseDuration(1)(flags.maxAge, where);
      const asked = { command: flags.command ?? null, maxAgeMs };
      await printResult(run, await lastRun(asked, run.settings, run.context));
      return ExitCode.fine;
    }),
  );
}
