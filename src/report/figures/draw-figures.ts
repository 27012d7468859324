import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Result } from '../../common/result.js';
import { renderPageFigure } from './svg.js';

/** A figure of a result to be drawn for a page. */
export interface Drawing {
  /** Place among the figures of the result. */
  readonly figure: number;
  readonly width: number;
  readonly height: number;
  /** Begins every id in the drawing. */
  readonly id: string;
}

export interface DrawThreads {
  /** As many as there are cores unless told; two are used. */
  readonly threads?: number | null;
  /** The compiled program of the second one. */
  readonly program?: URL;
}

/** What the second thread is started with. */
export interface DrawTask {
  readonly result: Result;
  readonly drawings: readonly Drawing[];
  readonly taken: Int32Array;
}

/** Places of drawings, and their SVG. */
export type Drawn = [place: number, svg: string][];

/** So few are drawn before a second thread has begun. */
const FEW = 20;

/**
 * The drawings as SVG, in their order. Many are drawn on two threads, each of which takes the next one when it has
 * done one: a drawing says nothing of who made it. Sources that are run as they are written have no program for a thread.
 */
export async function drawFigures(
  result: Result,
  drawings: readonly Drawing[],
  { threads = null, program }: DrawThreads = {},
): Promise<string[]> {
  const compiled = program ?? (import.meta.url.endsWith('.ts') ? undefined : besides());
  const isShared = drawings.length > FEW && (threads ?? availableParallelism()) > 1;
  const taken = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const drawnBeside =
    isShared && compiled !== undefined
      ? drawBeside(compiled, { result: withFigures(result), drawings, taken })
      : Promise.resolve([]);
  const drawn = new Map(await drawNext(result, drawings, taken));
  for (const [place, svg] of await drawnBeside) drawn.set(place, svg);
  const all: string[] = [];
  // What the other one has taken and not brought, whatever the reason, is made here.
  for (const [place, drawing] of drawings.entries())
    all.push(drawn.get(place) ?? (await draw(result, drawing)));
  return all;
}

/** Draws what nobody has taken yet, until all is taken. */
export async function drawNext(
  result: Result,
  drawings: readonly Drawing[],
  taken: Int32Array,
): Promise<Drawn> {
  const drawn: Drawn = [];
  for (let k = Atomics.add(taken, 0, 1); k < drawings.length; k = Atomics.add(taken, 0, 1))
    drawn.push([k, await draw(result, drawings[k]!)]);
  return drawn;
}

function draw(result: Result, { figure, ...size }: Drawing): Promise<string> {
  return renderPageFigure(result, result.figures[figure]!, size);
}

function drawBeside(program: URL, workerData: DrawTask): Promise<Drawn> {
  return new Promise((resolve) => {
    const worker = new Worker(program, { workerData });
    worker.once('message', resolve);
    worker.once('error', () => resolve([]));
    worker.once('exit', () => resolve([]));
  });
}

function besides(): URL {
  return new URL('./draw-worker.js', import.meta.url);
}

/** Tables that no figure shows need not be handed over. */
function withFigures(result: Result): Result {
  const shown = new Set(result.figures.map(({ table }) => table));
  return { ...result, tables: result.tables.filter(({ id }) => shown.has(id)) };
}
