import { identifier } from '../store/sql.js';
import type { Store } from '../store/store.js';
import type { Mart } from './build.js';
import { compile, relationText } from './compile.js';
import type { LineFacts } from './line-facts.js';
import { orderRelations } from './list/orders.js';
import type { Lack } from './relation.js';

/** More texts than these are compared as they are. */
const FEW = 256;
/** Rows that tell whether to look at all. */
const SAMPLE = 100_000;

/** Looks at lines (those that are stored, or a table that holds the same), and at the stored margins and products. */
export async function lineFacts(store: Store, lines = 'order_lines'): Promise<LineFacts> {
  const row = await store.one(`select
      count(attributes) = 0 as attributes,
      count(quantity) = 0 as quantity,
      count(quantity) = count(*) as all_quantity,
      count(cost) = 0 and (select count(*) from products) = 0 as cost,
      count(profit) = 0 and (select count(*) from margins) = 0 as profit
    from ${lines}`);
  const lacks: Lack[] = [
    ...(row.attributes === true ? (['attributes'] as const) : []),
    ...(row.quantity === true ? (['quantity'] as const) : []),
    ...(row.all_quantity === true && row.quantity === false ? (['unknown_quantity'] as const) : []),
    ...(row.cost === true ? (['cost'] as const) : []),
    ...(row.cost === true && row.profit === true ? (['profit'] as const) : []),
  ];
  return { lacks, attributes: row.attributes === true ? null : await fewAttributes(store, lines) };
}

async function fewAttributes(store: Store, lines: string): Promise<string[] | null> {
  for (const from of [`(select attributes from ${lines} limit ${SAMPLE})`, lines]) {
    const rows = await store.rows(
      `select attributes from ${from} where attributes is not null group by attributes order by attributes limit ${FEW + 1}`,
    );
    if (rows.length > FEW) return null;
    if (from === lines) return rows.map(({ attributes }) => String(attributes));
  }
  return null;
}

/**
 * Builds stored relations from a table that holds the very lines that are stored. The engine groups ids of committed rows
 * in half the time that those of its own transaction take, since it knows their lengths.
 */
export async function buildFrom(mart: Mart, lines: string, names: readonly string[]): Promise<void> {
  mart.tell(await lineFacts(mart.store, lines));
  await mart.build(['line_profits']);
  const { store } = mart;
  const { text } = compile(relationText(lineProfits), (name) =>
    identifier(name === 'order_lines' ? SAME_LINES : name),
  );
  await store.run(`create or replace temporary view ${SAME_LINES} as select * from ${lines}`);
  await store.run(`create or replace temporary view ${SAME_PROFITS} as\n${text}`);
  mart.redirect('order_lines', SAME_LINES);
  mart.redirect('line_profits', SAME_PROFITS);
  await mart.build(names);
  for (const view of [SAME_PROFITS, SAME_LINES]) await store.run(`drop view ${view}`);
}

const SAME_LINES = 'same_order_lines';
const SAME_PROFITS = 'same_line_profits';

const lineProfits = orderRelations.find(({ name }) => name === 'line_profits')!;
