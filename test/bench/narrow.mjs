// node narrow.mjs FROM TO COLUMN,...: some columns of a CSV file, its lines in their order.
import { DuckDBInstance } from '@duckdb/node-api';

const [from, to, columns] = process.argv.slice(2);
const text = (value) => `'${value.replaceAll("'", "''")}'`;
const names = columns.split(',').map((name) => `"${name.replaceAll('"', '""')}"`);
const instance = await DuckDBInstance.create(':memory:');
const connection = await instance.connect();
await connection.run(
  `copy (select ${names.join(', ')} from read_csv(${text(from)}, header = true, all_varchar = true)) to ${text(to)} (header, delimiter ',')`,
);
