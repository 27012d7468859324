import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CsvRecords, type Dialect } from '../../src/ingest/csv-records.js';

const comma: Dialect = { delimiter: ',', escape: '"', returnEndsLine: false };

function split(
  text: string,
  columns: number | null = null,
  chunk = text.length,
  limit = 1000,
  dialect = comma,
) {
  const records = new CsvRecords(dialect, columns, limit);
  const found = [];
  for (let at = 0; at < text.length; at += chunk) {
    found.push(...records.push(text.slice(at, at + chunk), at + chunk >= text.length));
  }
  return found;
}

describe('CSV records', () => {
  test('agree with csv-parse on well-formed text, however it is cut into chunks', () => {
    const cell = fc.constantFrom('', 'a', 'b c', 'x,y', 'q"q', 'two\nlines', 'é', 'r\r\nn');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell, cell), { minLength: 1 }),
        fc.integer({ min: 1, max: 9 }),
        fc.boolean(),
        (rows, chunk, windows) => {
          const newline = windows ? '\r\n' : '\n';
          const text = rows
            .map((row) =>
              row
                .map((value) =>
                  /[",\r\n]/.test(value) || value === '' ? `"${value.replaceAll('"', '""')}"` : value,
                )
                .join(','),
            )
            .join(newline);
          const mine = split(text, 3, chunk).map((record) => record.fields);
          expect(mine).toEqual(rows);
          expect(mine).toEqual(parse(text, { record_delimiter: newline }));
        },
      ),
    );
  });

  test('every character lies in exactly one record, whatever the text', () => {
    const piece = fc.constantFrom('a', ',', '"', '\n', '\r\n', '\\', ' ');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), fc.integer({ min: 1, max: 7 }), (pieces, chunk) => {
        const text = pieces.join('');
        const whole = split(text, 2);
        expect(split(text, 2, chunk)).toEqual(whole);
        const letters = (value: string) => value.replace(/[\r\n]/g, '');
        expect(letters(whole.map((record) => record.raw).join(''))).toBe(letters(text));
      }),
      { numRuns: 500 },
    );
  });

  test('a record that is not well formed is one line', () => {
    const found = split('a,b\n"x,y\nc,d\n"e"f,g\nh\ni,"j"\n', 2);
    expect(found.map(({ raw, fields }) => [raw, fields])).toEqual([
      ['a,b', ['a', 'b']],
      ['"x,y', null],
      ['c,d', ['c', 'd']],
      ['"e"f,g', null],
      ['h', null],
      ['i,"j"', ['i', 'j']],
    ]);
  });

  test('what is over the limit is cut, quoted or not', () => {
    const long = 'x'.repeat(5000);
    for (const chunk of [7, 100_000]) {
      const found = split(`a,b\n${long},c\nd,e\n"${long}",f\n"g`, 2, chunk, 1000);
      expect(found.map(({ fields, tooLong }) => [fields?.join('|') ?? null, tooLong])).toEqual([
        ['a|b', false],
        [null, true],
        ['d|e', false],
        [null, true],
        [null, false],
      ]);
    }
  });
});
