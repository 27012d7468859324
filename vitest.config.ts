import { defineConfig } from 'vitest/config';
import { SLOW_ENVIRONMENT, WHOLLY_SLOW } from './test/slow-suite.js';

/** Coverage is that of all tests but simulations. */
const isCoverage = process.argv.includes('--coverage');

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/global-setup.ts'],
    setupFiles: ['test/setup.ts'],
    env: isCoverage ? SLOW_ENVIRONMENT : {},
    exclude: [
      ...['slow', 'simulations', 'bench', 'browser', 'faults'].map((folder) => `test/${folder}/**`),
      ...(isCoverage ? [] : WHOLLY_SLOW),
    ],
    maxWorkers: '100%',
    testTimeout: 120_000,
    hookTimeout: 120_000,
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      reporter: ['text-summary', 'json-summary', 'html'],
    },
  },
});
