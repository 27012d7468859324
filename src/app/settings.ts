import type { GateLimits } from '../backtest/gates.js';
import type { Granularity, NamedPeriod } from '../common/calendar.js';
import type { IngestSettings, SourceSpec } from '../ingest/settings.js';
import type { RfmSegment } from '../lenses/rfm/rules.js';
import type { Prior } from '../models/bayes/priors.js';
import type { FitFlags } from './modelling/fit-options.js';
import type { ScoreFlags } from './modelling/score-options.js';

export type { Granularity, NamedPeriod } from '../common/calendar.js';
export type { IngestSettings, SourceRole } from '../ingest/settings.js';
export type { Range, RfmSegment } from '../lenses/rfm/rules.js';

/**
 * What one run goes by: flags, environment, config and defaults, resolved and frozen. Nothing is
 * undefined (absent = null), paths are absolute, sizes are bytes, durations milliseconds, shares 0 to 1.
 * Nothing below `app/` sees a flag.
 */
export interface Settings {
  /** Files by role; empty = read the workspace. */
  readonly sources: readonly SourceSetting[];
  /** Who named the sources. `none`: neither the command line nor the config did. */
  readonly sourcesFrom: 'command line' | 'config' | 'none';
  readonly ingest: IngestSettings;
  readonly period: PeriodSettings;
  readonly mart: MartSettings;
  readonly rfm: RfmSettings;
  readonly modelling: ModellingSettings;
  /** What a fit must show to be put into use. */
  readonly gates: GateLimits;
  readonly steps: StepSettings;
  readonly privacy: PrivacySettings;
  readonly report: ReportSettings;
  readonly runtime: RuntimeSettings;
  readonly workspace: WorkspaceSettings;
  readonly config: ConfigSettings;
  /** Folder in which the user stands: names of files are shown relative to it. */
  readonly cwd: string;
  /** Each key of the config with its value and who set it, in the order of the key table. */
  readonly provenance: readonly ProvenanceEntry[];
}

/** Patterns are absolute, or `-` for standard input. */
export type SourceSetting = SourceSpec;

export interface PeriodSettings {
  /** Last day of observation, `YYYY-MM-DD`; null = decided by the data. */
  readonly asOf: string | null;
  /** `last` = the last complete period of `granularity`; null = the report's default. */
  readonly period: NamedPeriod | 'last' | null;
  /** First day, inclusive, `YYYY-MM-DD`. */
  readonly from: string | null;
  /** Last day, inclusive, `YYYY-MM-DD`. */
  readonly to: string | null;
  readonly granularity: Granularity | null;
  /** Month in which the fiscal year starts, 1–12. */
  readonly fiscalYearStart: number;
  /** Attribute that splits the report. */
  readonly by: string | null;
  /** Which day's attributes of customers count: `now` (the end of observation), `then` (each one's acquisition), or a day. */
  readonly attributesAsOf: string;
  /** Null = profit when enough of the spend has a known profit, else spend. */
  readonly metric: 'profit' | 'spend' | null;
}

export interface MartSettings {
  readonly zeroValue: 'keep' | 'drop';
  /** Share of spend that is profit where nothing better is known: a decimal string, `0.41` = 41 %. */
  readonly margin: string | null;
  /** The same by category. */
  readonly categoryMargins: Readonly<Record<string, string>>;
}

export interface ModellingSettings {
  /** Attribute by which margins and rates differ; null = neither does. */
  readonly segmentBy: string | null;
  /** Profit as a share of spend, by value of it. */
  readonly segmentMargins: Readonly<Record<string, number>>;
  /** Yearly discount rate, by value of it. */
  readonly segmentRates: Readonly<Record<string, number>>;
  /** Attributes by which young customers lean on others, beside the month. */
  readonly coldStart: readonly string[];
  /** Cost of one return, in the currency. */
  readonly returnCost: number;
  /** Whole lists of priors by model, where the config changes them. */
  readonly priors: Readonly<Record<string, readonly Prior[]>>;
  /** The column of the files that is taken for the customer; null = the usual one. */
  readonly customerColumn: string | null;
}

/** Options of commands that the config keeps, and when `clv run` fits. */
export interface StepSettings {
  readonly fit: FitFlags;
  readonly score: ScoreFlags;
  /** Time by which the model in use may end before the data, `7d`; null = any. */
  readonly ifOlderThan: string | null;
  readonly ifDrift: boolean;
}

export interface RfmSettings {
  /** Null = the published table. */
  readonly segments: readonly RfmSegment[] | null;
}

export interface PrivacySettings {
  /** File with the key that turns ids of customers into pseudonyms; null = ids are stored as they are. */
  readonly pseudonymKey: string | null;
  /** Name of the consent that customers of row-level output have given; null = none is asked for. */
  readonly consent: string | null;
  /** Groups of fewer customers are not shown; null = all are. */
  readonly minCell: number | null;
}

export type ReportFormat = 'table' | 'csv' | 'json' | 'markdown' | 'html';

export interface ReportSettings {
  readonly format: ReportFormat;
  /** Absolute path of a file or folder; null = standard output. */
  readonly out: string | null;
  /** Id of the only table to print. */
  readonly table: string | null;
  readonly wide: boolean;
  readonly color: boolean;
  /** Columns of the terminal; 80 when it is none. */
  readonly width: number;
}

export interface RuntimeSettings {
  /** Target for the process. */
  readonly memoryLimitBytes: number;
  /** Half of it, for the engine. */
  readonly duckdbMemoryMegabytes: number;
  /** Null = one per core. */
  readonly threads: number | null;
  readonly timeoutMs: number | null;
  /** Run the checks of the relations after a build. */
  readonly checks: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  /** How standard error is written: for people, or a JSON object a line. */
  readonly log: 'text' | 'json';
  /** File that gets the run in Prometheus' text format; null = none. */
  readonly metrics: string | null;
  /** Folder in which a run makes its private temporary folder. */
  readonly tempDirectory: string;
}

export interface WorkspaceSettings {
  readonly path: string;
  /** Named by flag, environment or config, rather than `.clv` in the current folder. */
  readonly explicit: boolean;
  /** What a load does with an order that has come before: the new lines take its place, are refused, or are added. */
  readonly onOverlap: 'replace' | 'error' | 'append';
  /** How long to wait for another run to finish. */
  readonly waitMs: number;
}

export interface ConfigSettings {
  /** The config file that was read or named, if any. */
  readonly path: string | null;
  /** SHA-256 of everything that influences results; paths, hosts and looks are left out. */
  readonly digest: string;
}

export interface ProvenanceEntry {
  readonly key: string;
  /** As text, with secrets masked. */
  readonly value: string;
  /** `flag --time-zone`, `env CLV_TIME_ZONE`, `clv.config.json` or `default`. */
  readonly from: string;
}
