import { defineConfig } from 'vitest/config';
export default defineConfig({
    test: {
        include: ['test/**/*.test.ts'],
        exclude: ['test/slow/**', 'test/bench/**', 'test/browser/**'],
        testTimeout: 30_000,
        hookTimeout: 60_000,
        coverage: {
            provider: 'v8',
            include: ['src/**/*.ts'],
            reporter: ['text-summary', 'json-summary', 'html'],
        },
    },
});
