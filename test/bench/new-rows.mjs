// node new-rows.mjs <from.csv> <to.csv> <lines>: as many lines as a later day would bring: the last ones of a file, their
// instants moved on past its end, under orders of their own, every twentieth of a customer of its own.
import { closeSync, fstatSync, openSync, readSync, writeFileSync } from 'node:fs';

const [from, to, count] = process.argv.slice(2);
const file = openSync(from, 'r');
const head = textOf(0, 4096).split('\n', 1)[0];
const names = head.split(',');
const place = Object.fromEntries(names.map((name, index) => [name, index]));
const { size } = fstatSync(file);
const lines = textOf(Math.max(head.length + 1, size - Number(count) * 120), size)
  .trimEnd()
  .split('\n')
  .slice(1)
  .slice(-Number(count))
  .map((line) => line.split(','));
closeSync(file);
const instants = lines.map((cells) => Date.parse(`${cells[place.order_ts].replace(' ', 'T')}Z`));
const [first, last] = instants.reduce(
  ([least, greatest], at) => [Math.min(least, at), Math.max(greatest, at)],
  [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
);
const later = lines.map((cells, k) => {
  const moved = [...cells];
  moved[place.order_ts] = new Date(instants[k] + (last - first) + 1000)
    .toISOString()
    .slice(0, 19)
    .replace('T', ' ');
  moved[place.order_id] += 'N';
  if (sumOf(cells[place.customer_id]) % 20 === 0) moved[place.customer_id] += 'N';
  return moved.join(',');
});
writeFileSync(to, `${[head, ...later].join('\n')}\n`);

function textOf(start, end) {
  const bytes = Buffer.alloc(end - start);
  return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, start)).toString('utf8');
}

function sumOf(text) {
  return [...text].reduce((sum, character) => sum + character.codePointAt(0), 0);
}
