// npm run bench: clv beside DuckDB's bare scan of the same file, in one run, since machines are noisy.
// npm run bench -- --sizes 100000,1000000 --rounds 3
// npm run bench -- --columns all: files with costs, categories, returns and places, too
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = join(here, '../..');
const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '100000,1000000,6500000' },
    rounds: { type: 'string', default: '3' },
    columns: {
      type: 'string',
      default: 'order_id,customer_id,order_ts,product_id,quantity,unit_price,channel',
    },
    keep: { type: 'string', default: join(root, 'bench-data') },
  },
});

/** Lines a customer of the baseline scenario over two years, with --lines-per-order 1.95. */
const LINES_PER_CUSTOMER = 6.6;

mkdirSync(values.keep, { recursive: true });
const scratch = mkdtempSync(join(tmpdir(), 'clv-bench-'));
try {
  for (const size of values.sizes.split(',').map(Number)) bench(size);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function bench(lines) {
  const file = dataFile(lines);
  const megabytes = statSync(file).size / 1e6;
  const workspace = join(scratch, `workspace-${lines}`);
  const commands = {
    'bare scan': [join(here, 'scan.mjs'), file],
    'clv check': [join(root, 'bin/clv.js'), 'check', file, '--quiet'],
    'clv audit lens1': [join(root, 'bin/clv.js'), 'audit', 'lens1', file, '--quiet'],
    'clv load': [join(root, 'bin/clv.js'), 'load', file, '--quiet', '--workspace', workspace],
  };
  const used = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  for (let round = 0; round <= Number(values.rounds); round++) {
    for (const [name, command] of Object.entries(commands)) {
      rmSync(workspace, { recursive: true, force: true });
      const usage = measure(command);
      if (round > 0) used[name].push(usage);
    }
  }
  console.log(
    `\n${lines.toLocaleString('en-US')} lines, ${megabytes.toFixed(0)} MB; medians of ${values.rounds} rounds`,
  );
  console.log(row('', 'wall s', 'CPU s', 'peak MB', 'wall / scan', 'CPU / scan'));
  for (const [name, list] of Object.entries(used)) {
    const of = (key) => median(list.map((usage) => usage[key]));
    const ratio = (key) => median(list.map((usage, i) => usage[key] / used['bare scan'][i][key]));
    console.log(
      row(
        name,
        of('wall').toFixed(2),
        of('cpu').toFixed(2),
        of('peakMegabytes').toFixed(0),
        ratio('wall').toFixed(1),
        ratio('cpu').toFixed(1),
      ),
    );
  }
}

function dataFile(lines) {
  const file = join(values.keep, `baseline-${lines}.csv`);
  if (!existsSync(file)) synthesise(lines, file);
  if (values.columns === 'all') return file;
  const narrow = join(values.keep, `baseline-${lines}-${values.columns.replaceAll(',', '-')}.csv`);
  if (!existsSync(narrow)) run([join(here, 'narrow.mjs'), file, narrow, values.columns]);
  return narrow;
}

function synthesise(lines, file) {
  const customers = String(Math.round(lines / LINES_PER_CUSTOMER));
  run([
    join(root, 'bin/clv.js'),
    'synth',
    'baseline',
    '--customers',
    customers,
    '--from',
    '2023-01-01',
    '--to',
    '2024-12-31',
    '--lines-per-order',
    '1.95',
    '--seed',
    '1',
    '--out',
    file,
    '--quiet',
  ]);
}

function run(command) {
  const made = spawnSync(process.execPath, command, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (made.status !== 0) throw new Error(`${command.join(' ')} left with ${made.status}`);
}

function measure(command) {
  const usageFile = join(scratch, 'usage.json');
  const run = spawnSync(process.execPath, ['--import', join(here, 'measure.mjs'), ...command], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, BENCH_USAGE: usageFile },
  });
  if (run.status !== 0) throw new Error(`${command.join(' ')} left with ${run.status}`);
  return JSON.parse(readFileSync(usageFile, 'utf8'));
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function row(...cells) {
  return cells.map((cell, i) => (i === 0 ? cell.padEnd(18) : cell.padStart(12))).join('');
}
