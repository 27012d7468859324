import { ClvError, ExitCode } from '../errors.js';

/** The lines name neither what was bought nor its category. */
export function noProductColumns(): ClvError {
  return new ClvError(
    'no_product_columns',
    ExitCode.dataRefused,
    'audit product: the order lines hold neither a category nor a product. Name the column with --columns category="…" or --columns product_id="…", or give a products file with categories.',
  );
}

/** A level was asked for that the data don't have. */
export function noSuchProductLevel(level: string, other: string): ClvError {
  return new ClvError(
    'no_such_product_level',
    ExitCode.usage,
    `--level ${level}: no line has a ${level}. Use --level ${other}, or name the column with --columns.`,
  );
}
