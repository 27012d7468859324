import type { Settings, SourceRole, SourceSetting } from './settings.js';
import type { RawSettings } from './settings-raw.js';

const ROLES: readonly SourceRole[] = ['orders', 'customers', 'products'];

/**
 * Files by role. Orders named on the command line stand alone: a customers file that the config keeps for
 * other orders is not mixed in.
 */
export function resolveSources({ values, levels }: RawSettings): Pick<Settings, 'sources' | 'sourcesFrom'> {
  const onCommandLine = (role: SourceRole) => levels[role] === 'flag';
  const alone = onCommandLine('orders');
  const sources: SourceSetting[] = ROLES.filter((role) => !alone || onCommandLine(role))
    .map((role) => ({ role, patterns: values[role] }))
    .filter(({ patterns }) => patterns.length > 0);
  const sourcesFrom = sources.length === 0 ? 'none' : ROLES.some(onCommandLine) ? 'command line' : 'config';
  return { sources, sourcesFrom };
}
