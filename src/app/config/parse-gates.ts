import { DEFAULT_GATES, type GateLimits } from '../../backtest/gates.js';
import { badSetting } from '../../common/messages/config.js';
import type { Parse } from './key.js';
import { parseShare } from './parse-number.js';

const SWITCHES = ['certificate', 'baseline'] as const;
const SHARES = ['coverage', 'arpe', 'gini'] as const;
const EXAMPLE = 'Write it like {"coverage": 0.05, "arpe": 0.2}; null asks for nothing.';

/** Limits of the gates: an object in the config, the same as JSON in the environment. Those not named keep their default. */
export const parseGates: Parse<GateLimits> = (raw, where) => {
  const given = typeof raw === 'string' ? asJson(raw) : raw;
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw badSetting('bad_gates', where.name, raw, 'is no list of limits', EXAMPLE);
  const limits: Record<string, number | boolean | null> = { ...DEFAULT_GATES };
  for (const [name, value] of Object.entries(given)) {
    const at = { ...where, name: `${where.name} ${name}` };
    if (SWITCHES.some((one) => one === name)) {
      if (typeof value !== 'boolean')
        throw badSetting('bad_gates', at.name, value, 'is not true or false', EXAMPLE);
      limits[name] = value;
    } else if (SHARES.some((one) => one === name))
      limits[name] = value === null ? null : parseShare(value, at);
    else
      throw badSetting(
        'bad_gates',
        where.name,
        name,
        'is no gate',
        `There are: ${[...SWITCHES, ...SHARES].join(', ')}.`,
      );
  }
  return limits as unknown as GateLimits;
};

export function gatesText(limits: GateLimits): string {
  return Object.entries(limits)
    .map(([name, value]) => `${name} ${value ?? 'none'}`)
    .join(', ');
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
