import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyFolder } from './cli/in-process.js';
import { isSlowSuite } from './slow-suite.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const run = promisify(execFile);

/** Without what an npm that runs these tests tells its children. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^npm_(?!config_(registry|cache|cafile))/i.test(name)),
);
const folder = emptyFolder();
let tarball = '';
let files: string[] = [];

beforeAll(async () => {
  // The build stands: global-setup.ts has seen to it.
  const { stdout } = await run('npm', ['pack', ROOT, '--ignore-scripts', '--json'], {
    cwd: folder.path,
    env: environment,
  });
  const [packed] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  tarball = join(folder.path, packed.filename);
  files = packed.files.map(({ path }) => path);
  await run('tar', ['-xzf', tarball], { cwd: folder.path });
});
afterAll(() => folder.remove());

const packed = (path: string) => join(folder.path, 'package', path);

/** `npm ci` refuses a lock without them, and on other machines npm would not install the engine's binding. */
it('locks what other machines need: packages for every system and processor, without private addresses', () => {
  const text = readFileSync(join(ROOT, 'package-lock.json'), 'utf8');
  const { packages } = JSON.parse(text) as {
    packages: Record<string, { version?: string; optionalDependencies?: Record<string, string> }>;
  };
  const parts = Object.values(packages).flatMap((each) => Object.entries(each.optionalDependencies ?? {}));
  expect(parts.length).toBeGreaterThan(30);
  for (const [name, version] of parts) {
    const locked = packages[`node_modules/${name}`]?.version;
    expect(locked, name).toBeDefined();
    if (/^\d/.test(version)) expect(locked, name).toBe(version);
  }
  expect(text).not.toContain('"resolved"');
});

describe('the package', () => {
  it('holds the program, samples and papers, and no tests or sources', () => {
    for (const path of [
      'bin/clv.js',
      'dist/command/main.js',
      'dist/mart/orders.sql',
      'samples/orders.csv',
      'README.md',
      'LICENSE',
      'CHANGELOG.md',
    ]) {
      expect(files).toContain(path);
    }
    const roots = [...new Set(files.map((path) => path.split('/')[0]))].sort();
    expect(roots).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'bin', 'dist', 'package.json', 'samples']);
    expect(
      files.filter((path) => /(^|\/)tests?\/|\.test\.|(?<!\.d)\.ts$|\.tsbuildinfo$|(^|\/)\./.test(path)),
    ).toEqual([]);
  });

  it('has every file that its manifest promises', () => {
    const manifest = JSON.parse(readFileSync(packed('package.json'), 'utf8')) as {
      bin: Record<string, string>;
      exports: Record<string, string | Record<string, string>>;
    };
    const promised = [
      ...Object.values(manifest.bin),
      ...Object.values(manifest.exports).flatMap((way) =>
        typeof way === 'string' ? [way] : Object.values(way),
      ),
    ];
    for (const path of promised) expect(existsSync(packed(path)), path).toBe(true);
  });

  it('tells nothing of the machine that it was made on, and holds no keys', () => {
    const here = [ROOT.replace(/\/$/, ''), homedir()].filter((path) => path !== '/' && path !== '/root');
    const secret =
      /-----BEGIN [A-Z ]*PRIVATE KEY|_authToken|\b(npm|ghp|github_pat)_[A-Za-z0-9]{20}|AKIA[0-9A-Z]{16}/;
    for (const path of files) {
      const text = readFileSync(packed(path), 'latin1');
      for (const place of here) expect(text.includes(place), `${path} names ${place}`).toBe(false);
      expect(secret.test(text), path).toBe(false);
    }
  });
});

/** Why the registry can't be used, or null. */
async function install(into: string): Promise<string | null> {
  // `--prefix`: npm would take a folder above for the place if one there has packages.
  const args = [
    'install',
    tarball,
    '--prefix',
    into,
    '--prefer-offline',
    '--omit=dev',
    '--no-audit',
    '--no-fund',
  ];
  try {
    await run('npm', [...args, '--fetch-retries=0', '--fetch-timeout=60000'], {
      cwd: into,
      env: environment,
      timeout: 240_000,
    });
    return null;
  } catch (error) {
    const { stderr = '', killed } = error as { stderr?: string; killed?: boolean };
    const network =
      /\b(ENOTFOUND|ETIMEDOUT|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|ENOTCACHED|ERR_SOCKET_TIMEOUT|FETCH_ERROR)\b/;
    if (killed || network.test(stderr))
      return killed ? 'npm install took too long' : network.exec(stderr)![0]!;
    throw error;
  }
}

describe.runIf(isSlowSuite)('the installed package (slow suite)', () => {
  it('runs in an empty folder', async ({ skip }) => {
    const place = join(folder.path, 'empty');
    mkdirSync(place);
    const unreachable = await install(place);
    skip(unreachable !== null, `the npm registry can't be reached: ${unreachable}`);
    cpSync(join(place, 'node_modules/clv-audit/samples'), join(place, 'samples'), { recursive: true });
    const before = readdirSync(place).sort();
    const { stdout, stderr } = await run(
      join(place, 'node_modules/.bin/clv'),
      ['audit', 'lens1', 'samples/orders.csv'],
      { cwd: place },
    );
    expect(stderr).toBe('');
    expect(stdout).toContain('identities hold');
    expect(stdout).toBe(readFileSync(join(ROOT, 'test/golden/cli/report-lens1.txt'), 'utf8'));
    expect(readdirSync(place).sort()).toEqual(before);
    const names = await run(
      process.execPath,
      ['--input-type=module', '-e', "console.log(Object.keys(await import('clv-audit/models')).length > 5)"],
      { cwd: place },
    );
    expect(names.stdout).toBe('true\n');
  }, 300_000);
});
