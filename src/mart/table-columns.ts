import { identifier } from '../store/sql.js';
import type { Relation } from './relation.js';

/** Columns of a stored relation, for `create table`. Packed sums take a second to read where plain ones take none. */
export function tableColumns({ columns }: Relation): string {
  return columns
    .map(({ name, type }) => {
      const plain = type.startsWith('DECIMAL(38') ? ' using compression uncompressed' : '';
      return `${identifier(name)} ${type}${plain}`;
    })
    .join(', ');
}
