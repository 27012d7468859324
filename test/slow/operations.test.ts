import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ExitCode } from '../../src/common/errors.js';
import { emptyFolder, inFolder } from '../cli/in-process.js';
import { madeUpOrders } from '../cli/made-up-base.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const HOME = '/srv/clv';

/** The block of the README in a language, by its first line where several are. */
function block(language: string, first = ''): string {
  const found = [...README.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))]
    .map(([, text]) => text!)
    .find((text) => text.startsWith(first));
  expect(found, `${language} ${first}`).toBeDefined();
  return found!;
}

/** `Key=value` lines of a unit, by section. */
function unit(text: string): Record<string, Record<string, string>> {
  const sections: Record<string, Record<string, string>> = {};
  let section = '';
  for (const line of text.split('\n').filter((each) => each !== '' && !each.startsWith('#'))) {
    const [, name] = /^\[(\w+)\]$/.exec(line) ?? [];
    if (name !== undefined) section = name;
    else {
      const [, key, value] = /^(\w+)=(.+)$/.exec(line)!;
      sections[section] = { ...sections[section], [key!]: value! };
    }
  }
  return sections;
}

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;

describe('in operation, as the README says', () => {
  const world = emptyFolder();
  const home = join(world.path, 'home');
  const shell = (command: string, cwd = world.path) =>
    spawnSync('sh', ['-c', command.replaceAll(HOME, home)], {
      cwd,
      encoding: 'utf8',
      env: { PATH: `${join(world.path, 'bin')}:${process.env.PATH}`, HOME: world.path },
    });
  const works = (command: string, cwd?: string) => {
    const { status, stderr, stdout } = shell(command, cwd);
    expect(status, `${command}\n${stderr}${stdout}`).toBe(0);
    return stdout;
  };

  beforeAll(() => {
    mkdirSync(join(home, 'in'), { recursive: true });
    mkdirSync(join(world.path, 'bin'));
    writeFileSync(
      join(world.path, 'bin/clv'),
      `#!/bin/sh\nexec '${process.execPath}' '${join(ROOT, 'bin/clv.js')}' "$@"\n`,
      {
        mode: 0o755,
      },
    );
    writeFileSync(join(home, 'in/orders.csv'), madeUpOrders().join('\n'));
    writeFileSync(
      join(home, 'clv.config.json'),
      JSON.stringify({
        orders: 'in/*.csv',
        ifOlderThan: '7d',
        fit: { model: 'bgnbd' },
        gates: { coverage: null, baseline: false },
      }),
    );
  });
  afterAll(() => world.remove());

  it('cron: times are times, and the commands run', () => {
    const [path, ...lines] = block('cron').trimEnd().split('\n');
    expect(path).toMatch(/^PATH=(\/[a-z/]+:?)+$/);
    const limits = [59, 23, 31, 12, 7];
    for (const line of lines) {
      const [, ...fields] = /^(\S+) (\S+) (\S+) (\S+) (\S+) +(.*)$/.exec(line)!;
      const command = fields.pop()!;
      for (const [i, field] of fields.entries())
        if (field !== '*') expect(Number(field), line).toBeLessThanOrEqual(limits[i]!);
      // Cron takes a percent sign for a newline.
      expect(command).not.toContain('%');
      works(command);
    }
    expect(readdirSync(home)).toContain('scores.csv');
  });

  it('systemd: the units are sound, and the command of the service runs', () => {
    const service = block('ini', '# clv.service');
    const timer = block('ini', '# clv.timer');
    const { Service } = unit(service);
    expect(Service).toMatchObject({ Type: 'oneshot', WorkingDirectory: HOME });
    expect(Service!.ReadWritePaths).toBe(HOME);
    works(Service!.ExecStart!, home);
    expect(unit(timer)).toMatchObject({
      Timer: { OnCalendar: expect.any(String) },
      Install: { WantedBy: 'timers.target' },
    });
  });

  it.skipIf(!hasSystemd)(
    `systemd: systemd-analyze finds nothing${hasSystemd ? '' : ' (skipped: it is not here)'}`,
    () =>
      inFolder(async (folder) => {
        for (const name of ['clv.service', 'clv.timer'])
          writeFileSync(join(folder, name), block('ini', `# ${name}`));
        const { status, stderr } = spawnSync(
          'systemd-analyze',
          ['verify', 'clv.service', 'clv.timer'].map((name) =>
            name === 'verify' ? name : join(folder, name),
          ),
          { encoding: 'utf8' },
        );
        expect(stderr.split('\n').filter((line) => line.includes('clv.'))).toEqual([]);
        expect(status, stderr).toBe(0);
        const calendar = unit(block('ini', '# clv.timer')).Timer!.OnCalendar!;
        execFileSync('systemd-analyze', ['calendar', calendar], { stdio: 'pipe' });
      }),
  );

  it('container: what it starts runs, and its steps name what the package has', () => {
    const text = block('dockerfile', '# Containerfile');
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    const of = (word: string) => lines.find((line) => line.startsWith(`${word} `))!.slice(word.length + 1);
    expect(lines.map((line) => line.split(' ')[0])).toEqual([
      'FROM',
      'COPY',
      'RUN',
      'USER',
      'WORKDIR',
      'ENTRYPOINT',
      'CMD',
    ]);
    const { engines, bin, scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(Number(/^node:(\d+)/.exec(of('FROM'))![1])).toBeGreaterThanOrEqual(
      Number(/\d+/.exec(engines.node)![0]),
    );
    // `npm ci` builds by the script `prepare`, and `npm link` puts the program of package.json into the path.
    expect(of('RUN')).toContain('npm ci && npm link');
    expect(scripts.prepare).toContain('npm run build');
    const entry = JSON.parse(of('ENTRYPOINT')) as string[];
    expect(Object.keys(bin)).toEqual(entry);
    works([...entry, ...(JSON.parse(of('CMD')) as string[])].join(' '), home);
    const asked = /`docker run --rm -v \/srv\/clv:\/data clv (.*?)`/.exec(README)![1]!;
    works([...entry, asked].join(' '), home);
  });

  it('container: its steps make a program of what the repository holds, in a folder with nothing else', () =>
    inFolder(async (folder) => {
      const text = block('dockerfile', '# Containerfile').replaceAll(/^#.*\n/gm, '');
      const step = (word: string) => new RegExp(`^${word} (.*)$`, 'm').exec(text)![1]!;
      const [from, to] = step('COPY').split(' ');
      const place = join(folder, to!);
      const listed = spawnSync('git', ['ls-files', '-z', from!], { cwd: ROOT, encoding: 'utf8' }).stdout;
      for (const name of listed.split('\0').filter((each) => each !== '' && !each.startsWith('test/')))
        cpSync(join(ROOT, name), join(place, name));
      // The registry's part is left out: what is installed here stands for it.
      const bin = join(folder, 'bin');
      mkdirSync(bin);
      symlinkSync(realpathSync(join(ROOT, 'node_modules')), join(folder, 'node_modules'));
      const npm = spawnSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).stdout.trim();
      writeFileSync(
        join(bin, 'npm'),
        `#!/bin/sh
case "$1" in
  ci) test -e package-lock.json && ln -s '${folder}/node_modules' node_modules && exec '${npm}' run --silent prepare ;;
  link) exec ln -s "$PWD/bin/clv.js" '${bin}/clv' ;;
esac
exec '${npm}' "$@"
`,
        { mode: 0o755 },
      );
      const data = join(folder, step('WORKDIR'));
      mkdirSync(join(data, 'in'), { recursive: true });
      for (const name of ['clv.config.json', 'in/orders.csv']) cpSync(join(home, name), join(data, name));
      const env = { PATH: `${bin}:${join(process.execPath, '..')}:${process.env.PATH}`, HOME: folder };
      const run = (command: string, cwd: string) =>
        spawnSync('sh', ['-c', command], { cwd, env, encoding: 'utf8' });
      const built = run(step('RUN').replaceAll(to!, place), folder);
      expect(built.status, `${built.stdout}${built.stderr}`).toBe(0);
      const words = ['ENTRYPOINT', 'CMD'].flatMap((word) => JSON.parse(step(word)) as string[]);
      const ended = run(words.join(' '), data);
      expect(ended.status, ended.stderr).toBe(0);
      expect(readdirSync(data)).toContain('scores.csv');
    }));

  it('backup and restore: the copy brings everything back but who was forgotten', () => {
    // Without the config's sources a report reads the workspace.
    writeFileSync(join(home, 'none.json'), '{}');
    const audit = `cd ${HOME} && clv audit rfm --customers-table --format csv --table customers --config none.json`;
    const report = () => works(audit);
    works(block('bash', '# backup'));
    const [first] = readdirSync(home).filter((name) => name.startsWith('backup-'));
    renameSync(join(home, first!), join(home, 'backup-2020-01-01T000000'));
    writeFileSync(
      join(home, 'in/more.csv'),
      madeUpOrders()
        .map((row) => row.replace('C001,', 'NEWER,'))
        .join('\n'),
    );
    works(`cd ${HOME} && clv run`);
    const before = report();
    expect(before).toContain('NEWER');
    works(block('bash', '# backup'));
    writeFileSync(join(home, '.clv/lock'), 'a run is on');
    expect(shell(block('bash', '# backup')).status).not.toBe(0);
    rmSync(join(home, '.clv/lock'));
    works(`cd ${HOME} && clv privacy forget C002`);
    const without = report();
    expect(before).toContain('C002,');
    expect(without).not.toContain('C002,');
    cpSync(join(home, 'clv.config.json'), join(home, '.clv/warehouse.duckdb'));
    expect(shell(audit).status).toBe(1);
    works(block('bash', '# restore'));
    expect(report()).toBe(without);
  });

  it('exit codes: the table has those of the program, and no others', () => {
    const table = /\| exit code \| meaning \|\n\|---\|---\|\n((?:\|.*\|\n)+)/.exec(README)![1]!;
    const codes = [...table.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));
    expect(codes).toEqual(Object.values(ExitCode));
  });
});
