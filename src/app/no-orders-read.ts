import type { Lineage } from '../common/result.js';
import type { Settings } from './settings.js';

/** The lineage of a result that no orders were read for. */
export function noOrdersRead(settings: Settings, asOf: string | null = null): Lineage {
  return {
    files: [],
    rowsRead: 0,
    rowsUsed: 0,
    rowsQuarantined: 0,
    rowsIgnored: {},
    asOf,
    configDigest: settings.config.digest,
  };
}
