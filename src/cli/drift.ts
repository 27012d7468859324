import { Command } from 'commander';
import type { DriftFlags } from '../app/drift/options.js';
import { ExitCode } from '../common/errors.js';
import type { CliContext } from './context.js';
import { example, facts } from './help.js';
import { addReportOptions, addWaitOption } from './options-report.js';

/** `clv drift`: does the model in use still describe the data? */
export function driftCommand(context: CliContext): Command {
  const command = new Command('drift')
    .summary('Compare today with what the model was trained on')
    .description(
      'Compare the newest weeks of the workspace with what the model expects of them: purchases of known customers, newcomers at equal age, ' +
        'order spend and mixes against the same weeks a year before. Exit 5 on an alert; an alert is significant after correction and large enough to matter.',
    )
    .option('--model <id>', 'a model of clv models list (default: the one in use)')
    .option('--window <time>', 'newest time to compare, such as 13w (default) or 1m')
    .option(
      '--mix <attribute>',
      'attribute whose mix is compared (repeatable; default: those with few values)',
      collect,
    )
    .option('--as-of <date>', 'last day of observation (default: the last order’s day)');
  addReportOptions(command);
  addWaitOption(command);
  facts(command, 'a workspace with a model and orders since its end', 'nothing but the report');
  example(command, 'clv drift --window 13w');
  return command.action((flags: DriftFlags) =>
    context.run(command, [], async (run) => {
      const { drift } = await import('../app/drift/drift.js');
      const { driftOptions } = await import('../app/drift/options.js');
      const { printResult } = await import('./print-result.js');
      const { result, alert } = await drift(driftOptions(flags), run.settings, run.context);
      await printResult(run, result);
      if (alert !== null) throw alert;
      return result.identities.every(({ holds }) => holds) ? ExitCode.fine : ExitCode.failed;
    }),
  );
}

function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}
