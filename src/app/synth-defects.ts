import { basename } from 'node:path';
import { badChoice, tooFewRowsForDefects } from '../common/messages/synth.js';
import { exportQuery } from '../store/export.js';
import type { Store } from '../store/store.js';
import { DEFECT_KINDS, type GoodRow, type Planted, plantDefects } from '../synth/defects.js';
import type { OutputColumn } from './synth-output.js';
import type { NamedFile } from './synth-result.js';
import type { SynthSettings } from './synth-settings.js';
import { LINE_ORDER } from './synth-tables.js';

const BYTE_ORDER_MARK = '\ufeff';
const GOOD_ROWS_A_KIND = 10;

/** Writes the order lines as CSV with a byte order mark and one group of rows for each defect, spread over the file. */
export async function writeDefective(
  store: Store,
  columns: readonly OutputColumn[],
  settings: SynthSettings,
): Promise<NamedFile[]> {
  for (const kind of settings.defectsSkip) {
    if (!DEFECT_KINDS.includes(kind)) throw badChoice('--defects-skip', kind, DEFECT_KINDS);
  }
  const { rows } = await store.one('select count(*) as rows from synth_lines');
  const good = Number(rows);
  const needed = DEFECT_KINDS.length * GOOD_ROWS_A_KIND;
  if (good < needed) throw tooFewRowsForDefects(good, needed);

  await numberLines(store, columns);
  const step = Math.floor(good / (DEFECT_KINDS.length + 1));
  const groups = plantDefects(await templates(store, columns, step), settings.defectsSkip);
  await store.run('create table synth_planted (position bigint, part integer, line varchar)');
  await store.run(
    'create table synth_truth (row_number bigint, field varchar, outcome varchar, kind varchar, reason varchar)',
  );
  await plant(store, groups, step);

  const header = BYTE_ORDER_MARK + columns.map(([name]) => name).join(',');
  await store.run('insert into synth_planted values (0, 0, $header)', { header });
  const orders = await exportQuery(
    store,
    `select line from (
       select position, 0 as part, line from synth_texts
       union all select position, part, line from synth_planted
     ) order by position, part`,
    settings.out,
    'lines',
  );
  const files = [{ role: 'orders', ...orders }];
  if (settings.defectsOut === null) return files;
  const truth = await exportQuery(
    store,
    `select '${basename(settings.out).replaceAll("'", "''")}' as file, row_number as row, field, outcome, kind, reason
     from synth_truth order by row_number`,
    settings.defectsOut,
    'csv',
  );
  return [...files, { role: 'defects', ...truth }];
}

async function numberLines(store: Store, columns: readonly OutputColumn[]): Promise<void> {
  const texts = columns.map(([, text]) => `coalesce((${text})::varchar, '')`);
  await store.run(`
    create table synth_texts as
    select row_number() over (order by ${LINE_ORDER}) as position, ${texts.join(` || ',' || `)} as line
    from synth_lines`);
}

/** One purchase line a kind, from the stretch before the place where its defect goes. */
async function templates(store: Store, columns: readonly OutputColumn[], step: number): Promise<GoodRow[]> {
  const names = columns.map(([name]) => name);
  const rows = await store.rows(
    `select min_by(line, position) as line from synth_texts
     where line like '%,purchase' group by (position - 1) // $step order by (position - 1) // $step`,
    { step },
  );
  return rows.map(({ line }) => {
    const values = String(line).split(',');
    return Object.fromEntries(names.map((name, i) => [name, values[i]!]));
  });
}

async function plant(store: Store, groups: readonly (readonly Planted[])[], step: number): Promise<void> {
  let planted = 0;
  for (const [i, group] of groups.entries()) {
    const position = (i + 1) * step;
    for (const [part, { line, field, outcome, kind, reason }] of group.entries()) {
      planted++;
      await store.run('insert into synth_planted values ($position, $part, $line)', {
        position,
        part: part + 1,
        line,
      });
      await store.run('insert into synth_truth values ($row, $field, $outcome, $kind, $reason)', {
        row: position + planted,
        field,
        outcome,
        kind,
        reason,
      });
    }
  }
}
