import { roundMoney } from '../../common/money.js';
import type { Row, Table } from '../../common/result.js';
import type { MappedColumn } from '../../ingest/intake.js';
import { moneyColumn } from '../../lenses/columns.js';
import { shownCondition } from '../../mart/visible.js';
import type { CheckScope } from './scope.js';

const SECTION = 'What I understood of your columns';

/** How the files were read: forms, columns and their roles, and a few rows as understood. */
export async function understood(scope: CheckScope): Promise<Table[]> {
  const { intake } = scope.base.reading;
  return [...(intake === null ? [] : [files(scope), roles(scope)]), await sampleRows(scope)];
}

function files({ base }: CheckScope): Table {
  const rows: Row[] = base.reading.intake!.files.map((file) => ({
    file: file.name,
    role: file.role,
    form: [
      file.format,
      file.compression,
      file.encoding,
      file.delimiter === null ? null : `separated by ${delimiterName(file.delimiter)}`,
    ]
      .filter((part) => part !== null)
      .join(', '),
    rows: file.rowsRead,
    used: file.rowsUsed,
    refused: Object.values(file.rowsQuarantined).reduce<number>((sum, n) => sum + (n ?? 0), 0),
    ignored: Object.values(file.rowsIgnored).reduce<number>((sum, n) => sum + (n ?? 0), 0),
    sha256: file.sha256,
  }));
  return {
    id: 'files',
    title: 'Files',
    section: SECTION,
    columns: [
      { id: 'file', title: 'file', type: 'text' },
      { id: 'role', title: 'role', type: 'text' },
      { id: 'form', title: 'form', type: 'text' },
      { id: 'rows', title: 'rows', type: 'count' },
      { id: 'used', title: 'used', type: 'count' },
      { id: 'refused', title: 'refused', type: 'count' },
      { id: 'ignored', title: 'ignored', type: 'count', wide: true },
      { id: 'sha256', title: 'SHA-256', type: 'text', wide: true },
    ],
    rows,
  };
}

function delimiterName(delimiter: string): string {
  const names: Readonly<Record<string, string>> = {
    ',': 'comma',
    ';': 'semicolon',
    '\t': 'tab',
    '|': 'bar',
    ' ': 'space',
  };
  return names[delimiter] ?? delimiter;
}

function roles({ base }: CheckScope): Table {
  return {
    id: 'columns',
    title: 'Columns and what they are taken for',
    section: SECTION,
    description: 'Wrong? Say it with --columns, for example --columns order_ts="Invoice Date".',
    columns: [
      { id: 'file', title: 'file', type: 'text', wide: base.reading.intake!.files.length === 1 },
      { id: 'column', title: 'column', type: 'text' },
      { id: 'role', title: 'taken for', type: 'text' },
      { id: 'why', title: 'because', type: 'text' },
    ],
    rows: base.reading.intake!.files.flatMap((file) =>
      file.columns.map(({ column, role, why }) => ({
        file: file.name,
        column,
        role: role === 'kind' ? 'kind (purchase, return …)' : (role ?? REST[why] ?? null),
        why: BECAUSE[why],
      })),
    ),
  };
}

const REST: Readonly<Record<string, string>> = {
  attribute: 'an attribute (for --by)',
  personal: 'nothing',
  'other side': 'nothing',
  ignored: 'nothing',
};

const BECAUSE: Readonly<Record<MappedColumn['why'], string>> = {
  'usual name': 'a usual name for it',
  override: 'you said so',
  attribute: 'no usual name',
  personal: 'looks personal, and is not kept unless you name it',
  'other side': 'holds the customers of the other side',
  ignored: 'empty name, or a note of clv',
};

async function sampleRows({ base, digits, currency }: CheckScope): Promise<Table> {
  const shown = await shownCondition(base.mart, 'lines.customer_id');
  const rows = await base.mart.rows(
    `select customer_id, order_id, has_order_id, order_ts, amount, quantity, product_id, category, is_return from {{ ref('order_lines') }} as lines
    where ${shown}
    limit 5`,
  );
  return {
    id: 'sample',
    title: 'A few rows as understood',
    section: SECTION,
    columns: [
      { id: 'customer_id', title: 'customer', type: 'text' },
      { id: 'order_id', title: 'order', type: 'text' },
      { id: 'order_ts', title: 'instant (UTC)', type: 'text' },
      moneyColumn('amount', 'amount', currency),
      { id: 'quantity', title: 'units', type: 'number', digits: 0 },
      { id: 'product_id', title: 'product', type: 'text' },
      { id: 'category', title: 'category', type: 'text', wide: true },
      { id: 'is_return', title: 'return', type: 'boolean', wide: true },
    ],
    rows: rows.map((row) => ({
      customer_id: row.customer_id!,
      order_id: row.has_order_id === true ? row.order_id! : null,
      order_ts: String(row.order_ts).replace('T', ' ').slice(0, 19),
      amount: roundMoney(String(row.amount), digits),
      quantity: row.quantity === null ? null : Number(row.quantity),
      product_id: row.product_id ?? null,
      category: row.category ?? null,
      is_return: row.is_return!,
    })),
  };
}
