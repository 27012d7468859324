import { resolve } from 'node:path';
import { writtenTo } from '../common/messages/cli.js';
import type { Result } from '../common/result.js';
import type { Run } from './context.js';

export interface PictureFlags {
  readonly html?: string;
  readonly charts?: string;
  readonly chartsFormat?: 'svg' | 'png' | 'both';
}

/** Size of a chart's file, in pixels; a PNG has twice as many each way. */
const SIZE = { width: 960, height: 540, theme: 'light' } as const;

/** Writes a result as a page (`--html`) and its charts as single files (`--charts`). */
export async function writePictures(
  run: Run,
  whole: Result,
  { html, charts, chartsFormat = 'svg' }: PictureFlags,
  cwd: string,
): Promise<void> {
  const { shownResult } = await import('../app/shown-result.js');
  const result = await shownResult(whole, run.settings, run.context.progress);
  const { writeReportFile, writeReportFolder } = await import('../app/write-report.js');
  if (html !== undefined) {
    const { renderHtml } = await import('../report/html/page.js');
    const path = resolve(cwd, html);
    const { threads } = run.settings.runtime;
    await writeReportFile(path, await renderHtml(result, { threads }));
    await run.say(writtenTo(path, 1));
  }
  if (charts !== undefined) {
    const folder = resolve(cwd, charts);
    const files = [
      ...(chartsFormat === 'png' ? [] : await vectors(result)),
      ...(chartsFormat === 'svg' ? [] : await pixels(result)),
    ];
    await writeReportFolder(folder, files);
    await run.say(writtenTo(folder, files.length));
  }
}

async function vectors(result: Result): Promise<{ name: string; content: string }[]> {
  const { renderFigureSvg } = await import('../report/figures/svg.js');
  const files = [];
  for (const figure of result.figures) {
    files.push({ name: `${figure.id}.svg`, content: await renderFigureSvg(result, figure, SIZE) });
  }
  return files;
}

async function pixels(result: Result): Promise<{ name: string; content: Uint8Array }[]> {
  const { renderFigurePng } = await import('../report/figures/png.js');
  const files = [];
  for (const figure of result.figures) {
    files.push({ name: `${figure.id}.png`, content: await renderFigurePng(result, figure, SIZE) });
  }
  return files;
}
