import { describe, expect, it } from 'vitest';
import { engineMegabytes, withRoom } from '../../src/app/engine-memory.js';
import type { Settings } from '../../src/app/settings.js';

const settings = (from: string): Settings =>
  ({
    provenance: [{ key: 'memoryLimit', value: '1GB', from }],
    runtime: { memoryLimitBytes: 1e9, duckdbMemoryMegabytes: 550 },
  }) as unknown as Settings;

describe('memory of the engine', () => {
  it('is a part of the limit, a larger one of what lies above 1 GB', () => {
    expect([200e6, 1e9, 1.8e9, 3e9].map(engineMegabytes)).toEqual([110, 550, 1150, 2050]);
  });

  it('grows for a report on everything, as far as the machine allows it', () => {
    const limit = (machine: number | null) => {
      const { memoryLimitBytes, duckdbMemoryMegabytes } = withRoom(settings('default'), machine).runtime;
      return [memoryLimitBytes, duckdbMemoryMegabytes];
    };
    expect(limit(16e9)).toEqual([1.95e9, 1550]);
    expect(limit(3e9)).toEqual([1.5e9, 1100]);
    expect(limit(2e9)).toEqual([1e9, 550]);
    expect(limit(null)).toEqual([1e9, 550]);
  });

  it('stays what somebody has asked for', () => {
    const asked = settings('flag --memory-limit');
    expect(withRoom(asked, 16e9)).toBe(asked);
  });
});
