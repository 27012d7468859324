import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Result, Row, Table } from '../../src/common/result.js';
import { followingFrom } from '../../src/privacy/known-sums.js';
import { suppressSmallCells } from '../../src/privacy/suppress.js';
import { clv } from '../cli/in-process.js';

const segment = { id: 'segment', title: '', type: 'text' } as const;
const period = { id: 'period', title: '', type: 'text' } as const;
const customers = { id: 'customers', title: '', type: 'count' } as const;
const spend = { id: 'spend', title: '', type: 'money' } as const;

const shown = (table: Pick<Table, 'columns' | 'rows'>, min = 10): readonly Row[] =>
  suppressSmallCells(
    {
      tables: [{ id: 't', title: '', section: '', ...table }],
      figures: [{}],
      answers: [{}],
      notes: [],
    } as unknown as Result,
    min,
  ).tables[0]!.rows;

const suppressed = (tables: readonly Pick<Table, 'id' | 'columns' | 'rows'>[], min: number) =>
  suppressSmallCells(
    {
      tables: tables.map((table) => ({ title: '', section: '', ...table })),
      figures: [],
      answers: [],
      notes: [],
    } as unknown as Result,
    min,
  ).tables;

const rowsOf = (...sizes: number[]) =>
  sizes.map((n, i) => ({ segment: `s${i}`, customers: n, spend: `${n}.00` }));

