import { randomBytes } from 'node:crypto';
import { dirname, isAbsolute, relative, sep } from 'node:path';
import { fileFailure, makeFolder, readTextFile, realPath } from '../../common/file-access.js';
import { writeFileAtomic } from '../../common/files.js';
import { keyInWorkspace, keyTooShort, keyUnreadable } from '../../common/messages/privacy.js';
import type { Workspace } from '../../store/workspace.js';

/** The key of a file: its text without space around it. HMAC hashes longer ones itself; ours are at most 64 bytes. */
export async function readKey(path: string, { path: workspace }: Workspace): Promise<Uint8Array> {
  await mustBeOutside(path, workspace);
  const text = await readTextFile(path).catch((error: unknown) => {
    throw keyUnreadable(path, fileFailure(error));
  });
  if (text === null) throw keyUnreadable(path, 'there is no such file');
  return keyOf(path, text);
}

/** The key of a file, which is made (readable by this user alone) where it is missing. */
export async function readOrMakeKey(
  path: string,
  workspace: Workspace,
): Promise<{ readonly key: Uint8Array; readonly isNew: boolean }> {
  await mustBeOutside(path, workspace.path);
  const isNew = (await readTextFile(path).catch(() => '')) === null;
  if (isNew) await makeKey(path);
  return { key: await readKey(path, workspace), isNew };
}

async function mustBeOutside(path: string, workspace: string): Promise<void> {
  const way = relative(await realPath(workspace), await realPath(path));
  if (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)) throw keyInWorkspace(path);
}

/**
 * The workspace's own key, for the hashes of forgotten ids. It keeps them from being read out of a copy of the
 * warehouse; whoever has the whole workspace can still try ids.
 */
export async function tombstoneKey({ tombstoneKey: path }: Workspace): Promise<Uint8Array> {
  const text = await readTextFile(path);
  if (text === null) await makeKey(path);
  return keyOf(path, text ?? (await readTextFile(path))!);
}

/** Gives the workspace the key of another copy of it. */
export async function copyTombstoneKey(text: string, { tombstoneKey: path }: Workspace): Promise<void> {
  keyOf(path, text);
  await writeFileAtomic(path, `${text.trim()}\n`, 0o600);
}

async function makeKey(path: string): Promise<void> {
  await makeFolder(dirname(path));
  await writeFileAtomic(path, `${randomBytes(24).toString('hex')}\n`, 0o600);
}

function keyOf(path: string, text: string): Uint8Array {
  const key = Buffer.from(text.trim(), 'utf8');
  if (key.length < 16) throw keyTooShort(path);
  return key.subarray(0, 64);
}
