/**
 * Files whose tests are quick in part: `npm test` runs that part, `npm run test:slow` and `npm run coverage` all of it
 * (real data recounted, the README's commands, every kind of model, the installed package).
 */
export const PARTLY_SLOW = [
  'test/app/load.test.ts',
  'test/app/open-store.test.ts',
  'test/cli/fit-kinds.test.ts',
  'test/cli/fit-score.test.ts',
  'test/docs.test.ts',
  'test/ingest/gather.test.ts',
  'test/ingest/laws.test.ts',
  'test/ingest/quick-and-thorough.test.ts',
  'test/lenses/lens1/recount.test.ts',
  'test/lenses/lens4/recount.test.ts',
  'test/lenses/lens5/recount.test.ts',
  'test/lenses/product/random.test.ts',
  'test/lenses/product/real-data.test.ts',
  'test/models/mbgcnbd.test.ts',
  'test/package.test.ts',
];

/** Files that take long as a whole: the commands of every night, of watching and of privacy, from end to end; edges lens by lens. */
export const WHOLLY_SLOW = [
  'test/app/audit/scored-days.test.ts',
  'test/app/killed-loads.test.ts',
  'test/app/load-manners.test.ts',
  'test/app/privacy/privacy.test.ts',
  'test/app/quarantine/mended-customers.test.ts',
  'test/app/quarantine/quarantine.test.ts',
  'test/app/runs/runs.test.ts',
  'test/app/schema-drift.test.ts',
  'test/app/synth.test.ts',
  'test/app/upgrade/relations.test.ts',
  'test/app/upgrade/upgrade.test.ts',
  'test/app/workspace-audit.test.ts',
  'test/cli/backtest.test.ts',
  'test/cli/charts.test.ts',
  'test/cli/dated-attributes.test.ts',
  'test/cli/drift.test.ts',
  'test/cli/fit-limits.test.ts',
  'test/cli/hidden-customers.test.ts',
  'test/cli/models-change.test.ts',
  'test/cli/odd-bases.test.ts',
  'test/cli/reports.test.ts',
  'test/cli/run-all.test.ts',
  'test/cli/same-numbers.test.ts',
  'test/cli/score-first-day.test.ts',
  'test/cli/score-refusals.test.ts',
  'test/ingest/real-data.test.ts',
  'test/lenses/cohorts/edges.test.ts',
  'test/lenses/product/edges.test.ts',
  'test/lenses/recount.test.ts',
  'test/mart/patch.test.ts',
];

export const SLOW_ENVIRONMENT = { CLV_TESTS: 'slow' };

/** Whether slow tests run, too. */
export const isSlowSuite = process.env.CLV_TESTS === 'slow';
