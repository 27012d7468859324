import { Command } from 'commander';
import { ExitCode } from '../common/errors.js';
import type { CliContext } from './context.js';
import { example, facts } from './help.js';
import { addPeriodOptions } from './options-period.js';
import { addReportOptions, addWaitOption } from './options-report.js';
import { addSourceOptions } from './options-source.js';

/** `clv config`: each setting, its value, and who set it. */
export function configCommand(context: CliContext): Command {
  const command = new Command('config')
    .summary('Show each setting and where it comes from')
    .description(
      'Show each setting, its value, and whether a flag, the environment, the config or a default set it.',
    )
    .option('--schema', 'print the JSON Schema of clv.config.json instead');
  addSourceOptions(command);
  addPeriodOptions(command);
  addReportOptions(command);
  addWaitOption(command);
  facts(command, 'nothing; clv.config.json is read if it is there', 'nothing');
  example(command, 'clv config --time-zone Europe/Berlin --format json');
  return command.action((files: string[], options: { schema?: boolean }) =>
    context.run(command, files, async (run) => {
      if (options.schema === true) {
        const { configJsonSchema } = await import('../app/config/schema.js');
        await run.print(`${JSON.stringify(configJsonSchema(), null, 2)}\n`);
        return ExitCode.fine;
      }
      const { explainConfig } = await import('../app/explain-config.js');
      const { printResult } = await import('./print-result.js');
      await printResult(run, explainConfig(run.settings, run.context.version, context.streams.env));
      return ExitCode.fine;
    }),
  );
}
