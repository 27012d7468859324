import { unknownEnvironmentName } from '../common/messages/config.js';
import { nearest } from '../common/nearest.js';
import { deepFreeze, type Note, RESULT_SCHEMA_VERSION, type Result } from '../common/result.js';
import { KEY_NAMES, KEYS } from './config/keys.js';
import { noOrdersRead } from './no-orders-read.js';
import type { Settings } from './settings.js';

/** Every setting with its value and who set it, as a result like any other. */
export function explainConfig(
  settings: Settings,
  version: string,
  env: Readonly<Record<string, string | undefined>>,
): Result {
  const given = settings.provenance.filter(({ from }) => from !== 'default').length;
  return deepFreeze({
    schemaVersion: RESULT_SCHEMA_VERSION,
    tool: 'clv',
    version,
    command: 'clv config',
    headline: `${given} of ${settings.provenance.length} settings are set, the others have their defaults.`,
    settings: { config: settings.config.path, digest: settings.config.digest },
    lineage: noOrdersRead(settings, settings.period.asOf),
    notes: [],
    warnings: unknownNames(env),
    tables: [
      {
        id: 'settings',
        title: 'Settings and where they come from',
        section: 'Settings',
        description: 'Flags beat the environment, which beats the config file, which beats the defaults.',
        columns: [
          { id: 'key', title: 'setting', type: 'text' },
          { id: 'value', title: 'value', type: 'text' },
          { id: 'from', title: 'from', type: 'text' },
        ],
        rows: settings.provenance.map((entry) => ({ ...entry })),
      },
    ],
    figures: [],
    identities: [],
    answers: [],
  });
}

/** A misspelt variable would be ignored in silence; its value is never shown. */
function unknownNames(env: Readonly<Record<string, string | undefined>>): Note[] {
  const known = new Set<string>(KEY_NAMES.map((name) => KEYS[name].env));
  return Object.keys(env)
    .filter((name) => name.startsWith('CLV_') && !known.has(name))
    .sort()
    .map((name) => unknownEnvironmentName(name, nearest(name, known)));
}
