import { isAbsolute, relative, sep } from 'node:path';

/** A path as the user would write it who stands in the folder `from`: from there when it lies below, else whole. */
export function shownPath(path: string, from: string): string {
  const short = relative(from, path);
  const isBelow = short !== '' && short !== '..' && !short.startsWith(`..${sep}`) && !isAbsolute(short);
  return isBelow ? short : path;
}
