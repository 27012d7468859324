import { Command } from 'commander';
import type { PipelineFlags } from '../app/pipeline/options.js';
import { ExitCode } from '../common/errors.js';
import type { CliContext } from './context.js';
import { asClvError } from './describe-error.js';
import { example, facts } from './help.js';
import { addReportOptions, addWaitOption } from './options-report.js';
import { addSourceOptions } from './options-source.js';

/** `clv run`: the whole night's work. */
export function runCommand(context: CliContext): Command {
  const command = new Command('run')
    .summary('Load, check, fit if due, and score')
    .description(
      'Do a night’s work under one lock: load the files, check what is there, fit a model if one is due, score. ' +
        'Each step has its line in the run log (clv runs list). A step that fails ends the run with its exit code; ' +
        'a fit that fails (4) or does not pass the gates (5) leaves the model in use, which scores.',
    );
  addSourceOptions(command);
  command
    .optionsGroup('Steps:')
    .option(
      '--if-older-than <time>',
      'fit only when the model in use ends so long before the data: 7d, 4w, 1m',
    )
    .option('--if-drift', 'fit only when clv drift finds an alert; with both, when either holds')
    .option(
      '--scores <file>',
      'rows of the scores, .csv or .parquet (default: score.out of the config, else scores.csv)',
    )
    .option('--consent <name>', 'scores of customers only who gave it, such as marketing_consent')
    .option('--resume', 'go on at the step where the last run ended; files of steps done are not read again')
    .option('--dry-run', 'say what would be done, and do nothing');
  addReportOptions(command);
  addWaitOption(command);
  facts(
    command,
    'order files (or sources in clv.config.json), or a workspace; fit and score in the config set their options',
    'the workspace, and the rows of the scores',
  );
  example(command, 'clv run samples/orders.csv --if-older-than 7d --if-drift');
  return command.action((files: string[], flags: PipelineFlags) =>
    context.run(
      command,
      files,
      async (run) => {
        const { pipelineOptions } = await import('../app/pipeline/options.js');
        const { printResult } = await import('./print-result.js');
        const options = pipelineOptions(flags, run.settings);
        if (flags.dryRun === true) {
          const { planPipeline } = await import('../app/pipeline/plan.js');
          await printResult(run, await planPipeline(options, run.settings, run.context));
          return ExitCode.fine;
        }
        const { runPipeline } = await import('../app/pipeline/pipeline.js');
        const { result, failure } = await runPipeline(options, run.settings, run.context, asClvError);
        await printResult(run, result);
        if (failure !== null) throw failure;
        return ExitCode.fine;
      },
      { logged: flags.dryRun !== true },
    ),
  );
}
