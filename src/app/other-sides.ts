import { join } from 'node:path';
import { otherSide } from '../common/messages/workspace.js';
import type { Note } from '../common/result.js';
import { shownPath } from '../common/shown-path.js';
import { foldersIn } from '../store/workspace-files.js';
import type { Settings } from './settings.js';

/** The other sides of a marketplace are workspaces of their own in the workspace: says so where a command leaves them alone. */
export async function otherSides({ workspace, cwd }: Settings): Promise<Note[]> {
  const folder = join(workspace.path, 'sides');
  return (await foldersIn(folder)).map((name) => otherSide(name, shownPath(join(folder, name), cwd)));
}

/** The workspace to be named beside models that this command fits; null where the command's own is meant. */
export function sideToName({ workspace, modelling, cwd }: Settings): string | null {
  return modelling.customerColumn === null ? null : shownPath(workspace.path, cwd);
}
