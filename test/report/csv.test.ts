import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ClvError, ExitCode } from '../../src/common/errors.js';
import type { Column, Row, Table } from '../../src/common/result.js';
import { csvNote, renderCsv, renderCsvFiles } from '../../src/report/csv.js';
import { expectGolden } from './golden.js';
import { sampleResult } from './sample-result.js';

function csvOf(columns: readonly Column[], rows: readonly Row[]): string {
  const table: Table = { id: 't', title: 't', section: 's', columns, rows };
  return renderCsv({ ...sampleResult, tables: [table] });
}

const text: Column = { id: 'x', title: 'X', type: 'text' };
const money: Column = { id: 'm', title: 'M', type: 'money', unit: 'EUR' };

describe('renderCsv', () => {
  it('writes the first table, or the one that is named', () => {
    expect(renderCsv(sampleResult).split('\n')[0]).toBe(
      sampleResult.tables[0]!.columns.map(({ id }) => id).join(','),
    );
    expectGolden('customers.csv', renderCsv(sampleResult, 'customers'));
  });

  it('refuses a table that is not there, and names those that are', () => {
    let error: unknown;
    try {
      renderCsv(sampleResult, 'decile');
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(ClvError);
    expect((error as ClvError).code).toBe('REPORT_NO_SUCH_TABLE');
    expect((error as ClvError).exitCode).toBe(ExitCode.usage);
    expect((error as ClvError).message).toBe(
      '--table: no table "decile" in this result. It has: decomposition, deciles, histogram, cohorts, months, attribution, customers, lorenz, empty.',
    );
    expect(() => renderCsv({ ...sampleResult, tables: [] }, 'x')).toThrow('This result has no tables.');
  });

  it('says which tables are left out, and when there is none at all', () => {
    expect(csvNote(sampleResult)?.text).toContain('this is "decomposition"');
    expect(csvNote(sampleResult, 'deciles')).toBeNull();
    expect(csvNote({ ...sampleResult, tables: sampleResult.tables.slice(0, 1) })).toBeNull();
    expect(csvNote({ ...sampleResult, tables: [] })?.code).toBe('REPORT_CSV_NO_TABLE');
    expect(renderCsv({ ...sampleResult, tables: [] })).toBe('');
  });

  it('keeps negative numbers numbers and makes formulas in text harmless', () => {
    const rows = ['=1+1', '+49 30', '-5.00', '@x', '\tx', '\rx', "it's", 'a-b'].map((x) => ({
      x,
      m: '-5.00',
    }));
    expect(csvOf([text, money], rows)).toBe(
      "x,m\n'=1+1,-5.00\n'+49 30,-5.00\n'-5.00,-5.00\n'@x,-5.00\n'\tx,-5.00\n\"'\rx\",-5.00\nit's,-5.00\na-b,-5.00\n",
    );
  });

  it('distrusts a text in a column of numbers', () => {
    expect(csvOf([money], [{ m: '-2+3+cmd' }, { m: '=1' }, { m: -1e-7 }, { m: 1e21 }, { m: '-0.50' }])).toBe(
      "m\n'-2+3+cmd\n'=1\n-0.0000001\n1000000000000000000000\n-0.50\n",
    );
  });

  it('tells a missing value from an empty text, and escapes a hostile heading', () => {
    expect(csvOf([{ ...text, id: '=x' }, money], [{ '=x': '', m: null }, { m: '1.00' }])).toBe(
      '\'=x,m\n"",\n,1.00\n',
    );
  });

  it('law: text of any kind comes back, but for the quote before a formula', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 5 }), (values) => {
        const rows = values.map((x) => ({ x, m: '-1.00' }));
        const parsed: string[][] = parse(csvOf([text, money], rows), { record_delimiter: '\n' });
        expect(parsed.slice(1).map(([x]) => x)).toEqual(
          values.map((value) => (/^[=+\-@\t\r＝＋－＠]/.test(value) ? `'${value}` : value)),
        );
        expect(parsed.slice(1).every(([, m]) => m === '-1.00')).toBe(true);
      }),
      { numRuns: 80 },
    );
  });
});

describe('renderCsvFiles', () => {
  it('writes a file a table and a manifest with the rest', () => {
    const files = renderCsvFiles(sampleResult);
    expect(files.map(({ name }) => name)).toEqual([
      ...sampleResult.tables.map(({ id }) => `${id}.csv`),
      'manifest.json',
    ]);
    for (const [index, table] of sampleResult.tables.entries()) {
      expect(files[index]!.content).toBe(renderCsv(sampleResult, table.id));
    }
    const manifest = JSON.parse(files.at(-1)!.content);
    expect(manifest.tables[1]).toMatchObject({ id: 'deciles', file: 'deciles.csv', rows: 10 });
    expect(manifest.tables[1].columns[0]).toEqual({ id: 'decile', title: 'Decile', type: 'count' });
    expect(manifest.identities).toEqual(sampleResult.identities);
    expect(manifest.lineage).toEqual(sampleResult.lineage);
    expect(manifest.figures).toBeUndefined();
  });

  it('gives hostile ids harmless names, none of them twice', () => {
    const ids = ['../../etc/passwd', 'deciles', 'Deciles', 'manifest', 'CON', '', 'a b', 'a/b', '…'];
    const tables = ids.map((id) => ({ ...sampleResult.tables[8]!, id }));
    expect(renderCsvFiles({ ...sampleResult, tables }).map(({ name }) => name)).toEqual([
      'etc-passwd.csv',
      'deciles.csv',
      'Deciles-2.csv',
      'manifest-table.csv',
      'CON-table.csv',
      'table.csv',
      'a-b.csv',
      'a-b-2.csv',
      'table-2.csv',
      'manifest.json',
    ]);
  });
});
