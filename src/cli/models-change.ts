import { Command } from 'commander';
import { ExitCode } from '../common/errors.js';
import type { CliContext } from './context.js';
import { example, facts } from './help.js';
import { addReportOptions, addWaitOption } from './options-report.js';

/** `clv models promote`. */
export function promoteCommand(context: CliContext): Command {
  const command = new Command('promote')
    .summary('Put a model into use')
    .description(
      'Put a model into use, whatever its gates said: they are shown. A model that was rejected when it was fitted is refused.',
    )
    .argument('<id>', 'the model, or the beginning of its id');
  addReportOptions(command);
  addWaitOption(command);
  facts(
    command,
    'a workspace with a model',
    'the pointer to the model in use, and a line of decisions.jsonl',
  );
  example(command, 'clv models promote bgnbd');
  return command.action((id: string) =>
    context.run(
      command,
      [],
      async (run) => {
        const { promote } = await import('../app/models-change.js');
        const { printResult } = await import('./print-result.js');
        await printResult(run, await promote(id, run.settings, run.context));
        return ExitCode.fine;
      },
      { logged: true },
    ),
  );
}

/** `clv models rollback`. */
export function rollbackCommand(context: CliContext): Command {
  const command = new Command('rollback')
    .summary('Go back to the model in use before')
    .description('Put the model into use that was in use before the present one, and say which.');
  addReportOptions(command);
  addWaitOption(command);
  facts(
    command,
    'a workspace in which two models were in use',
    'the pointer to the model in use, and a line of decisions.jsonl',
  );
  example(command, 'clv models rollback');
  return command.action(() =>
    context.run(
      command,
      [],
      async (run) => {
        const { rollback } = await import('../app/models-change.js');
        const { printResult } = await import('./print-result.js');
        await printResult(run, await rollback(run.settings, run.context));
        return ExitCode.fine;
      },
      { logged: true },
    ),
  );
}

/** `clv models prune`. */
export function pruneCommand(context: CliContext): Command {
  const command = new Command('prune')
    .summary('Remove old models')
    .description(
      'Remove models, except the newest, the one in use, and the one that made the scores of the workspace.',
    )
    .option('--keep <n>', 'newest models to keep (default: 5)');
  addReportOptions(command);
  addWaitOption(command);
  facts(
    command,
    'a workspace',
    'removes folders of .clv/models, and writes a line of decisions.jsonl for each',
  );
  example(command, 'clv models prune --keep 5');
  return command.action((flags: { keep?: string }) =>
    context.run(
      command,
      [],
      async (run) => {
        const { parseCount } = await import('../app/config/parse-number.js');
        const { prune } = await import('../app/models-change.js');
        const { printResult } = await import('./print-result.js');
        const keep = parseCount(1, 100_000)(flags.keep ?? '5', { name: '--keep', base: '.' });
        await printResult(run, await prune(keep, run.settings, run.context));
        return ExitCode.fine;
      },
      { logged: true },
    ),
  );
}
