// The physical limit: DuckDB reading the same file with types, and nothing else.
import { DuckDBInstance } from '@duckdb/node-api';
import { headerOf } from './header.mjs';

const [file] = process.argv.slice(2);
const types = {
  order_id: 'varchar',
  customer_id: 'varchar',
  order_ts: 'timestamp',
  product_id: 'varchar',
  category: 'varchar',
  quantity: 'integer',
  unit_price: 'decimal(18,4)',
  unit_cost: 'decimal(18,4)',
  channel: 'varchar',
  device_type: 'varchar',
  city: 'varchar',
  country: 'varchar',
  type: 'varchar',
};
const columns = headerOf(file)
  .map((name) => `'${name}': '${types[name]}'`)
  .join(', ');
const instance = await DuckDBInstance.create(':memory:');
const connection = await instance.connect();
const reader = await connection.runAndReadAll(
  `select count(*), count(distinct customer_id), sum(quantity * unit_price)
  from read_csv('${file.replaceAll("'", "''")}', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', columns = {${columns}})`,
);
process.stdout.write(`${reader.getRows()[0].map(String).join(' ')}\n`);
