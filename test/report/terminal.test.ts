import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Result, Table } from '../../src/common/result.js';
import { renderTerminal } from '../../src/report/terminal/terminal.js';
import { displayWidth } from '../../src/report/width.js';
import { anyResult } from './any-result.js';
import { expectGolden } from './golden.js';
import { sampleResult } from './sample-result.js';

const plain = { width: 80, color: false, wide: false };

function tableAlone(table: Table): Result {
  return { ...sampleResult, tables: [table], figures: [] };
}

describe('renderTerminal', () => {
  it('looks as it should at 80 columns', () => {
    expectGolden('terminal-80.txt', renderTerminal(sampleResult, plain));
  });

  it('looks as it should in ASCII, and wide', () => {
    expectGolden('terminal-ascii-60.txt', renderTerminal(sampleResult, { ...plain, width: 60, ascii: true }));
    expectGolden('terminal-wide-120.txt', renderTerminal(sampleResult, { ...plain, width: 120, wide: true }));
  });

  it('says nothing by colour alone, and colours nothing when it may not', () => {
    const coloured = renderTerminal(sampleResult, { ...plain, color: true });
    expect(stripVTControlCharacters(coloured)).toBe(renderTerminal(sampleResult, plain));
    expect(coloured).toContain('\u001b[31m-1,250.04');
    expect(renderTerminal(sampleResult, plain)).not.toContain('\u001b');
  });

  it('shows a failed identity with both of its sides', () => {
    const failed = { ...sampleResult.identities[1]!, right: '17787', holds: false };
    const result = { ...sampleResult, identities: [sampleResult.identities[0]!, failed] };
    const text = renderTerminal(result, plain);
    expect(text).toContain('✗ 1 of 2 identities fails');
    expect(text).toContain(
      'orders of the order counts = orders of the period: left 17,786 ≠ right\n    17,787',
    );
    expect(renderTerminal(result, { ...plain, color: true })).toContain('\u001b[31m✗\u001b[39m');
    expect(renderTerminal({ ...sampleResult, identities: [] }, plain)).not.toContain('identities');
  });

  it('cuts a long table and says how to see it whole', () => {
    const table = sampleResult.tables[2]!;
    expect(renderTerminal(tableAlone({ ...table, terminalRows: 3 }), plain)).toContain(
      'First 3 of 40 rows; all of them: --format csv --table histogram',
    );
    expect(renderTerminal(tableAlone({ ...table, terminalRows: 3 }), { ...plain, wide: true })).not.toContain(
      'First',
    );
    const { terminalRows, ...unlimited } = table;
    expect(terminalRows).toBe(8);
    expect(renderTerminal(tableAlone(unlimited), plain)).not.toContain('First');
  });

  it('draws a line chart of one series as a line of small columns', () => {
    const wide = renderTerminal(sampleResult, { ...plain, width: 100, wide: true });
    expect(wide).toMatch(/Share of profit, share of customers, the best first 0 % – 100 %: ▁▂▃▃.*█$/m);
  });

  it('draws a heat map in place of its table, names what it leaves out, and gives up where it is far too wide', () => {
    const table = sampleResult.tables[3]!;
    const column = { id: 'size', title: 'Cohort size', type: 'count' as const };
    const wider = { ...table, columns: [...table.columns, column] };
    const result = { ...sampleResult, tables: [wider] };
    const text = renderTerminal(result, plain);
    expect(text).toContain('2019-Q3  100 % █  24 % ▒\n');
    expect(text).toContain('More in --format csv --table cohorts: Cohort size');
    const rows = Array.from({ length: 60 }, (_, age) => ({
      cohort: '2018-Q1',
      age,
      share_active: 1 / (age + 1),
    }));
    const long = renderTerminal({ ...sampleResult, tables: [{ ...table, rows }] }, plain);
    expect(long).toContain('Quarters since the first order  Share active');
  });

  it('never shows a number cut short', () => {
    const columns = [
      { id: 'who', title: 'Who', type: 'text' as const },
      { id: 'much', title: 'Much', type: 'money' as const },
    ];
    const rows = [{ who: 'a', much: `1${'0'.repeat(60)}.00` }];
    const text = renderTerminal(tableAlone({ id: 't', title: 't', section: 's', columns, rows }), {
      ...plain,
      width: 40,
    });
    expect(text).toContain('#'.repeat(38));
    expect(text).not.toContain('000,000');
  });

  it('law: no line is wider than the terminal, no control character comes through, whatever the data', () => {
    fc.assert(
      fc.property(
        anyResult,
        fc.integer({ min: 40, max: 130 }),
        fc.boolean(),
        fc.boolean(),
        (result, width, wide, ascii) => {
          const text = renderTerminal(result, { width, color: false, wide, ascii });
          for (const line of text.split('\n')) {
            expect(displayWidth(line)).toBeLessThanOrEqual(width);
            // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
            expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
          }
          const coloured = renderTerminal(result, { width, color: true, wide, ascii });
          expect(stripVTControlCharacters(coloured)).toBe(text);
        },
      ),
      { numRuns: 60 },
    );
  });
});
