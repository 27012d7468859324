import { literal } from '../store/sql.js';
import { catalogueOf } from '../synth/catalogue.js';
import type { Plan } from '../synth/plan.js';
import type { Scenario } from '../synth/scenario.js';
import { LINE_ORDER } from './synth-tables.js';

/** One column of a generated file: its name and the SQL text that makes it. */
export type OutputColumn = readonly [name: string, text: string];

/** The columns of the order lines, from `synth_lines`. */
export function orderColumns(plan: Plan, mixedCurrency: boolean): OutputColumn[] {
  const { scenario } = plan;
  const { shop, places, events } = scenario;
  return [
    ['order_id', `'O' || ${customerNumber(plan)} || '-' || order_no`],
    ['customer_id', `'C' || ${customerNumber(plan)}`],
    ['order_ts', instant('day', 'second')],
    ['product_id', productId(plan.scenario)],
    [
      'category',
      named(
        shop.categories.map(({ name }) => name),
        `product // ${shop.productsPerCategory}`,
      ),
    ],
    ['quantity', 'quantity'],
    ['unit_price', cents('price')],
    ['unit_cost', cents('cost')],
    ...(mixedCurrency
      ? [
          [
            'currency',
            named(
              places.map(({ currency }) => currency),
              'place',
            ),
          ] as const,
        ]
      : []),
    [
      'channel',
      named(
        scenario.channels.map(({ name }) => name),
        'channel',
      ),
    ],
    [
      'device_type',
      named(
        scenario.devices.map(({ name }) => name),
        'device',
      ),
    ],
    [
      'city',
      named(
        places.map(({ city }) => city),
        'place',
      ),
    ],
    [
      'country',
      named(
        places.map(({ country }) => country),
        'place',
      ),
    ],
    ...(events.some(({ discount }) => discount > 0)
      ? [['promo_code', named([null, ...events.map(({ code }) => code)], 'promo')] as const]
      : []),
    ['type', `case returned when 1 then 'return' else 'purchase' end`],
  ];
}

/** Order lines, oldest first. The narrow rows are sorted before they become wide texts. */
export function ordersQuery(columns: readonly OutputColumn[]): string {
  return `select ${list(columns)} from (select * from synth_lines order by ${LINE_ORDER})`;
}

export function customersQuery(plan: Plan): string {
  const { places, channels } = plan.scenario;
  return select('synth_customers', 'customer', [
    ['customer_id', `'C' || ${customerNumber(plan)}`],
    ['acquisition_ts', instantOrNull('acquired_day', 'acquired_second')],
    ['source_system', `case when customer % 5 = 0 then 'crm' else 'shop' end`],
    ['is_visible', 'visible = 1'],
    ['marketing_consent', 'consents = 1'],
    [
      'acquisition_channel',
      named(
        channels.map(({ name }) => name),
        'channel',
      ),
    ],
    [
      'city',
      named(
        places.map(({ city }) => city),
        'place',
      ),
    ],
    [
      'country',
      named(
        places.map(({ country }) => country),
        'place',
      ),
    ],
  ]);
}

/** What a customer base never tells: rates a week, the instant of leaving (empty while there), the mean order value. */
export function truthQuery(plan: Plan): string {
  return select('synth_customers', 'customer', [
    ['customer_id', `'C' || ${customerNumber(plan)}`],
    ['acquisition_ts', instantOrNull('acquired_day', 'acquired_second')],
    ['rate_per_week', 'rate'],
    ['leave_probability', 'leave_chance'],
    ['leave_rate_per_week', 'leave_rate'],
    ['dropout_ts', instantOrNull('left_day', 'left_second')],
    ['alive_at_end', 'left_day < 0'],
    ['spend_mean', 'spend_mean'],
    ['orders', 'orders'],
  ]);
}

/** Products as rows of literals: a catalogue is a few hundred lines. */
export function productsQuery(plan: Plan): string {
  const { PRICE, COST, categories, perCategory } = catalogueOf(plan.scenario.shop);
  const rows = Array.from(PRICE, (price, i) => {
    const { name } = categories[Math.floor(i / perCategory)]!;
    return `(${i}, ${literal(name)}, ${price}, ${COST[i]})`;
  });
  return select(`(values ${rows.join(', ')}) as p (product, category, price, cost)`, 'product', [
    ['product_id', productId(plan.scenario)],
    ['category', 'category'],
    ['list_price', cents('price')],
    ['unit_cost', cents('cost')],
  ]);
}

function select(from: string, order: string, columns: readonly OutputColumn[]): string {
  return `select ${list(columns)} from (select * from ${from} order by ${order})`;
}

function list(columns: readonly OutputColumn[]): string {
  return columns.map(([name, text]) => `${text} as ${name}`).join(', ');
}

/** Numbers of customers and products with leading zeros; `lpad` would cut longer ones. */
function padded(expression: string, digits: number): string {
  return `lpad((${expression})::varchar, ${digits}, '0')`;
}

function customerNumber(plan: Plan): string {
  return padded('customer', Math.max(7, String(plan.customers).length));
}

/** Looked up rather than built: building texts is what writing costs. */
function productId({ shop }: Scenario): string {
  const products = shop.categories.length * shop.productsPerCategory;
  const digits = Math.max(4, String(products).length);
  return named(
    Array.from({ length: products }, (_, i) => `P${String(i + 1).padStart(digits, '0')}`),
    'product',
  );
}

function instant(day: string, second: string): string {
  return `make_timestamp((${day}::bigint * 86400 + ${second}) * 1000000)`;
}

function instantOrNull(day: string, second: string): string {
  return `case when ${day} >= 0 then ${instant(day, second)} end`;
}

function cents(column: string): string {
  return `cast(${column} * 0.01 as decimal(12, 2))`;
}

function named(names: readonly (string | null)[], index: string): string {
  return `[${names.map((name) => (name === null ? 'null' : literal(name))).join(', ')}][${index} + 1]`;
}
