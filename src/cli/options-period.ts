import type { Command } from 'commander';

/** Which time, which split, which value: for every command that reports on periods. */
export function addPeriodOptions(command: Command): Command {
  command
    .optionsGroup('Period and split:')
    .option('--as-of <date>', 'last day of observation (default: the last order’s day)')
    .option('--period <period>', '2019, 2019-Q4, 2019-11, 2019-W07 or last')
    .option('--from <date>', 'first day of the period')
    .option('--to <date>', 'last day of the period')
    .option('--granularity <unit>', 'week, month, quarter or year')
    .option('--fiscal-year-start <month>', 'month in which the fiscal year starts (default: 1)')
    .option(
      '--by <attribute>',
      'split by an attribute (channel), or by rfm_segment, decile, tier or value_decile @DATE',
    );
  return addAttributesOption(command).option(
    '--metric <value>',
    'profit or spend (default: profit where it is known)',
  );
}

/** For every command that tells customers apart by what a customers file says of them. */
export function addAttributesOption(command: Command): Command {
  return command.option(
    '--attributes-as-of <when>',
    'attributes of customers as of now (default), then (when acquired), or a day',
  );
}
