import { Command, Option } from 'commander';
import type { LensName } from '../app/audit/lens-names.js';
import type { AuditFlags } from '../app/audit/options.js';
import { ExitCode } from '../common/errors.js';
import { chartsFormatAlone } from '../common/messages/cli.js';
import type { CliContext } from './context.js';
import { example, facts } from './help.js';
import { addPeriodOptions } from './options-period.js';
import { addConsentOption, addReportOptions, addWaitOption } from './options-report.js';
import { addSourceOptions } from './options-source.js';
import type { PictureFlags } from './write-pictures.js';

const CHART_FORMATS = ['svg', 'png', 'both'] as const;

interface LensHelp {
  readonly name: LensName | 'all';
  readonly summary: string;
  readonly description: string;
  readonly example: string;
}

const LENSES: readonly LensHelp[] = [
  {
    name: 'lens1',
    summary: 'How different are the customers of one period',
    description:
      'Show how different the customers of one period are: what its total is made of, how often they ordered, how spend and profit are spread, tenths, concentration, losses, RFM.',
    example: 'clv audit lens1 samples/orders.csv',
  },
  {
    name: 'lens2',
    summary: 'What changed between two periods',
    description:
      'Compare two periods: who came and stayed, what changed for the same customers, and what the change of the total is made of.',
    example: 'clv audit lens2 samples/orders.csv --period 2019 --versus 2018',
  },
  {
    name: 'lens3',
    summary: 'One cohort over its life',
    description:
      'Follow the customers acquired in one period: who stays active, what they bring, how soon they buy again.',
    example: 'clv audit lens3 samples/orders.csv --cohort 2016',
  },
  {
    name: 'lens4',
    summary: 'Cohorts against each other',
    description:
      'Compare cohorts at equal age: activity, value, second purchase, and whether newer ones are better.',
    example: 'clv audit lens4 samples/orders.csv',
  },
  {
    name: 'lens5',
    summary: 'The health of the base',
    description:
      'Show what each cohort brings in each period, what carries over, acquisition and growth, and a forecast with its backtest.',
    example: 'clv audit lens5 samples/orders.csv --target 10%',
  },
  {
    name: 'product',
    summary: 'What customers buy',
    description:
      'Show categories (or products): penetration, baskets, breadth, what is bought together, ways in.',
    example: 'clv audit product samples/orders.csv',
  },
  {
    name: 'all',
    summary: 'Every lens in one report',
    description:
      'Look through every lens in one pass over the data: one report, for the terminal or as a page.',
    example: 'clv audit all --orders samples/orders.csv --html audit.html',
  },
  {
    name: 'rfm',
    summary: 'Recency, frequency and money of each customer',
    description:
      'Score customers by recency, frequency and money at the end of the observation (or of --period), and name segments.',
    example: 'clv audit rfm samples/orders.csv --customers-table --format csv --table customers',
  },
];

/** `clv audit`: the customer-base audit, one lens a subcommand. */
export function auditCommand(context: CliContext): Command {
  const command = new Command('audit')
    .summary('Look at the customer base through a lens')
    .description('The customer-base audit: who the customers are, how they differ, and what they bring.');
  for (const lens of LENSES) command.addCommand(lensCommand(context, lens));
  return command;
}

function lensCommand(context: CliContext, lens: LensHelp): Command {
  const command = new Command(lens.name).summary(lens.summary).description(lens.description);
  addLensOptions(command, lens.name);
  addSourceOptions(command);
  addPeriodOptions(command);
  addReportOptions(command);
  addWaitOption(command);
  facts(command, 'order files, or a workspace filled by clv load', 'nothing but the report');
  example(command, lens.example);
  return command.action((files: string[], flags: AuditFlags & PictureFlags) =>
    context.run(command, files, async (run) => {
      if (flags.chartsFormat !== undefined && flags.charts === undefined) throw chartsFormatAlone();
      const { audit, auditAll } = await import('../app/audit/audit.js');
      const { auditOptions } = await import('../app/audit/options.js');
      const { printResult } = await import('./print-result.js');
      const options = auditOptions(flags);
      const result =
        lens.name === 'all'
          ? await auditAll(options, run.settings, run.context)
          : await audit(lens.name, options, run.settings, run.context);
      if (flags.html !== undefined || flags.charts !== undefined) {
        const { writePictures } = await import('./write-pictures.js');
        await writePictures(run, result, flags, context.streams.cwd);
      }
      await printResult(run, result);
      return result.identities.every(({ holds }) => holds) ? ExitCode.fine : ExitCode.failed;
    }),
  );
}

/** Options that only some lenses have. */
function addLensOptions(command: Command, name: LensHelp['name']): void {
  const has = (...names: LensHelp['name'][]) => name === 'all' || names.includes(name);
  command.optionsGroup('Lens:');
  if (has('lens2'))
    command.option('--versus <period>', 'the period to compare with (default: the year before)');
  if (has('lens3', 'product')) command.option('--cohort <period>', 'customers acquired in this period');
  if (has('lens4', 'lens5')) {
    command.option(
      '--cohort-by <what>',
      'acquisition (default), an attribute, or rfm_segment, decile, tier or value_decile @DATE',
    );
  }
  if (has('lens3', 'lens4', 'lens5', 'product')) {
    command.addOption(
      new Option(
        '--history <how>',
        'customers from before the data: auto (default), with_data, before_data',
      ).choices(['auto', 'with_data', 'before_data']),
    );
  }
  if (has('lens5')) {
    command.option('--target <share>', 'what a growth target needs, such as 10%');
    command.option('--index', 'add an index of health, with its parts');
  }
  if (has('product')) {
    command.addOption(new Option('--level <what>', 'category or product').choices(['category', 'product']));
    command.option('--top <n>', 'categories or products that keep their name');
  }
  if (name === 'rfm') {
    command.option('--customers-table', 'add a row for each customer who may be shown');
    addConsentOption(command);
  }
  command.option('--html <file>', 'also write the report as one page with charts');
  command.option('--charts <dir>', 'also write each chart as a file');
  command.addOption(
    new Option('--charts-format <form>', 'form of these files (default: svg; png is 1920 × 1080)').choices(
      CHART_FORMATS,
    ),
  );
}
