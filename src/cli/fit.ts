import { Command, Option } from 'commander';
import type { FitFlags } from '../app/fit.js';
import { ExitCode } from '../common/errors.js';
import type { CliContext } from './context.js';
import { example, facts } from './help.js';
import { addAttributesOption } from './options-period.js';
import { addReportOptions, addWaitOption } from './options-report.js';
import { addSourceOptions } from './options-source.js';

/** `clv fit`: models of the workspace's customers. */
export function fitCommand(context: CliContext): Command {
  const command = new Command('fit')
    .summary('Fit and register a model')
    .description(
      'Fit models of purchases and of spend to all customers of the workspace, check the optimum, and put the model into use. ' +
        'Files named are loaded into the workspace first; one file into an empty workspace when a command asks for its lines. The same data give the same model. ' +
        'Exit 4 when no model converges or the data are too few, 5 when the model does not pass the gates (gates in the config); the model in use then stays.',
    );
  addSourceOptions(command);
  command
    .optionsGroup('Model:')
    .option(
      '--model <name>',
      'auto (default), bgnbd, mbgnbd, paretonbd, nbd, mbgcnbd (regular buyers), bgbb (calendar months), sbg (contracts: FILES is a table of survivors) or cohort-factor (few customers); auto compares the first three on a held-out year, or by BIC below two years of data',
    )
    .addOption(
      new Option(
        '--method <how>',
        'ml (default), map or mcmc (minutes rather than seconds on large bases)',
      ).choices(['ml', 'map', 'mcmc']),
    )
    .option(
      '--calibration-end <date>',
      'last day that the fit may see (default: --as-of, else the last order’s day)',
    )
    .option('--as-of <date>', 'the same')
    .addOption(
      new Option('--spend-history <what>', 'repeat purchases (default) or all of them').choices([
        'repeat',
        'all',
      ]),
    )
    .addOption(
      new Option('--occasion <what>', 'a purchase is a day (default) or an order').choices(['day', 'order']),
    )
    .addOption(
      new Option('--time-unit <unit>', 'unit of the parameters: week (default) or day').choices([
        'day',
        'week',
      ]),
    )
    .addOption(new Option('--opportunity <what>', 'what bgbb counts: month (default)').choices(['month']))
    .option(
      '--by <attribute>',
      'a model for each of its values too; small ones keep the model of the whole base',
    );
  addAttributesOption(command)
    .addOption(
      new Option(
        '--grid <unit>',
        'merge histories to whole weeks: smaller and biased, and the bias is printed',
      ).choices(['week']),
    )
    .option(
      '--bootstrap <n>',
      'refit to resampled customers so many times (each costs a fraction of the fit)',
    )
    .option('--draws <n>', 'kept draws of each of the four chains of mcmc (default: 1000)')
    .option(
      '--customer-column <name>',
      'another column as the customer, such as seller_id, in a workspace of its own',
    )
    .option('--seed <n>', 'seed of the starts (default: 1)')
    .option('--no-promote', 'register the model and leave the one in use');
  addReportOptions(command);
  addWaitOption(command);
  facts(
    command,
    'order files, or a workspace filled by clv load',
    'the workspace: the orders of the files, and .clv/models/ID with model.json, reference.json, lineage.json, card.md',
  );
  example(command, 'clv fit samples/orders.csv');
  return command.action((files: string[], flags: FitFlags) =>
    context.run(
      command,
      files,
      async (run) => {
        const { fitAny } = await import('../app/fit-any.js');
        const { printResult } = await import('./print-result.js');
        const { result, failure } = await fitAny(
          { ...run.settings.steps.fit, ...flags },
          run.settings,
          run.context,
        );
        await printResult(run, result);
        if (failure !== null) throw failure;
        return result.identities.every(({ holds }) => holds) ? ExitCode.fine : ExitCode.failed;
      },
      { logged: true },
    ),
  );
}
