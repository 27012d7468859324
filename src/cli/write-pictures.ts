import { join, resolve } from 'node:path';
import { writtenTo } from '../common/messages/cli.js';
import type { Result } from '../common/result.js';
import type { Run } from './context.js';

/** Writes a result as a page (`--html`) and its charts as single files (`--charts`). */
export async function writePictures(
  run: Run,
  result: Result,
  { html, charts }: { readonly html?: string; readonly charts?: string },
  cwd: string,
): Promise<void> {
  const { writeReportFile, writeReportFolder } = await import('../app/write-report.js');
  if (html !== undefined) {
    const { renderHtml } = await import('../report/html/page.js');
    const path = resolve(cwd, html);
    await writeReportFile(path, await renderHtml(result));
    await run.say(writtenTo(path, 1));
  }
  if (charts !== undefined) {
    const { renderFigureSvg } = await import('../report/figures/svg.js');
    const folder = resolve(cwd, charts);
    const files = [];
    for (const figure of result.figures) {
      files.push({
        name: `${figure.id}.svg`,
        text: await renderFigureSvg(result, figure, { width: 960, height: 540, theme: 'light' }),
      });
    }
    await writeReportFolder(folder, files);
    await run.say(writtenTo(join(folder), files.length));
  }
}
