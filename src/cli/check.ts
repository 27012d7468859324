import { Command } from 'commander';
import { ExitCode } from '../common/errors.js';
import type { CliContext } from './context.js';
import { example, facts } from './help.js';
import { addConsentOption, addReportOptions, addWaitOption } from './options-report.js';
import { addSourceOptions } from './options-source.js';

/** `clv check`: what is in the data, what is odd, is it enough. */
export function checkCommand(context: CliContext): Command {
  const command = new Command('check')
    .summary('Profile and judge the data')
    .description(
      'Show what was understood of your columns, what is in the data, what is odd, and for which analysis it is enough.',
    )
    .option('--as-of <date>', 'last day of observation (default: the last order’s day)')
    .option('--by <attribute>', 'judge each value of an attribute, such as city');
  addConsentOption(command);
  addSourceOptions(command);
  addReportOptions(command);
  addWaitOption(command);
  facts(command, 'order files, or a workspace filled by clv load', 'nothing but the report');
  example(command, 'clv check samples/orders.csv');
  return command.action((files: string[]) =>
    context.run(command, files, async (run) => {
      const { check } = await import('../app/check/check.js');
      const { printResult } = await import('./print-result.js');
      const result = await check(run.settings, run.context);
      await printResult(run, result);
      return result.identities.every(({ holds }) => holds) ? ExitCode.fine : ExitCode.failed;
    }),
  );
}
