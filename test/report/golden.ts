import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

const FOLDER = fileURLToPath(new URL('../golden/report/', import.meta.url));

/** Compares a text with `test/golden/report/NAME`; a mismatch leaves `NAME.changed.txt` beside it. */
export function expectGolden(name: string, rendered: string): void {
  const text = Buffer.from(rendered, 'utf8').toString('utf8');
  const path = `${FOLDER}${name}`;
  const changed = `${path}.changed.txt`;
  const golden = existsSync(path) ? readFileSync(path, 'utf8') : null;
  if (golden === text) {
    rmSync(changed, { force: true });
    return;
  }
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(changed, text);
  expect(text, `differs from ${name}; see ${changed}`).toBe(golden ?? '(no golden file yet)');
}
