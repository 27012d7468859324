import { createReadStream } from 'node:fs';
import { Command, Option } from 'commander';
import type { ScoreFlags } from '../app/score.js';
import { ExitCode } from '../common/errors.js';
import type { CliContext, Run } from './context.js';
import { example, facts } from './help.js';
import { addAttributesOption } from './options-period.js';
import { addWaitOption } from './options-report.js';
import { addSourceOptions } from './options-source.js';

/** `clv score`: what each customer is expected to bring. */
export function scoreCommand(context: CliContext): Command {
  const command = new Command('score')
    .summary('Score customers with the current model')
    .description(
      'Score every customer of the workspace: the chance to be alive, purchases and value to come, with intervals. ' +
        'Files named are loaded into the workspace first. One row a customer goes to --out, sorted by id; ' +
        'customers who are marked as not visible are in no row.',
    );
  addSourceOptions(command);
  command
    .optionsGroup('Scores:')
    .option('--out <file>', 'rows as .csv or .parquet, or - for standard output (default: scores.csv)')
    .option(
      '--model <id>',
      'a model of clv models list, or the beginning of its id (default: the one in use)',
    )
    .option('--as-of <date>', 'day of the scores (default: the last order’s day)')
    .option('--horizon <time>', 'how far to look: 12m (calendar months, default), 39w, 365d or 2y')
    .option('--annual-rate <rate>', 'yearly discount rate (default: 10%)')
    .option('--interval <share>', 'share of the outcomes between low and high (default: 80%)')
    .option(
      '--mean-interval',
      'an interval of the expected purchases themselves: expected_purchases_low and _high',
    )
    .option('--min-days <n>', 'younger customers lean on those who came in their month (default: 0, nobody)')
    .option('--cold-start <names>', 'and on those with the same values of these attributes: channel,device')
    .option('--segment-by <attribute>', 'attribute by which margins and rates differ')
    .option('--segment-margin <value=share>', 'margin of one of its values: web=40% (repeatable)', collect)
    .option('--segment-rate <value=rate>', 'yearly discount rate of one of its values (repeatable)', collect)
    .addOption(
      new Option(
        '--returns <whose>',
        'share of spend given back: own (default: each customer’s, shrunk to the base’s) or base',
      ).choices(['own', 'base']),
    )
    .option('--return-cost <money>', 'what one return costs (default: 0)')
    .option('--cac <money>', 'what it cost to win a customer: adds the column clv_less_cac')
    .option('--rollup <attribute>', 'sum the values by it, with an interval of each sum');
  addAttributesOption(command)
    .option('--consent <name>', 'rows of customers only who gave it, such as marketing_consent')
    .option('--customer-column <name>', 'score the side that was fitted with it, such as seller_id')
    .option('--top <n>', 'customers to show (default: 10)')
    .option('--explain <customer>', 'show how one customer’s value comes about, and write no file');
  command
    .optionsGroup('Report:')
    .option('--format <form>', 'table (default), csv, json, markdown or html, to standard output')
    .option('--table <id>', 'only this table')
    .option('--wide', 'all columns and all rows in the terminal')
    .option('--min-cell <n>', 'hide groups of fewer customers, and what would give them away')
    .option('--no-checks', 'skip the checks of the relations');
  addWaitOption(command);
  facts(
    command,
    'a model (clv fit), and order files or a workspace',
    'the rows (scores.csv), and the table scores of the workspace',
  );
  example(command, 'clv score samples/orders.csv --out scores.csv');
  return command.action((files: string[], flags: ScoreFlags) =>
    context.run(
      command,
      files,
      async (run) => {
        const { scoreOptions, scoreWorkspace } = await import('../app/score.js');
        const { printResult } = await import('./print-result.js');
        const options = scoreOptions(flags, run.settings.cwd, run.settings.steps.score);
        const result = await scoreWorkspace(options, run.settings, run.context, (path) =>
          sendFile(run, path),
        );
        const report = { ...run.settings.report, out: null };
        run.context.journal?.result(result);
        if (options.out !== null && options.out !== '-') run.context.journal?.output(options.out);
        if (options.out !== '-') await printResult({ ...run, settings: { ...run.settings, report } }, result);
        return result.identities.every(({ holds }) => holds) ? ExitCode.fine : ExitCode.failed;
      },
      { logged: true },
    ),
  );
}

/** A file to standard output, as fast as its reader takes it. */
async function sendFile({ print }: Run, path: string): Promise<void> {
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 1 << 20 })) {
    await print(chunk as string);
  }
}

function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}
