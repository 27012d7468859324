import fc from 'fast-check';
import type { Cell, Column, ColumnType, Result, Row, Table } from '../../src/common/result.js';
import { sampleResult } from './sample-result.js';

/** Text of every kind: words, scripts, emoji, control characters, markup. */
export const anyText = fc.oneof(
  fc.lorem({ maxCount: 8 }),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.constantFrom(
    '山田 太郎',
    '👩‍👩‍👧‍👦 🇩🇪',
    'نعم لا',
    '\u001b[31mred\u001b[0m',
    '<b>&amp;|`*',
    '=1+1',
    '-5.00',
    'x'.repeat(200),
  ),
);

const money = fc
  .tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.integer({ min: 0, max: 99 }))
  .map(([whole, cents]) => `${whole}.${String(cents).padStart(2, '0')}`);

const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 });

function cellOfType(type: ColumnType): fc.Arbitrary<Cell> {
  const value: Record<ColumnType, fc.Arbitrary<Cell>> = {
    money,
    count: fc.integer({ min: 0, max: 10 ** 9 }),
    share: fc.double({ noNaN: true, min: -0.5, max: 1 }),
    number,
    date: fc
      .integer({ min: 0, max: 20_000 })
      .map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10)),
    text: anyText,
    boolean: fc.boolean(),
  };
  return fc.option(value[type], { nil: null, freq: 8 });
}

const column: fc.Arbitrary<Column> = fc
  .record({
    title: anyText,
    type: fc.constantFrom<ColumnType>('money', 'count', 'share', 'number', 'date', 'text', 'boolean'),
    bar: fc.boolean(),
    wide: fc.boolean(),
    digits: fc.integer({ min: 0, max: 4 }),
    unit: fc.constantFrom('EUR', 'days', 'orders per customer'),
  })
  .map((made) => ({ id: '', ...made }));

export const anyTable: fc.Arbitrary<Table> = fc
  .record({
    title: anyText,
    section: fc.constantFrom('One', 'Two <i>'),
    description: anyText,
    layout: fc.constantFrom('table' as const, 'table' as const, 'record' as const),
    columns: fc.array(column, { minLength: 1, maxLength: 12 }),
  })
  .chain((made) => {
    const columns = made.columns.map((one, index) => ({ ...one, id: `c${index}` }));
    const cells = Object.fromEntries(columns.map(({ id, type }) => [id, cellOfType(type)]));
    const rows: fc.Arbitrary<Row[]> = fc.array(fc.record(cells), { maxLength: 6 });
    return rows.map((some) => ({ ...made, id: '', columns, rows: some }));
  });

/** Results with up to three tables of random columns and rows. */
export const anyResult: fc.Arbitrary<Result> = fc
  .record({ headline: anyText, tables: fc.array(anyTable, { maxLength: 3 }), note: anyText })
  .map(({ headline, tables, note }) => ({
    ...sampleResult,
    headline,
    tables: tables.map((table, index) => ({ ...table, id: `t${index}` })),
    figures: [],
    notes: [{ code: 'ANY', text: note }],
  }));
