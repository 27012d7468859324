import type { Settings } from './settings.js';

/** Part of the memory that the engine may use; tables on their way to the report and the program take the rest. */
const SHARE = 0.55;
/** The same part of what lies above 1 GB: the program's own need hardly grows with the limit. */
const SHARE_ABOVE = 0.75;

/** Megabytes for the engine when the process aims at so many bytes. */
export function engineMegabytes(limitBytes: number): number {
  const above = Math.max(0, limitBytes - 1e9);
  return Math.floor(((limitBytes - above) * SHARE + above * SHARE_ABOVE) / 1e6);
}

/** What a report on everything aims at where nobody says otherwise. */
const FULL_LIMIT = 1_950_000_000;
/** What the program itself needs then, measured on a million customers with room to spare. */
const FULL_OWN = 400_000_000;

/**
 * Settings for a use-case that holds a whole base in many forms: where the limit is the default, up to 1.95 GB instead,
 * and at most half of the machine's memory. To write tables down and read them back is its dearest work.
 */
export function withRoom(settings: Settings, machineBytes: number | null): Settings {
  const isDefault = settings.provenance.some(({ key, from }) => key === 'memoryLimit' && from === 'default');
  const { memoryLimitBytes } = settings.runtime;
  const limit = Math.min(FULL_LIMIT, Math.floor((machineBytes ?? 0) / 2));
  if (!isDefault || limit <= memoryLimitBytes) return settings;
  return {
    ...settings,
    runtime: {
      ...settings.runtime,
      memoryLimitBytes: limit,
      duckdbMemoryMegabytes: Math.floor((limit - FULL_OWN) / 1e6),
    },
  };
}
