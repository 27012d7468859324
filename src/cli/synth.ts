import { Command, Option } from 'commander';
import type { SynthFlags } from '../app/synth-settings.js';
import { ExitCode } from '../common/errors.js';
import type { CliContext } from './context.js';
import { example, facts } from './help.js';

/** `clv synth`: customer bases that are made up, with the truth about them. */
export function synthCommand(context: CliContext): Command {
  const command = new Command('synth')
    .summary('Make realistic data with known truth')
    .description(
      'Make a customer base: order lines, and if asked for customers, products and the hidden truth. ' +
        'The same seed, version and options give the same bytes on every machine.',
    )
    .argument(
      '<scenario>',
      'madrigal, texas, baseline, high-churn, recall, promotion, launch, seasonal or stable',
    );
  addTo(command, 'Size and time:', [
    ['--customers <n>', 'customers to make (default: the scenario’s own number)'],
    ['--from <day>', 'first day of the data'],
    ['--to <day>', 'last day of the data'],
    ['--years-before <n>', 'years in which customers came before the first day'],
    ['--seed <n>', 'another seed, another base (default: 1)'],
    ['--lines-per-order <n>', 'mean lines of an order'],
  ]);
  addTo(command, 'Known parameters (time in weeks):', [
    ['--model <name>', 'bgnbd, mbgnbd or paretonbd instead of the scenario’s rates and leaving'],
    ['--params <list>', 'its parameters, such as r=.243,alpha=4.414,a=.793,b=2.426'],
    ['--spend <list>', 'Gamma-Gamma order values, such as p=6.25,q=3.74,gamma=15.44'],
  ]);
  addTo(command, 'Output:', [
    ['--out <file>', 'file of the order lines (default: SCENARIO.csv)'],
    ['--format <form>', 'csv, ndjson or parquet (default: as the file is named)'],
    ['--customers-out <file>', 'write the customers, as a shop knows them, as CSV'],
    ['--products-out <file>', 'write the products with their costs, as CSV'],
    ['--truth-out <file>', 'write rate, leaving and mean order value of each customer, as CSV'],
    ['--mixed-currency', 'add a currency column with several currencies'],
    ['--validate', 'check what was made; a failed check exits 1'],
  ]);
  addTo(command, 'Planted defects:', [
    ['--defects', 'plant each breach of the data contract and each oddity among the rows'],
    ['--defects-skip <kinds>', 'leave these kinds out, such as line_too_long (2 MB a row)'],
    ['--defects-out <file>', 'write where each defect is, as CSV'],
  ]);
  facts(command, 'nothing', 'the files named by --out and friends, each whole or not at all');
  example(command, 'clv synth texas --seed 7 --out texas.csv --truth-out texas-truth.csv');
  return command.action((scenario: string, options: Record<string, string | boolean>) =>
    context.run(command, [], async (run) => {
      const { resolveSynth } = await import('../app/synth-settings.js');
      const { synth } = await import('../app/synth.js');
      const { printResult } = await import('./print-result.js');
      const request = resolveSynth(flagsOf(scenario, options), run.settings.cwd);
      const result = await synth(request, run.settings, run.context);
      await printResult(run, result);
      const broken = result.tables.some(({ rows }) => rows.some(({ passes }) => passes === false));
      return broken ? ExitCode.failed : ExitCode.fine;
    }),
  );
}

/** `--customers`, `--format`, `--from`, `--out` and `--to` mean something else in the other commands; their values are kept under names of their own. */
class SynthOption extends Option {
  override attributeName(): string {
    return PREFIX + super.attributeName();
  }
}

const PREFIX = 'synth:';

function addTo(command: Command, group: string, options: readonly (readonly [string, string])[]): void {
  for (const [flags, text] of options) command.addOption(new SynthOption(flags, text).helpGroup(group));
}

function flagsOf(scenario: string, options: Record<string, string | boolean>): SynthFlags {
  const own = Object.entries(options).map(([name, value]) => [name.replace(PREFIX, ''), value]);
  return { scenario, ...Object.fromEntries(own) };
}
