import type { Command } from 'commander';

/** Which files, and how to read them: for every command that reads data. */
export function addSourceOptions(command: Command): Command {
  return command
    .argument('[files...]', 'order files: paths, globs or - for standard input')
    .optionsGroup('Files:')
    .option('--orders <file>', 'a file with orders or order lines (repeatable)', collect)
    .option('--customers <file>', 'a file with customers (repeatable)', collect)
    .option('--products <file>', 'a file with products (repeatable)', collect)
    .optionsGroup('How to read them:')
    .option('--columns <role=name>', 'column for a role: order_ts="Invoice Date" (repeatable)', collect)
    .option('--date-format <form>', 'form of the dates, such as %d/%m/%Y %H:%M')
    .option('--decimal-comma', 'commas are decimal points: 12,50')
    .option('--thousands <char>', 'character between thousands')
    .option('--encoding <name>', 'encoding of text files (default: detected)')
    .option('--delimiter <char>', 'character between CSV fields, or tab (default: detected)')
    .option('--time-zone <zone>', 'IANA zone that decides days (default: UTC)')
    .option('--currency <code>', 'currency of the report, such as EUR')
    .option('--rates <file>', 'exchange rates into that currency: CSV currency,rate or JSON')
    .option('--cancel-prefix <text>', 'order ids that start with it are returns')
    .optionsGroup('How to judge them:')
    .option('--order-collisions <how>', 'an order id under two customers: quarantine (default) or split')
    .option('--zero-value <how>', 'orders of no value: keep (default) or drop')
    .option('--max-quarantine <share>', 'share of rows or money that may be refused (default: 5%)')
    .option('--max-missing-customer <share>', 'share that may lack a customer (default: no limit)')
    .option('--margin <share>', 'share of spend that is profit where the data do not say')
    .option('--max-line <size>', 'longest line (default: 2MB)')
    .option('--pseudonym-key <file>', 'key of a workspace whose ids are pseudonyms');
}

/** Gathers the values of an option that may come more than once. */
export function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}
