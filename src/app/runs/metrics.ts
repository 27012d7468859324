import type { RunEntry } from '../../store/run-log.js';

/** A run in Prometheus' text format (version 0.0.4), for the textfile collector of the node exporter. */
export function prometheusText(entry: RunEntry): string {
  const labels = { command: entry.command };
  const stages = new Map<string, number>();
  for (const { name, seconds } of entry.stages) {
    // Names of files would make a time series each.
    const [, verb] = /^(reading|looking at|writing) ./.exec(name) ?? [];
    const stage = verb === undefined ? name : `${verb} files`;
    stages.set(stage, (stages.get(stage) ?? 0) + seconds);
  }
  const gauge = (name: string, help: string, samples: readonly (readonly [object, number])[]) =>
    samples.length === 0
      ? ''
      : `# HELP clv_${name} ${help}\n# TYPE clv_${name} gauge\n${samples
          .map(([more, value]) => `clv_${name}{${labelText({ ...labels, ...more })}} ${value}\n`)
          .join('')}`;
  const one = (value: number) => [[{}, value]] as const;
  return [
    gauge('run_exit_code', 'Exit code of the run.', one(entry.exit)),
    gauge('run_finished_timestamp_seconds', 'When the run ended.', one(Date.parse(entry.finished) / 1000)),
    gauge('run_duration_seconds', 'How long the run took.', one(entry.seconds)),
    gauge('run_peak_memory_bytes', 'Most memory that the process held.', one(entry.peakMemoryBytes)),
    gauge(
      'run_rows',
      'Rows of the order files by what became of them.',
      Object.entries(entry.rows).map(([kind, rows]) => [{ kind }, rows]),
    ),
    gauge('run_warnings', 'Warnings of the run.', one(entry.warnings.length)),
    gauge(
      'run_stage_seconds',
      'How long each stage took.',
      [...stages].map(([stage, seconds]) => [{ stage }, Math.round(seconds * 1000) / 1000]),
    ),
    gauge('run_info', 'Version and model of the run.', [
      [{ version: entry.version, model: entry.model ?? '' }, 1],
    ]),
  ].join('');
}

function labelText(labels: object): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${escaped(String(value))}"`)
    .join(',');
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
