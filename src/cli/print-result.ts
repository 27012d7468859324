import { extname } from 'node:path';
import { writtenTo } from '../common/messages/cli.js';
import type { Note, Result } from '../common/result.js';
import type { Run } from './context.js';

/** Shows a result as `--format`, `--table` and `--out` say. Remarks about the output itself go to standard error. */
export async function printResult({ settings, context, print, say }: Run, whole: Result): Promise<void> {
  context.journal?.result(whole);
  const { shownResult } = await import('../app/shown-result.js');
  const result = await shownResult(whole, settings, context.progress);
  const { format, out, table } = settings.report;
  if (out !== null) context.journal?.output(out);
  if (out !== null && format === 'csv' && table === null && extname(out) === '') {
    const { renderCsvFiles } = await import('../report/csv.js');
    const { writeReportFolder } = await import('../app/write-report.js');
    const files = renderCsvFiles(result);
    await writeReportFolder(out, files);
    return say(writtenTo(out, files.length));
  }
  const { renderResult } = await import('../report/format.js');
  const { width, color, wide } = settings.report;
  const rendered = await renderResult(result, {
    format,
    width,
    color,
    wide,
    ...(table === null ? {} : { table }),
  });
  await sayAll(say, rendered.notes);
  if (out === null) return print(rendered.text);
  const { writeReportFile } = await import('../app/write-report.js');
  await writeReportFile(out, rendered.text);
  await say(writtenTo(out, 1));
}

async function sayAll(say: Run['say'], notes: readonly Note[]): Promise<void> {
  for (const note of notes) await say(note.text);
}
