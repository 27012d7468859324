import { Command, Option } from 'commander';
import { packageVersion } from '../common/version.js';
import { COMMANDS } from './commands.js';
import type { CliContext } from './context.js';
import { example } from './help.js';
import { addGlobalOptions } from './options-global.js';

/** The whole grammar. Nothing heavy is loaded here: each action imports its use-case when it runs. */
export function createProgram(context: CliContext): Command {
  const { out, err } = context.streams;
  const program = new Command('clv')
    .description(
      'The customer-base audit on the command line: from an export of orders to who your customers are and what they are worth.',
    )
    .usage('<command> [options]')
    .version(packageVersion(), '--version', 'show the version')
    .addHelpOption(helpOption('show help'))
    .helpCommand('help [command]', 'show help for a command')
    .exitOverride()
    .showHelpAfterError('Run clv --help for its usage.')
    .allowExcessArguments(false)
    .configureHelp({ helpWidth: 80, subcommandTerm: (command) => command.name() })
    .configureOutput({
      writeOut: (text) => void out.write(text).catch(() => {}),
      writeErr: (text) => void err.write(text).catch(() => {}),
      outputError: (text, write) => write(text.replace(/^error: /, 'error[usage]: ')),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
  addGlobalOptions(program);
  example(program, 'clv audit lens1 samples/orders.csv');
  for (const make of COMMANDS) {
    const command = make(context);
    adopt(program, command);
    program.addCommand(command);
  }
  return program;
}

/** In the first group, whichever group was named last. */
function helpOption(text: string): Option {
  return new Option('-h, --help', text).helpGroup('Options:');
}

/** Gives a command the manners of the program, and a pointer to the options that work everywhere. */
function adopt(parent: Command, command: Command, path = `clv ${command.name()}`): void {
  command.copyInheritedSettings(parent);
  command.showHelpAfterError(`Run ${path} --help for its usage.`);
  command.addHelpOption(helpOption('show this help'));
  if (command.commands.length === 0) {
    command.addHelpText(
      'after',
      '\nEvery command also takes --workspace, --config, --memory-limit, --threads,\n--timeout, --no-color, --quiet and --verbose: see clv --help.',
    );
  }
  for (const child of command.commands) adopt(command, child, `${path} ${child.name()}`);
}
