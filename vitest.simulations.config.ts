import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/simulations/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    testTimeout: 1_200_000,
    hookTimeout: 600_000,
    fileParallelism: false,
  },
});
