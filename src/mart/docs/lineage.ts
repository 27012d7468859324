import type { Relation } from '../relation.js';

export interface SourceColumns {
  readonly table: string;
  readonly columns: readonly string[];
}

/**
 * For each relation the source tables behind it, and their columns that any text on the way names: what its rows
 * and values may depend on. (`select *` stands only where a text imports an input; what it uses it names.)
 */
export function sourceLineage(
  relations: readonly Relation[],
  textOf: (relation: Relation) => string,
): ReadonlyMap<string, readonly SourceColumns[]> {
  const byName = new Map(relations.map((relation) => [relation.name, relation]));
  const done = new Map<string, ReadonlyMap<string, ReadonlySet<string>>>();

  const readOf = (name: string): ReadonlyMap<string, ReadonlySet<string>> => {
    const known = done.get(name);
    if (known) return known;
    const relation = byName.get(name);
    const read = new Map<string, Set<string>>();
    done.set(name, read);
    if (!relation || relation.scope === 'source') return read;
    const words = wordsOf(textOf(relation));
    for (const input of relation.inputs) {
      const source = byName.get(input);
      if (source?.scope === 'source') merge(read, input, namedColumns(source, words));
      else for (const [table, columns] of readOf(input)) merge(read, table, columns);
    }
    return read;
  };

  return new Map(
    relations.map(({ name }) => [
      name,
      relations
        .filter((source) => readOf(name).has(source.name))
        .map((source) => ({
          table: source.name,
          columns: source.columns
            .map((column) => column.name)
            .filter((column) => readOf(name).get(source.name)!.has(column)),
        })),
    ]),
  );
}

function merge(read: Map<string, Set<string>>, table: string, columns: Iterable<string>): void {
  read.set(table, new Set([...(read.get(table) ?? []), ...columns]));
}

function namedColumns(source: Relation, words: ReadonlySet<string>): string[] {
  return source.columns.map(({ name }) => name).filter((name) => words.has(name));
}

/** Names in a text, without comments, placeholders and literals. */
function wordsOf(text: string): ReadonlySet<string> {
  const bare = text
    .replace(/--.*$/gm, ' ')
    .replace(/\{\{.*?\}\}/g, ' ')
    .replace(/'(?:[^']|'')*'/g, ' ');
  return new Set(bare.match(/[a-z_][a-z0-9_]*/gi) ?? []);
}
