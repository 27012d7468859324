import fc from 'fast-check';
import { expect, it } from 'vitest';
import { originalValues } from '../../src/ingest/quarantine-csv.js';

const json = { format: 'ndjson', delimiter: null } as const;

it('gives the values of a JSON row as they were written, long ids to the last digit', () => {
  const raw =
    '{"id":12345678901234567890, "who":{"no":-1234567890123456789}, "amount":3.50, "n":12, "a \\"1234567890123456":"x 1234567890123456", "list":[1]}';
  const header = ['id', 'who.no', 'amount', 'n', 'a "1234567890123456', 'list', 'none'];
  expect(originalValues(raw, header, json)).toEqual([
    '12345678901234567890',
    '-1234567890123456789',
    '3.5',
    '12',
    'x 1234567890123456',
    '[1]',
    '',
  ]);
});

it('leaves texts alone, whatever digits and quotes are in them', () => {
  const cell = fc.oneof(fc.string(), fc.stringMatching(/^[\\"0-9 :,{}]{0,30}$/), fc.bigInt().map(String));
  fc.assert(
    fc.property(fc.array(cell, { maxLength: 5 }), fc.bigInt(), (cells, id) => {
      const names = cells.map((_, i) => `c${i}`);
      const row = JSON.stringify(Object.fromEntries(names.map((name, i) => [name, cells[i]])));
      const raw = `${row.slice(0, -1)}${cells.length === 0 ? '' : ','}"id":${id}}`;
      expect(originalValues(raw, [...names, 'id'], json)).toEqual([...cells, String(id)]);
    }),
  );
});
