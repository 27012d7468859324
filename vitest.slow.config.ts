import { defineConfig } from 'vitest/config';
import { PARTLY_SLOW, SLOW_ENVIRONMENT, WHOLLY_SLOW } from './test/slow-suite.js';

export default defineConfig({
  test: {
    include: ['test/slow/**/*.test.ts', ...PARTLY_SLOW, ...WHOLLY_SLOW],
    env: SLOW_ENVIRONMENT,
    globalSetup: ['test/global-setup.ts'],
    setupFiles: ['test/setup.ts'],
    testTimeout: 1_200_000,
    hookTimeout: 600_000,
    maxWorkers: '100%',
  },
});
