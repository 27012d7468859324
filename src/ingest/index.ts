export { quarantineOrderConflicts } from './conflicts.js';
export { describeSources, type SourceDescription } from './describe.js';
export { ingest } from './ingest.js';
export type { FileIntake, Intake, MappedColumn, Reason } from './intake.js';
export { allLineColumns, type LineColumn } from './line-columns.js';
export { defaultIngestSettings, type IngestSettings, type SourceRole, type SourceSpec } from './settings.js';
