/**
 * The package as a library: the result that every report is made of (what `--format json` prints), its renderers,
 * and the command line as a function. Models are in `clv-audit/models`.
 */
export { main } from './cli/main.js';
export { ClvError, ExitCode } from './common/errors.js';
export type * from './common/result.js';
export { RESULT_SCHEMA_VERSION } from './common/result.js';
export { renderJson } from './report/json.js';
export { renderMarkdown } from './report/markdown.js';
export { renderTerminal } from './report/terminal/terminal.js';