describe('small cells', () => {
  it('are hidden with the smallest other, so that the total does not give them away', () => {
    const rows = [...rowsOf(40, 3, 20, 0), { segment: 'total', customers: 63, spend: '63.00' }];
    expect(shown({ columns: [segment, customers, spend], rows })).toEqual([
      { segment: 's0', customers: 40, spend: '40.00' },
      { segment: 's1', customers: null, spend: null },
      { segment: 's2', customers: null, spend: null },
      { segment: 's3', customers: 0, spend: '0.00' },
      { segment: 'total', customers: 63, spend: '63.00' },
    ]);
  });

  it('stay hidden together: several that are fewer than the limit take another with them', () => {
    const hidden = shown({ columns: [segment, customers, spend], rows: rowsOf(40, 3, 4, 20) });
    expect(hidden.map((row) => row.customers)).toEqual([40, null, null, null]);
  });

  it('do not follow from rows and columns of a two-way table', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 4, maxLength: 4 }), {
          minLength: 3,
          maxLength: 5,
        }),
        (cells) => {
          const rows = cells.flatMap((line, i) =>
            line.map((n, j) => ({ segment: `s${i}`, period: `p${j}`, customers: n, spend: `${n}` })),
          );
          const after = shown({ columns: [segment, period, customers, spend], rows });
          after.forEach((row, i) => {
            const n = rows[i]!.customers;
            if (row.customers !== null) expect(n === 0 || n >= 10).toBe(true);
          });
          for (const key of ['segment', 'period'] as const) {
            for (const label of new Set(rows.map((row) => row[key]))) {
              const group = rows
                .map((row, i) => [row, after[i]!] as const)
                .filter(([row]) => row[key] === label);
              const gone = group.filter(([, row]) => row.customers === null);
              const left = group.filter(([row, now]) => now.customers !== null && row.customers > 0);
              const together = gone.reduce((sum, [row]) => sum + row.customers, 0);
              if (gone.length > 0 && left.length > 0) {
                expect(gone.length).toBeGreaterThan(1);
                expect(together).toBeGreaterThanOrEqual(10);
              }
            }
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('can not be had by solving the equations of the sums', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 4, maxLength: 4 }), {
          minLength: 4,
          maxLength: 5,
        }),
        (cells) => {
          const rows = cells.flatMap((line, i) =>
            line.map((n, j) => ({ segment: `s${i}`, period: `p${j}`, customers: n, spend: `${n}` })),
          );
          const after = shown({ columns: [segment, period, customers, spend], rows });
          const unknown = rows.flatMap((row, i) => (after[i]!.customers === null ? [{ ...row, i }] : []));
          const equations = (['segment', 'period'] as const).flatMap((key) =>
            [...new Set(rows.map((row) => row[key]))].map((label) =>
              unknown.map((row) => (row[key] === label ? 1 : 0)),
            ),
          );
          for (const [k, { customers: n }] of unknown.entries())
            if (n > 0 && n < 10) expect(follows(equations, k), JSON.stringify(cells)).toBe(false);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('can not be had from another table of the report, by any combination of sums', () => {
    const label = (id: string) => ({ id, title: '', type: 'count' }) as const;
    const shapes = [['r', 'f', 'm'], ['r', 'f'], ['f', 'm'], ['f'], ['r', 'f']] as const;
    const size = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 10, max: 40 }));
    fc.assert(
      fc.property(fc.array(size, { minLength: 18, maxLength: 18 }), (counts) => {
        const cells = counts.map((n, i) => ({ r: i % 2, f: Math.floor(i / 2) % 3, m: Math.floor(i / 6), n }));
        const keyOf = (cell: Row, by: readonly string[]) => by.map((key) => `${key}${cell[key]}`).join(' ');
        const tables = shapes.map((by, t) => {
          const rows = new Map<string, Record<string, number>>();
          for (const cell of cells) {
            const row = rows.get(keyOf(cell, by));
            if (row) row.customers! += cell.n;
            else
              rows.set(keyOf(cell, by), {
                ...Object.fromEntries(by.map((key) => [key, cell[key]])),
                customers: cell.n,
              });
          }
          return { id: `t${t}`, columns: [...by.map(label), customers], rows: [...rows.values()] };
        });
        const safe = suppressed(tables, 10);
        const equations: number[][] = [];
        const cellsOf = (row: Row, by: readonly string[]) =>
          cells.map((cell) => (keyOf(cell, by) === keyOf(row, by) ? 1 : 0));
        safe.forEach((table, t) => {
          for (const row of table.rows) if (row.customers !== null) equations.push(cellsOf(row, shapes[t]!));
        });
        // What a table hides of a row that another one shows is no small group either.
        for (const [t, by] of shapes.entries())
          for (const row of safe[t]!.rows) {
            if (row.customers === null) continue;
            for (const [k, finer] of shapes.entries()) {
              if (finer.length <= by.length || !by.every((key) => (finer as readonly string[]).includes(key)))
                continue;
              const hidden = tables[k]!.rows.filter(
                (part, i) => safe[k]!.rows[i]!.customers === null && keyOf(part, by) === keyOf(row, by),
              );
              const together = hidden.reduce((sum, part) => sum + part.customers!, 0);
              expect(together === 0 || together >= 10, JSON.stringify(counts)).toBe(true);
            }
          }
        equations.push(cells.map(() => 1));
        const known = rank(equations);
        tables.forEach(({ rows }, t) => {
          for (const row of rows)
            if (row.customers! > 0 && row.customers! < 10)
              expect(rank([...equations, cellsOf(row, shapes[t]!)]), JSON.stringify(counts)).toBe(known + 1);
        });
      }),
      { numRuns: 100 },
    );
  });

  it('can not be had from a table that calls the same groups by another label', () => {
    const text = (id: string) => ({ id, title: '', type: 'text' }) as const;
    const size = (id: string) => ({ id, title: '', type: 'count' }) as const;
    const acquired = [5, 12, 40, 60];
    const names = ['2019-01', '2019-02', '2019-03', '2019-04'];
    const [cohorts, flow, ages, headline] = suppressed(
      [
        {
          id: 'cohorts',
          columns: [text('cohort'), customers],
          rows: names.map((cohort, i) => ({ cohort, customers: acquired[i]! })),
        },
        {
          id: 'flow',
          columns: [text('period'), size('acquired'), size('active')],
          rows: names.map((period, i) => ({ period, acquired: acquired[i]!, active: 100 + i })),
        },
        {
          id: 'ages',
          columns: [text('cohort'), size('age'), size('cohort_size'), size('active')],
          rows: names.flatMap((cohort, i) =>
            [0, 1].map((age) => ({ cohort, age, cohort_size: acquired[i]!, active: acquired[i]! - age })),
          ),
        },
        { id: 'headline', columns: [size('acquired')], rows: [{ acquired: 12 }] },
      ],
      10,
    ).map(({ rows }) => rows);
    expect(cohorts!.map((row) => row.customers)).toEqual([null, null, 40, 60]);
    expect(flow!.map((row) => row.acquired)).toEqual([null, null, 40, 60]);
    expect(ages!.map((row) => row.cohort_size)).toEqual([null, null, null, null, 40, 40, 60, 60]);
    expect(headline).toEqual([{ acquired: null }]);
  });

  it('take extremes with them: a quantile with few customers beyond it is the value of one', () => {
    const column = (id: string) => ({ id, title: '', type: 'money' }) as const;
    const names = ['p1', 'p25', 'median', 'p95', 'min', 'max', 'mean'];
    const row = Object.fromEntries(names.map((name) => [name, '1.00']));
    const [after] = shown({
      columns: [segment, customers, ...names.map(column)],
      rows: [{ segment: 'all', customers: 100, ...row }],
    });
    expect(after).toMatchObject({ p25: '1.00', median: '1.00', mean: '1.00' });
    for (const name of ['p1', 'p95', 'min', 'max']) expect(after![name], name).toBe(null);
  });

  it('of single customers go as a whole; tables without customers stay', () => {
    expect(
      shown({
        columns: [{ ...segment, id: 'customer_id' }, spend],
        rows: [{ customer_id: 'a', spend: '1' }],
      }),
    ).toEqual([]);
    expect(shown({ columns: [segment, spend], rows: [{ segment: 'a', spend: '1' }] })).toHaveLength(1);
  });

  it('are hidden in every form of a report', async () => {
    const args = ['audit', 'lens1', 'samples/orders.csv', '--format', 'json'];
    const cwd = process.cwd();
    const whole = JSON.parse((await clv(args, { cwd })).out) as Result;
    const { out, code } = await clv([...args, '--min-cell', '10'], { cwd });
    expect(code).toBe(0);
    const safe = JSON.parse(out) as Result;
    const small = (result: Result) =>
      result.tables
        .flatMap(({ rows }) => rows)
        .filter((row) => Number(row.customers) > 0 && Number(row.customers) < 10);
    expect(small(whole).length).toBeGreaterThan(5);
    expect(small(safe)).toEqual([]);
    expect(safe.answers).toEqual([]);
    expect(safe.notes.map(({ code }) => code)).toContain('small_cells');

    const rowsOf = (result: Result, id: string) => result.tables.find((table) => table.id === id)!.rows;
    const cells = rowsOf(whole, 'scores');
    const groups = [...rowsOf(safe, 'scores'), ...rowsOf(safe, 'recency_frequency')];
    const among = (row: Row) =>
      cells.map((cell) => Number(['r', 'f', 'm'].every((k) => !(k in row) || row[k] === cell[k])));
    const equations = groups.filter((row) => row.customers !== null).map(among);
    for (const row of cells)
      if (Number(row.customers) < 10) expect(rank([...equations, among(row)])).toBe(rank(equations) + 1);
  });
});

