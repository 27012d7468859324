import type { Command } from 'commander';

/** Options that work with every command, before or after its name. */
export function addGlobalOptions(program: Command): Command {
  return program
    .optionsGroup('Options of every command:')
    .option('--workspace <dir>', 'folder of the workspace (default: .clv)')
    .option('--config <file>', 'config file (default: clv.config.json, if it exists)')
    .option('--memory-limit <size>', 'memory to aim at, such as 2GB (default: 1GB, for audit all 1.8GB)')
    .option('--threads <n>', 'threads of the engine (default: one per core)')
    .option('--timeout <time>', 'stop cleanly after this long, such as 30s or 10m')
    .option('--no-color', 'no colours; NO_COLOR does the same')
    .option('--quiet', 'only data and errors')
    .option('--verbose', 'say each stage; show where an error comes from')
    .option('--log <form>', 'form of what goes to standard error: text (default) or json')
    .option('--metrics <file>', 'write the run in Prometheus text format');
}
