import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cell, Column, ColumnType } from '../../src/common/result.js';
import {
  cellOf,
  displayText,
  heading,
  inRow,
  rawText,
  sharedCurrency,
  unknownWords,
  withoutUnknown,
} from '../../src/report/cells.js';
import { sampleResult } from './sample-result.js';

function shown(type: ColumnType, cell: Cell, digits?: number): string {
  const column: Column = { id: 'x', title: 'X', type };
  return displayText(digits === undefined ? column : { ...column, digits }, cell);
}

describe('displayText', () => {
  it.each<[ColumnType, Cell, string, number?]>([
    ['money', '1234567.50', '1,234,567.50'],
    ['money', '-1234.50', '-1,234.50'],
    ['money', '-999.00', '-999.00'],
    ['money', '123', '123'],
    ['money', '1234.567', '1,234.567'],
    [
      'money',
      '99999999999999999999999999999999999.9999',
      '99,999,999,999,999,999,999,999,999,999,999,999.9999',
    ],
    ['count', 0, '0'],
    ['count', 1000, '1,000'],
    ['count', 9007199254740991, '9,007,199,254,740,991'],
    ['share', 0.1234, '12.3 %'],
    ['share', 0.1235, '12.35 %', 2],
    ['share', 1, '100.0 %'],
    ['share', -0.00001, '0.0 %'],
    ['share', 0.0005, '0.1 %'],
    ['number', 1.005, '1.01'],
    ['number', -0.001, '0.00'],
    ['number', 1234.5, '1,235', 0],
    ['number', 1e21, '1,000,000,000,000,000,000,000.00'],
    ['number', 1e-7, '0.0000001', 7],
    ['number', Number.NaN, '–'],
    ['date', '2020-02-29', '2020-02-29'],
    ['boolean', true, 'yes'],
    ['boolean', false, 'no'],
    ['text', '00123', '00123'],
    ['text', '1234567', '1234567'],
    ['text', '', ''],
    ['money', 'not money', 'not money'],
    ['text', null, '–'],
    ['money', null, '–'],
  ])('shows %s %j as %j', (type, cell, text, digits) => {
    expect(shown(type, cell, digits)).toBe(text);
  });

  it('law: a number comes back from its text, rounded half-up to the digits shown', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 });
    fc.assert(
      fc.property(number, fc.integer({ min: 0, max: 6 }), (value, digits) => {
        const text = shown('number', value, digits);
        expect(text).toMatch(/^(-?\d{1,3}(,\d{3})*)(\.\d+)?$/);
        expect(text).not.toMatch(/^-[0.,]*$/);
        const back = new Decimal(text.replaceAll(',', ''));
        const exact = new Decimal(value);
        expect(back.minus(exact).abs().times(2).lte(new Decimal(10).pow(-digits))).toBe(true);
      }),
    );
  });
});

describe('rawText', () => {
  it('keeps every digit, without exponent', () => {
    expect([0.1, 1e-7, 1e21, -0, 5, '1.50', true, null, 'x'].map(rawText)).toEqual([
      '0.1',
      '0.0000001',
      '1000000000000000000000',
      '0',
      '5',
      '1.50',
      'true',
      '',
      'x',
    ]);
  });

  it('law: gives the same number back', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Number(rawText(value))).toBe(value + 0);
      }),
    );
  });
});

describe('columns', () => {
  it('reads only what a row itself holds', () => {
    expect(cellOf({}, { id: 'constructor' })).toBeNull();
    expect(cellOf(JSON.parse('{"__proto__": 5}'), { id: '__proto__' })).toBe(5);
  });

  it('names a unit once', () => {
    expect(heading({ id: 'x', title: 'Recency', type: 'number', unit: 'days' })).toBe('Recency (days)');
    expect(heading({ id: 'x', title: 'Days since', type: 'number', unit: 'days' })).toBe('Days since');
    expect(heading({ id: 'x', title: 'Orders', type: 'count' })).toBe('Orders');
  });

  it('finds the currency that all money columns share', () => {
    const [record] = sampleResult.tables;
    expect(sharedCurrency(record!)).toBe('EUR');
    const mixed = record!.columns.map((column, index) => (index === 2 ? { ...column, unit: 'USD' } : column));
    expect(sharedCurrency({ ...record!, columns: mixed })).toBeNull();
    expect(sharedCurrency(sampleResult.tables[3]!)).toBeNull();
  });
});

describe('columns of mixed units, and of which nothing is known', () => {
  const mixed = {
    id: 'value',
    title: 'value',
    type: 'number',
    digits: 3,
    types: { by: 'part', of: { customers: 'count', margin: 'share' } },
  } as const;
  const profit = { id: 'profit', title: 'profit', type: 'money' } as const;
  const table = {
    id: 't',
    title: 'T',
    section: 'S',
    columns: [{ id: 'part', title: 'part', type: 'text' } as const, mixed, profit],
    rows: [
      { part: 'customers', value: 318, profit: null },
      { part: 'margin', value: 0.463, profit: null },
      { part: 'aov', value: 95.4, profit: null },
    ],
  };

  it('shows counts as whole numbers and shares as shares, row by row', () => {
    const shown = table.rows.map((row) => displayText(inRow(mixed, row), row.value));
    expect(shown).toEqual(['318', '46.3 %', '95.400']);
  });

  it('names unknown columns once where rows are several, and keeps them in records and single rows', () => {
    expect(unknownWords(table)).toBe('Not known in any row: profit');
    expect(withoutUnknown(table).columns).toEqual(table.columns.slice(0, 2));
    for (const kept of [
      { ...table, rows: table.rows.slice(0, 1) },
      { ...table, layout: 'record' as const },
    ]) {
      expect(unknownWords(kept)).toBeNull();
      expect(withoutUnknown(kept)).toBe(kept);
    }
  });
});
