import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { sampleCommands } from './commands.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

for (const args of sampleCommands()) {
  execFileSync(process.execPath, ['bin/clv.js', ...args], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
