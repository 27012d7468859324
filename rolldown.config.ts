import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin, type RolldownOptions } from 'rolldown';

const BUILT = fileURLToPath(new URL('./dist/', import.meta.url));
const OUT = fileURLToPath(new URL('./dist/command/', import.meta.url));

/** Threads that are waited for; each is a file of its own, so that it does not load what only the command needs. */
const THREADS = ['app/modelling/fit-ahead-worker', 'score/score-worker'];
const threads = new RegExp(
  `'\\./(${THREADS.map((path) => path.split('/').at(-1)).join('|')})\\.js', import\\.meta\\.url`,
  'g',
);

/** The engine's client is seven hundred requires, which take twice as long as all that they find. */
const CLIENT = '@duckdb/node-api';
const client = createRequire(import.meta.url).resolve(CLIENT);

/** A module names the files beside it by its own place: that is still where the compiler has put it. Bundled threads and the engine's client lie beside the bundle. */
const places: Plugin = {
  name: 'places',
  transform: (code, id) => {
    if (!id.startsWith(BUILT) || !code.includes('import.meta.url')) return null;
    const place = JSON.stringify(relative(OUT, id).replaceAll('\\', '/'));
    return code
      .replaceAll(threads, "'./$1.js', import.meta.bundle")
      .replaceAll(`(import.meta.url)('${CLIENT}')`, "(import.meta.bundle)('./engine-client.cjs')")
      .replaceAll('import.meta.url', `new URL(${place}, import.meta.url).href`)
      .replaceAll('import.meta.bundle', 'import.meta.url');
  },
};

/** What packages bring of their own for each machine, or is read by few commands and large, stays where it is installed. */
const INSTALLED = [/^node:/, /^@duckdb\//, /^@resvg\//, /^echarts(\/|$)/];

/** Packages that are bundled take their licenses with them. */
const licenses: Plugin = {
  name: 'licenses',
  generateBundle(_, bundle) {
    const folders = Object.values(bundle)
      .flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []))
      .flatMap((id) => /^.*\/node_modules\/(@[^/]+\/)?[^/]+/.exec(id.replaceAll('\\', '/'))?.[0] ?? []);
    const texts = [...new Set(folders)].sort().map((folder) => {
      const name = folder.split('/node_modules/').at(-1)!;
      const license = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
      if (license === undefined) throw new Error(`${name} is bundled and has no license file`);
      return `${name}\n\n${readFileSync(join(folder, license), 'utf8').trim()}\n`;
    });
    this.emitFile({ type: 'asset', fileName: 'LICENSES.txt', source: texts.join('\n----\n\n') });
  },
};

const shared: RolldownOptions = {
  platform: 'node',
  external: INSTALLED,
  plugins: [places],
};

/** The command in few files, with its packages: to find and read hundreds of small ones is a good part of a short run. */
export default defineConfig([
  {
    ...shared,
    input: { main: `${BUILT}cli/main.js` },
    plugins: [places, licenses],
    output: {
      dir: OUT,
      format: 'esm',
      cleanDir: true,
      // What most commands need is one file; what few need is found when they need it.
      codeSplitting: { groups: [{ name: 'shared', minShareCount: 8 }] },
    },
  },
  ...THREADS.map((path) => ({
    ...shared,
    input: `${BUILT}${path}.js`,
    output: { dir: OUT, format: 'esm' as const, codeSplitting: false },
  })),
  {
    platform: 'node',
    input: client,
    external: [/\/node-bindings$/],
    output: {
      file: join(OUT, 'engine-client.cjs'),
      format: 'cjs',
      // The engine itself is found where the client is installed, of the version that it asks for.
      banner: `/*! ${CLIENT}\n${readFileSync(join(dirname(client), '../LICENSE'), 'utf8')}*/
require = require('node:module').createRequire(require.resolve('${CLIENT}'));`,
    },
  },
]);
