/** The import table of the house: each folder may import what stands beside it, and nothing else of `src`. */
const TABLE = {
  cli: [['app', 'report', 'common'], 'a command parses flags, calls one use-case and prints'],
  app: [
    ['ingest', 'mart', 'lenses', 'models', 'score', 'backtest', 'drift', 'registry', 'privacy', 'synth', 'numeric', 'store', 'common'],
    'a use-case reads as its pipeline; how a result looks is none of its business',
  ],
  ingest: [['store', 'privacy', 'common'], 'reading and judging files knows nothing of what is made of them'],
  mart: [['store', 'common'], 'relations are the same whoever reads them'],
  lenses: [['mart', 'store', 'numeric', 'common'], 'a lens reads relations, never files'],
  models: [['numeric', 'common'], 'models are pure: arrays and numbers in, records out'],
  score: [['models', 'mart', 'store', 'numeric', 'common'], 'scoring joins model output and customers'],
  backtest: [['models', 'score', 'mart', 'store', 'numeric', 'common'], 'a backtest compares models on relations'],
  drift: [['models', 'score', 'mart', 'store', 'numeric', 'common'], 'drift compares a model with today'],
  registry: [['models', 'common'], 'model versions on disk'],
  report: [['privacy', 'common'], 'a renderer takes one plain result and returns text: no SQL, no clock, no file'],
  privacy: [['common'], 'privacy is a leaf'],
  synth: [['numeric', 'common'], 'made-up data come from the behavioural story, never through the models that will be fitted to them'],
  numeric: [[], 'numbers need nothing'],
  store: [['common'], 'the only door to a database'],
  common: [[], 'what everybody may import imports nobody'],
};

const layers = Object.entries(TABLE).map(([folder, [allowed, why]]) => ({
  name: `layer-${folder}`,
  comment: `src/${folder} may import ${allowed.length ? allowed.map((name) => `src/${name}`).join(', ') : 'nothing of src'}: ${why}.`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: '^src/', pathNot: `^src/(${[folder, ...allowed].join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...layers,
    {
      name: 'no-circles',
      comment: 'A circle can only be read all at once.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'one-door-to-the-database',
      comment: 'Only src/store imports DuckDB: binding, decoding and limits are settled there once.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/store/' },
      to: { path: 'node_modules/@duckdb' },
    },
    {
      name: 'file-access',
      comment: 'Files are touched in common (files, file-access, version), ingest, registry and store only, so that "written whole or not at all" is settled once.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(common|ingest|registry|store)/|^src/app/config/|^src/cli/' },
      to: { path: '^(node:)?fs(/promises)?$' },
    },
    {
      name: 'registry-types-only',
      comment: 'The registry keeps model records; it never computes with them.',
      severity: 'error',
      from: { path: '^src/registry/' },
      to: { path: '^src/models/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'bin-imports-cli',
      comment: 'bin/ sets the exit code and nothing else.',
      severity: 'error',
      from: { path: '^bin/' },
      to: { pathNot: '(^|/)(dist|src)/cli/' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    skipAnalysisNotInRules: true,
    exclude: { path: '^dist/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
