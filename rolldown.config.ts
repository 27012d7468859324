import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin, type RolldownOptions } from 'rolldown';
import manifest from './package.json' with { type: 'json' };

const BUILT = fileURLToPath(new URL('./dist/', import.meta.url));
const OUT = fileURLToPath(new URL('./dist/command/', import.meta.url));

/** Threads that are waited for; each is a file of its own, so that it does not load what only the command needs. */
const THREADS = ['app/modelling/fit-ahead-worker', 'score/score-worker'];
const threads = new RegExp(
  `'\\./(${THREADS.map((path) => path.split('/').at(-1)).join('|')})\\.js', import\\.meta\\.url`,
  'g',
);

/** A module names the files beside it by its own place: that is still where the compiler has put it. Bundled threads lie beside the bundle. */
const places: Plugin = {
  name: 'places',
  transform: (code, id) => {
    if (!id.startsWith(BUILT) || !code.includes('import.meta.url')) return null;
    const place = JSON.stringify(relative(OUT, id).replaceAll('\\', '/'));
    return code
      .replaceAll(threads, "'./$1.js', import.meta.bundle")
      .replaceAll('import.meta.url', `new URL(${place}, import.meta.url).href`)
      .replaceAll('import.meta.bundle', 'import.meta.url');
  },
};

const packages = new RegExp(`^(${Object.keys(manifest.dependencies).join('|')})(/|$)`);

const shared: RolldownOptions = {
  platform: 'node',
  external: [/^node:/, packages],
  plugins: [places],
};

/** The command in few files: to find and read hundreds of small ones is a good part of a short run. */
export default defineConfig([
  {
    ...shared,
    input: { main: `${BUILT}cli/main.js` },
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
]);
