import { deletionsWithoutOrders } from '../common/messages/deletions.js';
import type { Store } from '../store/store.js';
import { normalName } from './roles.js';
import type { Source } from './source.js';
import { type NamedSource, type OpenContext, openSources } from './sources.js';
import { relation } from './table.js';

/** A file that lists orders. */
export interface OrderList {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly rows: number;
  readonly rowsWithoutId: number;
  /** Rows that don't have the columns of the header: nobody knows which orders they meant. */
  readonly rowsRefused: number;
}

/**
 * Reads files that list orders into the temporary table `listed_orders` (`order_id`, `customer_id`); other columns
 * don't matter. Without a column of customers `customer_id` is null. Throws a ClvError when there is none of order ids.
 */
export async function readOrderIds(patterns: readonly string[], context: OpenContext): Promise<OrderList[]> {
  const { store, settings } = context;
  await store.run('create or replace temporary table listed_orders (order_id varchar, customer_id varchar)');
  // Names given for other columns of the orders need not be in a list.
  const own = { ...context, settings: { ...settings, columns: {} } };
  const lists: OrderList[] = [];
  for (const named of await openSources([{ role: 'orders', patterns }], own)) {
    const { source } = named;
    const order = columnOf(named, 'order_id', settings.columns);
    if (order === null)
      throw deletionsWithoutOrders(
        source.name,
        source.table.columns.map(({ name }) => name),
      );
    const rows = await readList(store, source, order, columnOf(named, 'customer_id', settings.columns));
    const { rowsWithoutId } = await store.one(
      'select count(*) - count(order_id) as "rowsWithoutId" from one_list',
    );
    await store.run(`insert into listed_orders
      select case when all_floats then left(order_id, -2) else order_id end, customer_id
      from (select *, bool_and(regexp_matches(order_id, '^[0-9]+\\.0$')) over () as all_floats
        from one_list where order_id is not null)`);
    await store.run('drop table one_list');
    lists.push({
      name: source.name,
      ...(await source.sums()),
      rows,
      rowsWithoutId: Number(rowsWithoutId),
      rowsRefused: source.setAside()?.count ?? 0,
    });
  }
  return lists;
}

function columnOf(
  { source, mapping }: NamedSource,
  role: 'order_id' | 'customer_id',
  overrides: Readonly<Record<string, string>>,
): number | null {
  const asked = overrides[role];
  const names = source.table.columns.map(({ name }) => normalName(name));
  const own = asked === undefined ? -1 : names.indexOf(normalName(asked));
  return own >= 0 ? own : (mapping.byRole.get(role) ?? null);
}

async function readList(
  store: Store,
  source: Source,
  order: number,
  customer: number | null,
): Promise<number> {
  const columns = [...new Set([order, ...(customer === null ? [] : [customer])])].sort((a, b) => a - b);
  const text = (column: number | null) =>
    column === null ? 'cast(null as varchar)' : `nullif(trim(c${column}), '')`;
  return source.read(
    store,
    async () => {
      const { Count } = await store.one(
        `create or replace temporary table one_list as
          select ${text(order)} as order_id, ${text(customer)} as customer_id from ${relation(source.table, { columns })}`,
      );
      return Number(Count);
    },
    () => store.run('drop table if exists temp.one_list'),
  );
}
