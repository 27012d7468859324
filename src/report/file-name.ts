/**
 * File names for ids that may hold anything: lower-case letters, digits, `-`, `_`, `.` inside; no name twice
 * (also where case does not count), none that a system keeps for itself.
 */
export function fileNames(ids: readonly string[], extension: string): readonly string[] {
  const taken = new Set<string>();
  return ids.map((id) => {
    const stem = safeStem(id);
    let name = `${stem}.${extension}`;
    for (let copy = 2; taken.has(name.toLowerCase()); copy++) name = `${stem}-${copy}.${extension}`;
    taken.add(name.toLowerCase());
    return name;
  });
}

const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d|manifest)$/i;

function safeStem(id: string): string {
  const stem = id
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/\.{2,}/g, '.')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 80);
  if (stem === '') return 'table';
  return RESERVED.test(stem) ? `${stem}-table` : stem;
}
