import { identifier } from '../store/sql.js';

/**
 * Columns of a stored relation, for `create table`. Packed sums take a second to read where plain ones take none, and ids
 * that are nearly all different cost more to pack than all else of a load.
 */
export function tableColumns({
  columns,
}: {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}): string {
  return columns
    .map(({ name, type }) => {
      const plain = type.startsWith('DECIMAL(38') || MANY.has(name) ? ' using compression uncompressed' : '';
      return `${identifier(name)} ${type}${plain}`;
    })
    .join(', ');
}

/** A column that the others of its row tell: it is computed when it is read, and takes no room. */
export function toldColumn(
  { name, type }: { readonly name: string; readonly type: string },
  text: string,
): string {
  return `${identifier(name)} ${type} generated always as (${text}) virtual`;
}

const MANY: ReadonlySet<string> = new Set(['customer_id', 'order_id', 'return_id']);
