import { Command, Option } from 'commander';
import type { ExportForm } from '../app/mart.js';
import { ExitCode } from '../common/errors.js';
import type { CliContext } from './context.js';
import { example, facts } from './help.js';
import { addConsentOption, addReportOptions, addWaitOption } from './options-report.js';
import { addSourceOptions } from './options-source.js';

/** `clv mart`: the relations themselves. */
export function martCommand(context: CliContext): Command {
  const command = new Command('mart')
    .summary('Show or export the relations of the data mart')
    .description(
      'The relations that every report reads: orders, returns, customers, periods, cohorts and more.',
    );
  command.addCommand(showCommand(context));
  command.addCommand(exportCommand(context));
  command.addCommand(docsCommand(context));
  return command;
}

function showCommand(context: CliContext): Command {
  const command = new Command('show')
    .summary('Show the first rows of a relation')
    .description(
      'Show the first rows of a relation of the workspace or of files; without a name, list the relations.',
    )
    .option('--relation <name>', 'the relation')
    .option('--rows <n>', 'how many rows (default: 20)');
  addConsentOption(command);
  addSourceOptions(command);
  addReportOptions(command);
  addWaitOption(command);
  facts(command, 'order files, or a workspace', 'nothing');
  example(command, 'clv mart show --relation customers samples/orders.csv');
  return command.action((files: string[], options: { relation?: string; rows?: string }) =>
    context.run(command, files, async (run) => {
      const { showMart } = await import('../app/mart.js');
      const { printResult } = await import('./print-result.js');
      const { parseCount } = await import('../app/config/parse-number.js');
      const rows = parseCount(1, 100_000)(options.rows ?? '20', { name: '--rows', base: '.' });
      await printResult(run, await showMart(options.relation ?? null, rows, run.settings, run.context));
      return ExitCode.fine;
    }),
  );
}

function exportCommand(context: CliContext): Command {
  const command = new Command('export')
    .summary('Write relations to files')
    .description(
      'Write relations to a folder, one file each, ordered by key: the same data give the same bytes.',
    )
    .option(
      '--relation <name>',
      'a relation (repeatable; default: all)',
      (value: string, before: string[] = []) => [...before, value],
    )
    .addOption(
      new Option('--as <form>', 'csv (default), parquet or ndjson').choices(['csv', 'parquet', 'ndjson']),
    );
  addConsentOption(command);
  addSourceOptions(command);
  addReportOptions(command);
  addWaitOption(command);
  facts(command, 'order files, or a workspace', 'one file a relation into the folder of --out');
  example(command, 'clv mart export --relation orders --as parquet --out exported samples/orders.csv');
  return command.action((files: string[], options: { relation?: string[]; as?: ExportForm }) =>
    context.run(command, files, async (run) => {
      const { exportMart } = await import('../app/mart.js');
      const { printResult } = await import('./print-result.js');
      const result = await exportMart(options.relation ?? [], options.as ?? 'csv', run.settings, run.context);
      await printResult(
        { ...run, settings: { ...run.settings, report: { ...run.settings.report, out: null } } },
        result,
      );
      return ExitCode.fine;
    }),
  );
}

function docsCommand(context: CliContext): Command {
  const command = new Command('docs')
    .summary('Write the data dictionary')
    .description(
      'Write the data dictionary of the relations, with a picture of how they follow from each other.',
    );
  addReportOptions(command);
  facts(
    command,
    'nothing',
    'Markdown (with Mermaid) or, with --format html, a page to standard output or --out',
  );
  example(command, 'clv mart docs --out relations.md');
  return command.action(() =>
    context.run(command, [], async (run) => {
      const { martDocumentation } = await import('../app/mart-docs.js');
      const text = martDocumentation(run.settings.report.format === 'html' ? 'html' : 'markdown');
      if (run.settings.report.out === null) await run.print(text);
      else {
        const { writeReportFile } = await import('../app/write-report.js');
        const { writtenTo } = await import('../common/messages/cli.js');
        await writeReportFile(run.settings.report.out, text);
        await run.say(writtenTo(run.settings.report.out, 1));
      }
      return ExitCode.fine;
    }),
  );
}