describe('sums of a report', () => {
  it('are solved whatever their number: a year of weeks by a year of cohorts', () => {
    const sums: { parts: number[]; whole: null }[] = [];
    const width = 120;
    for (let i = 0; i < width; i++) {
      sums.push({ parts: Array.from({ length: width }, (_, j) => i * width + j), whole: null });
      sums.push({ parts: Array.from({ length: width }, (_, j) => j * width + i), whole: null });
    }
    const lonely = 3 * width + 4;
    const isUnknown = (cell: number) =>
      cell === lonely || (cell % width > 4 && Math.floor(cell / width) > 4 && cell % 7 < 3);
    expect([...followingFrom(sums, isUnknown)]).toEqual([lonely]);
  });

  it('give what elimination gives', () => {
    const sum = fc.record({
      parts: fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 6 }),
      whole: fc.option(fc.integer({ min: 10, max: 12 })),
    });
    fc.assert(
      fc.property(fc.array(sum, { maxLength: 9 }), (sums) => {
        const equations = sums.map(({ parts, whole }) =>
          Array.from({ length: 13 }, (_, k) => (whole === k ? -1 : Number(parts.includes(k)))),
        );
        const units = Array.from({ length: 13 }, (_, k) => equations.length > 0 && follows(equations, k));
        const found = followingFrom(sums, () => true);
        expect(units.map((_, k) => found.has(k))).toEqual(units);
      }),
      { numRuns: 200 },
    );
  });
});

/** Whether the equations fix the unknown of an index: its unit vector is a combination of their rows. */
function follows(equations: readonly (readonly number[])[], index: number): boolean {
  const unit = equations[0]!.map((_, k) => (k === index ? 1 : 0));
  return rank([...equations, unit]) === rank(equations);
}

/** Rank by elimination with exact fractions of small whole numbers. */
function rank(matrix: readonly (readonly number[])[]): number {
  const rows = matrix.map((row) => [...row]);
  const width = rows[0]?.length ?? 0;
  let found = 0;
  for (let column = 0; column < width && found < rows.length; column++) {
    const pivot = rows.findIndex((row, i) => i >= found && Math.abs(row[column]!) > 1e-9);
    if (pivot < 0) continue;
    [rows[found], rows[pivot]] = [rows[pivot]!, rows[found]!];
    const head = rows[found]!;
    for (const row of rows.slice(found + 1)) {
      const factor = row[column]! / head[column]!;
      for (let k = column; k < width; k++) row[k]! -= factor * head[k]!;
    }
    found++;
  }
  return found;
}
