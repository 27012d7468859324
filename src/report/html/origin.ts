import type { Result, Table } from '../../common/result.js';
import { checkLine, checkSummary, lineageLines } from '../checks.js';
import { tableMarkup } from './table.js';
import { html, type Markup, nothing } from './template.js';

/** Checks, where the rows went, the files that were read, and the settings. */
export function originMarkup(result: Result): Markup {
  const [rows] = lineageLines(result.lineage);
  const { asOf, configDigest } = result.lineage;
  return html`<section id="origin" aria-labelledby="origin-title">
<h2 id="origin-title">Checks and origin</h2>
${checks(result)}<p>${rows ?? ''}${asOf === null ? nothing : html`; as of ${asOf}`}.</p>
${tableMarkup(filesTable(result), 'files-caption', true, 'origin-title')}
${tableMarkup(settingsTable(result), 'settings-caption', true, 'origin-title')}
<p class="quiet">Digest of the configuration: <code>${configDigest}</code></p>
</section>
`;
}

function checks({ identities }: Result): Markup {
  if (identities.length === 0) return nothing;
  const items = identities.map(
    (identity) => html`<li>${identity.holds ? '✓' : '✗ fails:'} ${checkLine(identity)}</li>\n`,
  );
  return html`<details><summary>${checkSummary(identities)}</summary><ul>${items}</ul></details>
`;
}

function filesTable({ lineage }: Result): Table {
  return {
    id: 'files',
    title: 'Files that were read',
    section: '',
    columns: [
      { id: 'name', title: 'File', type: 'text' },
      { id: 'role', title: 'Role', type: 'text' },
      { id: 'rows', title: 'Rows', type: 'count' },
      { id: 'bytes', title: 'Bytes', type: 'count' },
      { id: 'sha256', title: 'SHA-256', type: 'text' },
    ],
    rows: lineage.files.map(({ name, role, rows, bytes, sha256 }) => ({ name, role, rows, bytes, sha256 })),
  };
}

function settingsTable({ settings }: Result): Table {
  return {
    id: 'settings',
    title: 'Settings',
    section: '',
    columns: [
      { id: 'name', title: 'Setting', type: 'text' },
      { id: 'value', title: 'Value', type: 'text' },
    ],
    rows: Object.entries(settings).map(([name, value]) => ({ name, value })),
  };
}
