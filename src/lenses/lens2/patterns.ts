import type { Row, Table } from '../../common/result.js';
import { findRow } from '../find-row.js';
import { fact, factsTable } from '../normal-pattern.js';
import type { Lens2Scope } from './scope.js';

/**
 * A normal pattern beside this base: the book's retailer, one year against the next (Fader, Hardie, Ross 2022,
 * chapter 4). Facts to compare with, not grades.
 */
export function patterns({ metric }: Lens2Scope, tables: readonly Table[]): Table {
  const change = findRow(tables, 'same_customers', { measure: metric });
  const switching = findRow(tables, 'decile_switching_summary', {});
  const repeat = findRow(tables, 'repeat_buying', {});
  const overlap = tables.find((table) => table.id === 'overlap')?.rows ?? [];
  const firstEver = overlap.find((row) => row.group === 'first_ever');
  const total = overlap.find((row) => row.group === 'total');
  const share = (part: Row | undefined, whole: Row | undefined) => {
    const divisor = Number(whole?.[`${metric}_second`] ?? 0);
    return divisor > 0 ? Number(part?.[`${metric}_second`] ?? 0) / divisor : null;
  };
  return factsTable("Beside a normal pattern: the book's retailer, one year and the next", [
    fact(
      'repeat-buying rate from one year to the next (later years)',
      '51 to 56 %',
      repeat?.rate,
      'percent',
      1,
    ),
    fact(
      `share of the second period's ${metric} from its first-ever customers`,
      '47 to 64 %',
      share(firstEver, total),
      'percent',
      1,
    ),
    fact('customers of both periods who went down', '53 %', change?.share_down, 'percent', 1),
    fact('their mean fall', '-162', change?.mean_down, 'number', 0),
    fact('customers of both periods who went up', '47 %', change?.share_up, 'percent', 1),
    fact('their mean rise', '+109', change?.mean_up, 'number', 0),
    fact('customers of both periods within one tenth', '49 %', switching?.share_within_one, 'percent', 1),
  ]);
}
