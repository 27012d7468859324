import { Command, Option } from 'commander';
import type { BacktestFlags } from '../app/backtest/options.js';
import { ExitCode } from '../common/errors.js';
import type { CliContext } from './context.js';
import { example, facts } from './help.js';
import { addReportOptions, addWaitOption } from './options-report.js';
import { addSourceOptions } from './options-source.js';

/** `clv backtest`: hold out time, and see who was right. */
export function backtestCommand(context: CliContext): Command {
  const command = new Command('backtest')
    .summary('Hold out time and compare models with naive rules')
    .description(
      'Fit every model to the past of a day, let models and simple rules say what comes next, and measure them on what came: ' +
        'single customers, order, totals, intervals, week by week. Nothing is kept. Exit 4 when no model can be fitted.',
    );
  addSourceOptions(command);
  command
    .optionsGroup('Split:')
    .option(
      '--holdout <time>',
      'time held out at the end, such as 39w or 6m (default: a third, a year at most)',
    )
    .option('--calibration-end <date>', 'last day that fits may see (default: --as-of less the holdout)')
    .option('--origins <n>', 'as many splits, each a step earlier (default: 1)')
    .option('--step <time>', 'from one origin to the one before (default: 1q)')
    .addOption(
      new Option('--holdout-cohorts <unit>', 'also hold out each acquisition cohort in turn').choices([
        'month',
        'quarter',
        'year',
      ]),
    )
    .addOption(
      new Option(
        '--late-orders <when>',
        'orders of a workspace that were loaded after their time are known from their load on: loaded (default), or from their date on: dated',
      ).choices(['loaded', 'dated']),
    )
    .option('--as-of <date>', 'last day of all (default: the last order’s day)')
    .optionsGroup('Models:')
    .option(
      '--model <names>',
      'all (default), or some of nbd, bgnbd, mbgnbd, paretonbd, mbgcnbd, bgbb, cohort-factor, with commas',
    )
    .addOption(
      new Option('--occasion <what>', 'a purchase is a day (default) or an order').choices(['day', 'order']),
    )
    .option('--seed <n>', 'seed of starts and bootstrap (default: 1)');
  addReportOptions(command);
  command
    .option('--html <file>', 'also write the report as a page with charts')
    .option('--charts <folder>', 'also write each chart as SVG');
  addWaitOption(command);
  facts(command, 'order files, or a workspace filled by clv load', 'nothing but the report');
  example(command, 'clv backtest samples/orders.csv --holdout 39w');
  return command.action((files: string[], flags: BacktestFlags & { html?: string; charts?: string }) =>
    context.run(command, files, async (run) => {
      const { backtest } = await import('../app/backtest/backtest.js');
      const { backtestOptions } = await import('../app/backtest/options.js');
      const { printResult } = await import('./print-result.js');
      const result = await backtest(backtestOptions(flags), run.settings, run.context);
      if (flags.html !== undefined || flags.charts !== undefined) {
        const { writePictures } = await import('./write-pictures.js');
        await writePictures(run, result, flags, context.streams.cwd);
      }
      await printResult(run, result);
      return result.identities.every(({ holds }) => holds) ? ExitCode.fine : ExitCode.failed;
    }),
  );
}
