import { extname } from 'node:path';
import { shownResult } from '../app/shown-result.js';
import { writeReportFile, writeReportFolder } from '../app/write-report.js';
import { writtenTo } from '../common/messages/cli.js';
import type { Note, Result } from '../common/result.js';
import { renderCsvFiles } from '../report/csv.js';
import { renderResult } from '../report/format.js';
import type { Run } from './context.js';

/** Shows a result as `--format`, `--table` and `--out` say. Remarks about the output itself go to standard error. */
export async function printResult({ settings, context, print, say }: Run, whole: Result): Promise<void> {
  context.journal?.result(whole);
  const result = await shownResult(whole, settings, context.progress);
  const { format, out, table } = settings.report;
  if (out !== null) context.journal?.output(out);
  if (out !== null && format === 'csv' && table === null && extname(out) === '') {
    const files = renderCsvFiles(result);
    await writeReportFolder(out, files);
    return say(writtenTo(out, files.length));
  }
  const { width, color, wide } = settings.report;
  const rendered = await renderResult(result, {
    format,
    width,
    color,
    wide,
    threads: settings.runtime.threads,
    ...(table === null ? {} : { table }),
  });
  await sayAll(say, rendered.notes);
  if (out === null) return print(rendered.text);
  await writeReportFile(out, rendered.text);
  await say(writtenTo(out, 1));
}

async function sayAll(say: Run['say'], notes: readonly Note[]): Promise<void> {
  for (const note of notes) await say(note.text);
}
