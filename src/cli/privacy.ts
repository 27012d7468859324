import { resolve } from 'node:path';
import { Command } from 'commander';
import { ExitCode } from '../common/errors.js';
import type { Result } from '../common/result.js';
import type { CliContext, Run } from './context.js';
import { example, facts } from './help.js';
import { addReportOptions, addWaitOption } from './options-report.js';

const KEY = ['--pseudonym-key <file>', 'the key of the pseudonyms, outside of the workspace'] as const;

/** `clv privacy`: personal data of the workspace, and how they go. */
export function privacyCommand(context: CliContext): Command {
  const command = new Command('privacy')
    .summary('Forget customers, pseudonyms, retention, and a report')
    .description('Personal data in the workspace: where they are, and how they go.');
  command.addCommand(forgetCommand(context));
  command.addCommand(pseudonymiseCommand(context));
  command.addCommand(retentionCommand(context));
  command.addCommand(reportCommand(context));
  return command;
}

function forgetCommand(context: CliContext): Command {
  const command = new Command('forget')
    .summary('Remove customers for good')
    .description(
      'Remove customers from every table, refused row and file of the workspace, and rewrite the warehouse. ' +
        'They are remembered as keyed hashes alone, so that no later load brings them back. Costs a full rebuild.',
    )
    .argument('[ids...]', 'ids of customers')
    .option('--file <file>', 'file with one id a line')
    .option(
      '--forgotten-in <folder>',
      'whoever was forgotten in that folder, the workspace that this one was restored in the place of',
    )
    .option(...KEY);
  addReportOptions(command);
  addWaitOption(command);
  facts(
    command,
    'a workspace filled by clv load',
    'the workspace, and a receipt without personal data into its receipts/',
  );
  example(command, 'clv privacy forget C0000001');
  return command.action((ids: string[], flags: { file?: string; forgottenIn?: string }) =>
    context.run(
      command,
      [],
      async (run) => {
        const { forget } = await import('../app/privacy/forget.js');
        const file = flags.file === undefined ? null : resolve(run.settings.cwd, flags.file);
        const copy = flags.forgottenIn === undefined ? null : resolve(run.settings.cwd, flags.forgottenIn);
        return shown(run, await forget({ ids, file, copy }, run.settings, run.context));
      },
      { logged: true },
    ),
  );
}

function pseudonymiseCommand(context: CliContext): Command {
  const command = new Command('pseudonymise')
    .summary('Turn ids of customers into pseudonyms')
    .description(
      'Turn every customer id of the workspace, and of each later load, into a pseudonym (HMAC-SHA256). ' +
        'The key is made where it is missing; later loads need it.',
    )
    .option(...KEY);
  addReportOptions(command);
  addWaitOption(command);
  facts(command, 'a workspace filled by clv load', 'the workspace, and the key where it is missing');
  example(command, 'clv privacy pseudonymise --pseudonym-key clv.key');
  return command.action(() =>
    context.run(
      command,
      [],
      async (run) => {
        const { pseudonymise } = await import('../app/privacy/pseudonymise.js');
        return shown(run, await pseudonymise(run.settings, run.context));
      },
      { logged: true },
    ),
  );
}

function retentionCommand(context: CliContext): Command {
  const command = new Command('retention')
    .summary('Erase old rows')
    .description(
      'Erase order lines from long before the end of observation, customers of whom nothing later is left, ' +
        'and all refused rows. Later loads leave such rows out. Costs a full rebuild.',
    )
    .option('--older-than <time>', 'how long rows are kept, such as 36m or 10y')
    .option('--as-of <date>', 'the day to count back from (default: the last order’s day)');
  addReportOptions(command);
  addWaitOption(command);
  facts(command, 'a workspace filled by clv load', 'the workspace');
  example(command, 'clv privacy retention --older-than 36m');
  return command.action((flags: { olderThan?: string }) =>
    context.run(
      command,
      [],
      async (run) => {
        const { applyRetention } = await import('../app/privacy/retention.js');
        const { parseMonths } = await import('../app/config/parse-duration.js');
        const months = parseMonths(flags.olderThan, { name: '--older-than', base: '.' });
        return shown(run, await applyRetention(months, run.settings, run.context));
      },
      { logged: true },
    ),
  );
}

function reportCommand(context: CliContext): Command {
  const command = new Command('report')
    .summary('Show which personal data are stored where')
    .description(
      'Show which personal columns are stored in which tables and files, consents, and what was forgotten.',
    );
  addReportOptions(command);
  addWaitOption(command);
  facts(command, 'a workspace filled by clv load', 'nothing');
  example(command, 'clv privacy report');
  return command.action(() =>
    context.run(command, [], async (run) => {
      const { privacyReport } = await import('../app/privacy/report.js');
      return shown(run, await privacyReport(run.settings, run.context));
    }),
  );
}

async function shown(run: Run, result: Result): Promise<ExitCode> {
  const { printResult } = await import('./print-result.js');
  await printResult(run, result);
  return ExitCode.fine;
}
