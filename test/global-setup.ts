import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Spawned tests run `dist`: builds it once when a source is newer. */
export default function setup(): void {
  if (newest(join(root, 'src')) <= lastBuild()) return;
  try {
    execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'pipe', encoding: 'utf8' });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`the build that spawned tests need has failed:\n${stdout}${stderr}`);
  }
}

function lastBuild(): number {
  const main = join(root, 'dist/command/main.js');
  return existsSync(main) ? newest(join(root, 'dist')) : 0;
}

function newest(folder: string): number {
  return Math.max(
    0,
    ...readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs),
  );
}
