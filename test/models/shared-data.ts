import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Path of a file beside the checkout (`../shared`), which the project does not own. */
export function sharedFile(path: string): string {
  return fileURLToPath(new URL(`../../../shared/${path}`, import.meta.url));
}

/** Whether the file is here; tests that need it are skipped by name where it is not. */
export function hasShared(path: string): boolean {
  return existsSync(sharedFile(path));
}

export function readShared(path: string): string {
  return readFileSync(sharedFile(path), 'utf8');
}
