import type { Row, Table } from '../../common/result.js';
import { ratio } from '../aggregate.js';
import { agesOf } from '../cohorts/ages.js';
import type { CohortBase } from '../cohorts/base.js';
import type { Part } from '../cohorts/part.js';
import { fact, factsTable } from '../normal-pattern.js';
import { fixed, percent } from '../wording.js';
import { overallRates } from './repeat-rates.js';
import { type BasePeriod, PER_YEAR } from './scope.js';

/** Reference facts about the health of a base; facts about years where periods are years. */
export function patterns(base: CohortBase, periods: readonly BasePeriod[], tables: readonly Table[]): Part {
  const { grid } = base;
  const yearly = grid.granularity === 'year';
  const shares = (tables.find(({ id }) => id === 'new_existing')?.rows ?? [])
    .slice(1)
    .flatMap((row) => (row.complete === true && typeof row.share_new === 'number' ? [row.share_new] : []));
  const secondYear = grid.cohorts
    .filter(({ whole }) => whole)
    .flatMap((cohort) => agesOf(grid, cohort).filter(({ age, complete }) => age === 1 && complete));
  const rates = overallRates(periods).filter(({ complete }) => complete);
  const sum = (list: readonly number[]) => list.reduce((total, value) => total + value, 0);
  const never = neverAgain(base, tables);
  const rows: Row[] = [
    ...(yearly
      ? [
          {
            fact: "share of a year's value from that year's new customers",
            elsewhere: '47–64 %',
            here:
              shares.length === 0
                ? null
                : `${fixed(100 * Math.min(...shares), 0)}–${percent(Math.max(...shares), 0)}`,
          },
          fact(
            'share of a cohort active in its second year',
            '28 %',
            ratio(
              sum(secondYear.map(({ cell }) => cell.buyers.customers)),
              sum(secondYear.map(({ size }) => size)),
            ),
            'percent',
            0,
          ),
          fact(
            'repeat-buying rate of all customers (later years of a cohort there)',
            '51–56 %',
            ratio(sum(rates.map(({ activeNext }) => activeNext)), sum(rates.map(({ active }) => active))),
            'percent',
            0,
          ),
        ]
      : []),
    ...(never === null
      ? []
      : [fact('customers without a second purchase in four years', '45 %', never, 'percent', 0)]),
  ];
  return rows.length === 0
    ? { tables: [] }
    : {
        tables: [factsTable("Beside a normal pattern: the book's retailer", rows)],
      };
}

/** Of whole cohorts seen for four years: the share without a second purchase day by then. */
function neverAgain({ grid }: CohortBase, tables: readonly Table[]): number | null {
  if (grid.by !== 'acquisition') return null;
  const age = 4 * PER_YEAR[grid.granularity] - 1;
  const whole = new Set(grid.cohorts.filter((cohort) => cohort.whole).map(({ name }) => name));
  const rows = (tables.find(({ id }) => id === 'second_purchase_by_age')?.rows ?? []).filter(
    (row) => row.age === age && row.complete === true && whole.has(String(row.cohort)),
  );
  if (rows.length === 0) return null;
  const second = rows.reduce((n, row) => n + Number(row.second), 0);
  const customers = rows.reduce((n, row) => n + Number(row.customers), 0);
  return customers === 0 ? null : 1 - second / customers;
}
