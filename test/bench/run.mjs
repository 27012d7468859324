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
const WORKSPACES = { once: join(scratch, 'once'), nightly: join(scratch, 'nightly') };
try {
  for (const size of values.sizes.split(',').map(Number)) bench(size);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function bench(lines) {
  const file = dataFile(lines);
  const added = join(scratch, `added-${lines}.csv`);
  run([join(here, 'new-rows.mjs'), file, added, String(Math.ceil(lines / 100))]);
  const used = new Map();
  for (let round = 0; round <= Number(values.rounds); round++) {
    for (const [name, command] of steps(file, added)) {
      const usage = measure(command);
      if (round > 0) used.set(name, [...(used.get(name) ?? []), usage]);
    }
    for (const each of Object.values(WORKSPACES)) rmSync(each, { recursive: true, force: true });
  }
  report(lines, statSync(file).size / 1e6, used);
}

/** What is measured, in its order: later commands find in the workspaces what earlier ones left there. */
function steps(file, added) {
  const clv = (...args) => [join(root, 'bin/clv.js'), ...args, '--quiet'];
  const within = (name) => ['--workspace', WORKSPACES[name]];
  const scores = ['--out', join(scratch, 'scores.csv')];
  return [
    ['bare scan', [join(here, 'scan.mjs'), file]],
    ['check', clv('check', file)],
    ['audit lens1', clv('audit', 'lens1', file)],
    ['audit all', clv('audit', 'all', '--orders', file)],
    ['audit all --html', clv('audit', 'all', '--orders', file, '--html', join(scratch, 'page.html'))],
    ['fit of a file', clv('fit', file, '--model', 'bgnbd', ...within('once'))],
    ['its score', clv('score', ...within('once'), ...scores)],
    ['a first report after it', clv('audit', 'lens1', ...within('once'))],
    ['load', clv('load', file, ...within('nightly'))],
    ['fit', clv('fit', ...within('nightly'))],
    ['score', clv('score', ...within('nightly'), ...scores)],
    ['load of 1 % new', clv('load', added, ...within('nightly'))],
    ['score again', clv('score', ...within('nightly'), ...scores)],
  ];
}

function report(lines, megabytes, used) {
  console.log(
    `\n${lines.toLocaleString('en-US')} lines, ${megabytes.toFixed(0)} MB; medians of ${values.rounds} rounds`,
  );
  console.log(row('', 'wall s', 'CPU s', 'peak MB', 'wall / scan', 'CPU / scan'));
  for (const [name, list] of used) {
    const of = (key) => median(list.map((usage) => usage[key]));
    console.log(
      row(
        name,
        of('wall').toFixed(2),
        of('cpu').toFixed(2),
        of('peakMegabytes').toFixed(0),
        ...['wall', 'cpu'].map((key) => ratio(used, [name], ['bare scan'], key).toFixed(1)),
      ),
    );
  }
  const share = (some, all) =>
    ['wall', 'cpu'].map((key) => `${(ratio(used, some, all, key) * 100).toFixed(1)} %`);
  const scans = ['wall', 'cpu'].map((key) =>
    ratio(used, ['fit of a file', 'its score'], ['bare scan'], key).toFixed(1),
  );
  console.log('');
  console.log(row('fit of a file and its score / scan', '', ...scans));
  console.log(row('load of 1 % new / load', '', ...share(['load of 1 % new'], ['load'])));
  console.log(
    row(
      'load of 1 % new and score / first night',
      '',
      ...share(['load of 1 % new', 'score again'], ['load', 'fit', 'score']),
    ),
  );
}

/** Median over the rounds: what some commands used, as a share of what others did in the same round. */
function ratio(used, some, others, key) {
  const sum = (names, round) => names.reduce((total, name) => total + used.get(name)[round][key], 0);
  return median(used.get(some[0]).map((_, round) => sum(some, round) / sum(others, round)));
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
  return cells.map((cell, i) => (i === 0 ? cell.padEnd(40) : cell.padStart(12))).join('');
}
