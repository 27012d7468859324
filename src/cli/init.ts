import { resolve } from 'node:path';
import { Command } from 'commander';
import { ExitCode } from '../common/errors.js';
import type { CliContext } from './context.js';
import { example, facts } from './help.js';
import { addReportOptions } from './options-report.js';
import { addSourceOptions } from './options-source.js';

/** `clv init`: a config from a look at the user's files. */
export function initCommand(context: CliContext): Command {
  const command = new Command('init')
    .summary('Write clv.config.json from a look at your files')
    .description(
      'Look at your files, tell orders from customers from products, find the columns, and write clv.config.json. Says what it decided and why; flags given here are remembered too.',
    )
    .option('--force', 'replace a config that exists');
  addSourceOptions(command);
  addReportOptions(command);
  facts(command, 'files, or a folder with files', 'clv.config.json, or the file of --config');
  example(command, 'clv init samples/orders.csv samples/customers.csv');
  return command.action((files: string[], options: { force?: boolean }) =>
    context.run(
      command,
      [],
      async (run) => {
        const { init } = await import('../app/init.js');
        const { printResult } = await import('./print-result.js');
        const { settings } = run;
        const target = settings.config.path ?? resolve(settings.cwd, 'clv.config.json');
        const machineZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
        const force = options.force === true;
        await printResult(run, await init({ files, target, force, machineZone }, settings, run.context));
        return ExitCode.fine;
      },
      { ignoreConfig: true },
    ),
  );
}
