import type { RelationColumn } from '../relation.js';
import type { RelationDoc } from './describe.js';

/** The dictionary as Markdown with a Mermaid graph. */
export function docsMarkdown(described: readonly RelationDoc[]): string {
  return [
    '# The relations of the mart',
    '',
    'Each relation is one table: one `select`, with a grain, a key, inputs and checks. An arrow means "is read by".',
    '',
    ...mermaid(described),
    '',
    '| relation | grain | key | reads |',
    '|---|---|---|---|',
    ...described.map(({ relation }) =>
      line([
        link(relation.name),
        relation.grain,
        relation.key.map(code).join(', ') || 'one row or none',
        relation.inputs.map(link).join(', ') || '–',
      ]),
    ),
    '',
    ...described.flatMap(section),
  ].join('\n');
}

function mermaid(described: readonly RelationDoc[]): string[] {
  const of = (scope: string) =>
    described.filter(({ relation }) => relation.scope === scope).map(({ relation }) => relation.name);
  return [
    '```mermaid',
    'flowchart LR',
    ...described.map(
      ({ relation }) =>
        `  ${relation.name}${relation.scope === 'source' ? `[(${relation.name})]` : `[${relation.name}]`}`,
    ),
    ...described.flatMap(({ relation }) => relation.inputs.map((input) => `  ${input} --> ${relation.name}`)),
    ...(['source', 'order', 'customer', 'day', 'global'] as const)
      .filter((scope) => of(scope).length > 0)
      .map((scope) => `  class ${of(scope).join(',')} ${scope}`),
    '  classDef source stroke-dasharray: 4 3',
    '  classDef order stroke-width: 3px',
    '  classDef customer stroke-width: 2px',
    '  classDef day stroke-width: 2px',
    '  classDef global stroke-width: 1px',
    '```',
  ];
}

function section({ relation, scope, readBy, vars, checks, lineage }: RelationDoc): string[] {
  const facts: [string, string][] = [
    ['Grain', plain(relation.grain)],
    ['Key', relation.key.map(code).join(', ') || 'none'],
    ['Scope', plain(scope)],
    ['Kept as', relation.scope === 'source' ? 'table' : relation.materialized],
    ['Reads', relation.inputs.map(link).join(', ') || 'nothing'],
    ['Read by', readBy.map(link).join(', ') || 'reports'],
    [
      'Settings',
      vars.map(({ name, doc }) => `${code(name)}${doc ? ` (${plain(doc)})` : ''}`).join('; ') || 'none',
    ],
    ['Checks', checks.map(plain).join('; ') || 'none'],
    ...(relation.scope === 'source'
      ? []
      : [
          [
            'Comes from',
            lineage
              .map(({ table, columns }) => `${link(table)} (${columns.map(code).join(', ') || 'rows only'})`)
              .join('; ') || 'nothing but settings',
          ] as [string, string],
        ]),
  ];
  return [
    `## ${relation.name}`,
    '',
    plain(relation.doc),
    '',
    ...facts.map(([name, value]) => `- **${name}:** ${value}`),
    '',
    '| column | type | unit | meaning |',
    '|---|---|---|---|',
    ...relation.columns.map((column) => columnLine(column)),
    '',
  ];
}

function columnLine({ name, type, unit, doc }: RelationColumn): string {
  return line([code(name), type, unit ?? '', doc]);
}

function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => (/^[[`]/.test(cell) ? cell : plain(cell))).join(' | ')} |`;
}

/** Text between Markdown's signs: what would break a table or be read as HTML. */
function plain(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function code(name: string): string {
  return `\`${name}\``;
}

function link(name: string): string {
  return `[${name}](#${name})`;
}
