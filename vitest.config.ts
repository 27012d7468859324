import { defineConfig } from 'vitest/config';
import { SLOW_ENVIRONMENT } from './test/slow-suite.js';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/global-setup.ts'],
    setupFiles: ['test/setup.ts'],
    env: process.argv.includes('--coverage') ? SLOW_ENVIRONMENT : {},
    exclude: ['test/slow/**', 'test/simulations/**', 'test/bench/**', 'test/browser/**', 'test/faults/**'],
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
