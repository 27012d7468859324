/**
 * Files whose tests are quick in part: `npm test` runs that part, `npm run test:slow` and `npm run coverage` all of it
 * (real data recounted, the README's commands, every kind of model, the installed package).
 */
export const PARTLY_SLOW = [
  'test/cli/fit-kinds.test.ts',
  'test/docs.test.ts',
  'test/ingest/laws.test.ts',
  'test/lenses/lens1/recount.test.ts',
  'test/lenses/lens4/recount.test.ts',
  'test/lenses/lens5/recount.test.ts',
  'test/lenses/product/real-data.test.ts',
  'test/lenses/recount.test.ts',
  'test/package.test.ts',
];

export const SLOW_ENVIRONMENT = { CLV_TESTS: 'slow' };

/** Whether slow tests run, too. */
export const isSlowSuite = process.env.CLV_TESTS === 'slow';
