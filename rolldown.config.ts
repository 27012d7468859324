import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'rolldown';
import manifest from './package.json' with { type: 'json' };

const BUILT = fileURLToPath(new URL('./dist/', import.meta.url));
const OUT = fileURLToPath(new URL('./dist/command/', import.meta.url));

/** A module names the files beside it by its own place: that is still where the compiler has put it. */
const places: Plugin = {
  name: 'places',
  transform: (code, id) => {
    const place = JSON.stringify(relative(OUT, id).replaceAll('\\', '/'));
    return id.startsWith(BUILT) && code.includes('import.meta.url')
      ? code.replaceAll('import.meta.url', `new URL(${place}, import.meta.url).href`)
      : null;
  },
};

const packages = new RegExp(`^(${Object.keys(manifest.dependencies).join('|')})(/|$)`);

/** The command in few files: to find and read hundreds of small ones is a good part of a short run. */
export default defineConfig({
  input: { main: `${BUILT}cli/main.js` },
  platform: 'node',
  external: [/^node:/, packages],
  plugins: [places],
  output: {
    dir: OUT,
    format: 'esm',
    cleanDir: true,
    // What most commands need is one file; what few need is found when they need it.
    codeSplitting: { groups: [{ name: 'shared', minShareCount: 8 }] },
  },
});
