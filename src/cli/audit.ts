import { Command } from 'commander';
import type { LensName } from '../app/audit.js';
import { ExitCode } from '../common/errors.js';
import type { CliContext } from './context.js';
import { example, facts } from './help.js';
import { addPeriodOptions } from './options-period.js';
import { addReportOptions, addWaitOption } from './options-report.js';
import { addSourceOptions } from './options-source.js';

interface LensHelp {
  readonly name: LensName;
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
  if (lens.name === 'rfm')
    command.option('--customers-table', 'add a row for each customer who may be shown');
  addSourceOptions(command);
  addPeriodOptions(command);
  addReportOptions(command);
  addWaitOption(command);
  facts(command, 'order files, or a workspace filled by clv load', 'nothing but the report');
  example(command, lens.example);
  return command.action((files: string[], options: { customersTable?: boolean }) =>
    context.run(command, files, async (run) => {
      const { audit } = await import('../app/audit.js');
      const { printResult } = await import('./print-result.js');
      const result = await audit(
        lens.name,
        { customers: options.customersTable === true },
        run.settings,
        run.context,
      );
      await printResult(run, result);
      return result.identities.every(({ holds }) => holds) ? ExitCode.fine : ExitCode.failed;
    }),
  );
}
