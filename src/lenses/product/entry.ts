import { money, roundMoney } from '../../common/money.js';
import type { Note, Row } from '../../common/result.js';
import { ratio } from '../aggregate.js';
import { columns, moneyColumn, SMALL_CELL, withBar } from '../columns.js';
import type { ProductPart, ProductScope } from './scope.js';
import { type Values, valueIndex, values } from './value-index.js';

/** By which categories customers came in, and what those have been worth since. */
export async function entry(scope: ProductScope): Promise<ProductPart> {
  const { mart, words, labels, metric, digits, currency, asOf, truncation } = scope;
  mart.set({ history_start: truncation.until });
  await mart.build(['product_entries']);
  const found = await mart.rows(
    `select * from {{ ref('product_entries') }} order by label_number, cohort_quarter`,
  );
  const everybody = found.filter((row) => Number(row.label_number) === -1);
  const all = values(everybody);
  const means = new Map(everybody.map((row) => [row.cohort_quarter, mean(values([row]))]));
  return {
    tables: [
      {
        id: 'entry',
        title: `The ${words.many} of the first order, and ${metric} to date since`,
        section: 'The way in',
        description: `Value index: mean ${metric} to ${asOf} of those who came in by the ${words.one} / mean of all. At equal age: against all who were acquired in the same quarters, so that early comers don't count as better. Who came in by several ${words.many} counts in each.`,
        terminalRows: 30,
        columns: [
          { id: 'category', title: words.one, type: 'text' },
          columns.customers,
          withBar(columns.shareCustomers),
          { ...moneyColumn('value_to_date', `mean ${metric} to date`, currency), wide: true },
          { id: 'value_index', title: 'value index', type: 'number', digits: 2 },
          { id: 'low', title: 'from', type: 'number', digits: 2 },
          { id: 'high', title: 'to (95 %)', type: 'number', digits: 2 },
          { id: 'value_index_equal_age', title: 'at equal age', type: 'number', digits: 2 },
          columns.smallCell,
        ],
        rows: [...labels].map(([number, name]): Row => {
          const rows = found.filter((row) => Number(row.label_number) === number);
          const part = values(rows);
          const expected = rows.reduce(
            (total, row) => total.plus(means.get(row.cohort_quarter!)!.times(Number(row.customers))),
            money(0),
          );
          const { index, low, high } = valueIndex(part, all);
          const small = part.customers < SMALL_CELL;
          return {
            category: name,
            customers: part.customers,
            share_customers: ratio(part.customers, all.customers),
            value_to_date: part.customers === 0 ? null : roundMoney(mean(part), digits),
            value_index: index,
            low: small ? null : low,
            high: small ? null : high,
            value_index_equal_age: expected.gt(0) ? ratio(part.value, expected) : null,
            small_cell: small,
          };
        }),
      },
    ],
    identities: [],
    notes: await leftOut(scope, all.customers),
  };
}

function mean({ customers, value }: Values) {
  return value.div(customers);
}

async function leftOut({ mart, truncation }: ProductScope, kept: number): Promise<Note[]> {
  const [row] = await mart.rows(`select count(*) as customers from {{ ref('customers') }} where orders > 0`);
  const customers = Number(row!.customers) - kept;
  if (customers === 0) return [];
  const who = customers === 1 ? '1 customer was' : `${customers.toLocaleString('en-US')} customers were`;
  return [
    {
      code: 'entry_before_data',
      text: `${who} acquired before ${truncation.until ?? 'the data begin'}: the first order in the data may not be the first, so they are left out of the ways in.${truncation.reason === null ? '' : ` ${truncation.reason}`}`,
    },
  ];
}
