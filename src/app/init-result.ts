import { relative } from 'node:path';
import { shown } from '../common/messages/config.js';
import type { Note, Result, Table } from '../common/result.js';
import type { Decision } from './config/decide.js';
import type { Look } from './config/look.js';
import type { RunContext } from './context.js';
import type { Settings } from './settings.js';
import { workspaceResult } from './workspace-result.js';

export interface InitFindings {
  /** The config as the user would name it. */
  readonly name: string;
  readonly look: Look;
  readonly decisions: readonly Decision[];
  readonly notes: readonly Note[];
}

/** What `clv init` found and decided, as a result like any other. */
export function initResult(
  context: RunContext,
  settings: Settings,
  { name, look, decisions, notes }: InitFindings,
): Result {
  const files = look.found.flatMap((one) => one.files);
  const headline = `Wrote ${name} after a look at ${files.length === 1 ? '1 file' : `${files.length} files`}.`;
  return workspaceResult(context, settings, headline, {
    settings: { config: name },
    notes,
    tables: [fileTable(look, settings), columnTable(look, settings), decisionTable(decisions)],
  });
}

function fileTable({ found }: Look, { cwd }: Settings): Table {
  return {
    id: 'files',
    title: 'Files and what they were taken for',
    section: 'What was found',
    columns: [
      { id: 'file', title: 'file', type: 'text' },
      { id: 'role', title: 'role', type: 'text' },
      { id: 'format', title: 'format', type: 'text' },
      { id: 'encoding', title: 'encoding', type: 'text' },
      { id: 'delimiter', title: 'delimiter', type: 'text' },
      { id: 'bytes', title: 'bytes', type: 'count' },
    ],
    rows: found.flatMap(({ role, files }) =>
      files.map(({ name, format, compression, encoding, delimiter, bytes }) => ({
        file: relative(cwd, name),
        role,
        format: compression === null ? format : `${format}, ${compression}`,
        encoding,
        delimiter: delimiter === '\t' ? 'tab' : delimiter,
        bytes,
      })),
    ),
  };
}

function columnTable({ found }: Look, { cwd }: Settings): Table {
  return {
    id: 'columns',
    title: 'Columns and the role of each',
    section: 'What was found',
    columns: [
      { id: 'file', title: 'file', type: 'text' },
      { id: 'column', title: 'column', type: 'text' },
      { id: 'role', title: 'role', type: 'text' },
      { id: 'why', title: 'why', type: 'text' },
      { id: 'example', title: 'first value', type: 'text' },
    ],
    rows: found.flatMap(({ files }) =>
      files.flatMap(({ name, columns, sample }) =>
        columns.map(({ column, role, why }) => ({
          file: relative(cwd, name),
          column,
          role,
          why,
          example: sample[0]?.[column] ?? null,
        })),
      ),
    ),
  };
}

function decisionTable(decisions: readonly Decision[]): Table {
  return {
    id: 'decisions',
    title: 'What the config says, and why',
    section: 'What was decided',
    columns: [
      { id: 'key', title: 'setting', type: 'text' },
      { id: 'value', title: 'value', type: 'text' },
      { id: 'why', title: 'because of', type: 'text' },
    ],
    rows: decisions.map(({ key, value, why }) => ({
      key,
      value: typeof value === 'string' ? value : shown(value),
      why,
    })),
  };
}
