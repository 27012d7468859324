import { Command } from 'commander';
import { ExitCode } from '../common/errors.js';
import type { CliContext } from './context.js';
import { example, facts } from './help.js';
import { promoteCommand, pruneCommand, rollbackCommand } from './models-change.js';
import { addReportOptions } from './options-report.js';

/** `clv models`: what was fitted. */
export function modelsCommand(context: CliContext): Command {
  const command = new Command('models')
    .summary('List, show and choose fitted models')
    .description('The models of the workspace: each is kept as it was fitted, one is in use.');
  command.addCommand(listCommand(context));
  command.addCommand(showCommand(context));
  command.addCommand(cardCommand(context));
  command.addCommand(promoteCommand(context));
  command.addCommand(rollbackCommand(context));
  command.addCommand(pruneCommand(context));
  return command;
}

function listCommand(context: CliContext): Command {
  const command = new Command('list')
    .summary('List the models')
    .description('List the models of the workspace, rejected ones too, and say which one is in use.');
  addReportOptions(command);
  facts(command, 'a workspace with a model', 'nothing');
  example(command, 'clv models list');
  return command.action(() =>
    context.run(command, [], async (run) => {
      const { listModels } = await import('../app/models.js');
      const { printResult } = await import('./print-result.js');
      await printResult(run, await listModels(run.settings, run.context));
      return ExitCode.fine;
    }),
  );
}

function showCommand(context: CliContext): Command {
  const command = new Command('show')
    .summary('Show a model: parameters, certificate, files')
    .description(
      'Show parameters with errors, the certificate of the optimum, and the files that a model comes from.',
    )
    .argument('[id]', 'the model, or the beginning of its id (default: the one in use)');
  addReportOptions(command);
  facts(command, 'a workspace with a model', 'nothing');
  example(command, 'clv models show');
  return command.action((id: string | undefined) =>
    context.run(command, [], async (run) => {
      const { showModel } = await import('../app/models.js');
      const { printResult } = await import('./print-result.js');
      await printResult(run, await showModel(id ?? null, run.settings, run.context));
      return ExitCode.fine;
    }),
  );
}

function cardCommand(context: CliContext): Command {
  const command = new Command('card')
    .summary('Print a model card')
    .description(
      'Print the card of a model in Markdown: assumptions, data, certificate, backtest and gates, intended use, limits.',
    )
    .argument('[id]', 'the model, or the beginning of its id (default: the one in use)');
  facts(command, 'a workspace with a model', 'Markdown to standard output');
  example(command, 'clv models card');
  return command.action((id: string | undefined) =>
    context.run(command, [], async (run) => {
      const { modelCardText } = await import('../app/models.js');
      await run.print(await modelCardText(id ?? null, run.settings));
      return ExitCode.fine;
    }),
  );
}
