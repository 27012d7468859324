import type { Table } from '../../common/result.js';
import type { RunEntry } from '../../store/run-log.js';

/** All that the log has of a run. */
export function runTables(entry: RunEntry): Table[] {
  const facts = Object.entries(entry.facts);
  return [
    {
      id: 'run',
      title: 'Run',
      section: 'Run',
      layout: 'record',
      columns: [
        { id: 'id', title: 'id', type: 'text' },
        { id: 'command', title: 'command', type: 'text' },
        { id: 'version', title: 'version', type: 'text' },
        { id: 'started', title: 'started', type: 'text' },
        { id: 'finished', title: 'finished', type: 'text' },
        { id: 'seconds', title: 'seconds', type: 'number', digits: 3 },
        { id: 'exit', title: 'exit code', type: 'count' },
        { id: 'error', title: 'error', type: 'text' },
        { id: 'as_of', title: 'as of', type: 'date' },
        { id: 'read', title: 'rows read', type: 'count' },
        { id: 'used', title: 'rows used', type: 'count' },
        { id: 'quarantined', title: 'rows quarantined', type: 'count' },
        { id: 'ignored', title: 'rows ignored by a rule', type: 'count' },
        { id: 'peak_memory_bytes', title: 'peak memory, bytes', type: 'count' },
        { id: 'model', title: 'model', type: 'text' },
        { id: 'outputs', title: 'written', type: 'text' },
        { id: 'notes', title: 'notes', type: 'text' },
        { id: 'warnings', title: 'warnings', type: 'text' },
        { id: 'config_digest', title: 'digest of the settings', type: 'text' },
        { id: 'parent', title: 'step of', type: 'text' },
      ],
      rows: [
        {
          id: entry.id,
          command: entry.command,
          version: entry.version,
          started: entry.started,
          finished: entry.finished,
          seconds: entry.seconds,
          exit: entry.exit,
          error: entry.error,
          as_of: entry.asOf,
          ...entry.rows,
          peak_memory_bytes: entry.peakMemoryBytes,
          model: entry.model,
          outputs: joined(entry.outputs),
          notes: joined(entry.notes),
          warnings: joined(entry.warnings),
          config_digest: entry.configDigest,
          parent: entry.parent,
        },
      ],
    },
    {
      id: 'inputs',
      title: 'Files',
      section: 'Run',
      columns: [
        { id: 'name', title: 'file', type: 'text' },
        { id: 'role', title: 'role', type: 'text' },
        { id: 'bytes', title: 'bytes', type: 'count' },
        { id: 'rows', title: 'rows', type: 'count' },
        { id: 'sha256', title: 'SHA-256', type: 'text', wide: true },
      ],
      rows: entry.inputs.map((input) => ({ ...input })),
    },
    {
      id: 'stages',
      title: 'Stages',
      section: 'Run',
      columns: [
        { id: 'name', title: 'stage', type: 'text' },
        { id: 'seconds', title: 'seconds', type: 'number', digits: 3 },
      ],
      rows: entry.stages.map((stage) => ({ ...stage })),
    },
    ...(facts.length === 0
      ? []
      : [
          {
            id: 'facts',
            title: 'Facts',
            section: 'Run',
            columns: [
              { id: 'name', title: 'fact', type: 'text' as const },
              { id: 'value', title: 'value', type: 'text' as const },
            ],
            rows: facts.map(([name, value]) => ({ name, value: value === null ? null : String(value) })),
          },
        ]),
  ];
}

function joined(texts: readonly string[]): string | null {
  return texts.length === 0 ? null : texts.join(', ');
}
