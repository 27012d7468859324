import { basename } from 'node:path';
import { roundMoney } from '../common/money.js';
import type { Table } from '../common/result.js';
import type { ExportedFile } from '../store/export.js';
import type { Store } from '../store/store.js';

export interface NamedFile extends ExportedFile {
  readonly role: string;
}

/** Counts and sums of what was drawn (without planted defects). */
export async function summaryTable(store: Store): Promise<Table> {
  const lines = await store.one(`
    select
      count(*) filter (where returned = 0) as purchase_lines,
      count(*) filter (where returned = 1) as return_lines,
      coalesce(sum(quantity::bigint * price), 0)::varchar as net_cents,
      min(day) as first_day,
      max(day) as last_day
    from synth_lines`);
  const customers = await store.one(`
    select
      count(*) as customers,
      count(*) filter (where orders > 0) as buyers,
      coalesce(sum(orders), 0)::bigint as orders,
      count(*) filter (where left_day < 0) as still_there
    from synth_customers`);
  const cents = String(lines.net_cents);
  return {
    id: 'summary',
    title: 'What was made',
    section: 'Data',
    layout: 'record',
    columns: [
      { id: 'customers', title: 'customers', type: 'count' },
      { id: 'buyers', title: 'customers with an order', type: 'count' },
      { id: 'alive', title: 'customers who are still there at the end', type: 'count' },
      { id: 'orders', title: 'orders', type: 'count' },
      { id: 'lines', title: 'order lines', type: 'count' },
      { id: 'return_lines', title: 'return lines', type: 'count' },
      { id: 'spend', title: 'net spend', type: 'money' },
      { id: 'first_day', title: 'first day', type: 'date' },
      { id: 'last_day', title: 'last day', type: 'date' },
    ],
    rows: [
      {
        customers: customers.customers!,
        buyers: customers.buyers!,
        alive: customers.still_there!,
        orders: customers.orders!,
        lines: lines.purchase_lines!,
        return_lines: lines.return_lines!,
        spend: roundMoney(`${cents}e-2`, 2),
        first_day: dayText(lines.first_day),
        last_day: dayText(lines.last_day),
      },
    ],
  };
}

export function filesTable(files: readonly NamedFile[]): Table {
  return {
    id: 'files',
    title: 'Files written',
    section: 'Data',
    columns: [
      { id: 'role', title: 'role', type: 'text' },
      { id: 'file', title: 'file', type: 'text' },
      { id: 'bytes', title: 'bytes', type: 'count' },
    ],
    rows: files.map(({ role, path, bytes }) => ({ role, file: basename(path), bytes })),
  };
}

function dayText(day: unknown): string | null {
  return typeof day === 'number' ? new Date(day * 86_400_000).toISOString().slice(0, 10) : null;
}
