import type { Note } from '../common/result.js';
import type { Fit, TimeUnit } from '../models/fit/fit-record.js';

/** Version of `model.json`; a newer one is refused. */
export const MODEL_SCHEMA = 1;

/** What a purchase occasion is: a day with purchases, each order, or a calendar month with purchases. */
export type Occasion = 'day' | 'order' | 'month';

/** Which occasions the spend model learns from: repeat ones, or the first as well. */
export type SpendHistory = 'repeat' | 'all';

/** The spread of spends within customers, of a sample of them. */
export interface WithinRecord {
  readonly customers: number;
  /** p by that spread, and its standard error. */
  readonly p: number;
  readonly pError: number;
  /** How customers differ in that spread, over what one p makes. */
  readonly dispersion: number;
  readonly dispersionError: number;
  /** Above it they differ by more than chance, and enough to matter. */
  readonly limit: number;
  readonly holds: boolean;
}

/** Spend of a purchase: a fitted Gamma-Gamma, or one amount for everybody. */
export interface SpendModel {
  readonly history: SpendHistory;
  readonly fit: Fit;
  /** The only mean spend there is, where all customers have the same. */
  readonly constant: number | null;
  /** Purchases against mean spend, over the customers of the spend model. */
  readonly correlation: {
    readonly value: number;
    readonly low: number;
    readonly high: number;
  } | null;
  /** What customers' own spends say of one p for all; absent where too few can tell, and in models of the first release. */
  readonly within?: WithinRecord;
  /** Customers with purchases whose mean spend is not above 0. */
  readonly leftOut: { readonly customers: number; readonly money: string };
}

export interface Candidate {
  readonly model: string;
  readonly outcome: string;
  readonly logLikelihood: number | null;
  readonly bic: number | null;
  readonly chosen: boolean;
}

/** How well chains of `mcmc` mixed. */
export interface ChainRecord {
  readonly model: string;
  readonly chains: number;
  /** Kept draws a chain. */
  readonly draws: number;
  readonly acceptance: number;
  readonly parameters: readonly {
    readonly parameter: string;
    readonly rHat: number;
    readonly bulkEss: number;
    readonly tailEss: number;
    /** Some draws of each chain, evenly spaced. */
    readonly trace: readonly (readonly number[])[];
  }[];
}

/** A prior of `map` or `mcmc`, normal on a unit-free coordinate. */
export interface PriorRecord {
  readonly model: string;
  readonly coordinate: string;
  readonly mean: number;
  readonly sd: number;
  readonly isDefault: boolean;
}

/** Spread of the parameters over refits of resampled customers. */
export interface BootstrapRecord {
  readonly model: string;
  readonly replicates: number;
  readonly failed: number;
  readonly parameters: readonly {
    readonly parameter: string;
    /** Null with fewer than two refits, or where some of them run to a limit. */
    readonly standardError: number | null;
    /** 2.5 % and 97.5 % of the refits; null where that lies at a limit. */
    readonly low: number | null;
    readonly high: number | null;
  }[];
}

/** Something seen in the data against what the fitted model would make. */
export interface CheckRecord {
  readonly name: string;
  readonly seen: number;
  readonly expected: number;
  /** 99 % of what the model makes, errors of the parameters included. */
  readonly low: number;
  readonly high: number;
  readonly holds: boolean;
}

/** Repeat purchases over the time of the data, neighbouring weeks together, seen and expected. */
export interface TrackRecord {
  readonly weeks: number;
  readonly blocks: readonly {
    readonly lastWeek: number;
    readonly purchases: number;
    readonly expected: number;
  }[];
}

/** The models of one segment; null where the whole base's serves. */
export interface SegmentModel {
  readonly segment: string;
  readonly customers: number;
  readonly frequency: Fit | null;
  readonly spend: SpendModel | null;
  /** Why the base's model serves instead; empty when none does. */
  readonly reasons: readonly Note[];
}

/** What the model, fitted to the first part of the data, said about the rest, beside simple rules. */
export interface BacktestRecord {
  readonly origin: string;
  readonly days: number;
  readonly customers: number;
  /** One customer in so many was looked at. */
  readonly sampledOneIn: number;
  readonly methods: readonly {
    readonly method: string;
    readonly kind: string;
    readonly expected: number;
    readonly actual: number;
    readonly arpe: number | null;
    readonly rmse: number;
    readonly logScore: number | null;
    readonly gini: number | null;
  }[];
  readonly coverage: { readonly claimed: number; readonly observed: number } | null;
  /** Error (RMSE) of the model over that of the best simple rule, 95 % interval; records of earlier versions lack it. */
  readonly ratio?: {
    readonly rule: string;
    readonly value: number;
    readonly low: number;
    readonly high: number;
  } | null;
}

/** One condition of being put into use. */
export interface GateRecord {
  readonly gate: string;
  readonly found: string;
  readonly needed: string;
  readonly outcome: 'passed' | 'failed' | 'not measured';
}

/** A fitted pair of models: what `model.json` holds. No customer data, no clock, no file names. */
export interface ModelRecord {
  readonly schemaVersion: number;
  readonly tool: 'clv';
  /** Version of the package that fitted it. */
  readonly version: string;
  readonly status: 'usable' | 'rejected';
  /** End of the calibration period, `YYYY-MM-DD`. */
  readonly asOf: string;
  readonly firstOrderDate: string;
  readonly currency: string | null;
  readonly timeZone: string;
  readonly timeUnit: TimeUnit;
  readonly occasion: Occasion;
  /** Times were rounded to so many days; absent = they were not. */
  readonly gridDays?: number;
  /** Customers of the fit, and those who first bought after its end. */
  readonly customers: number;
  readonly customersAfter: number;
  readonly choice: {
    readonly asked: string;
    readonly candidates: readonly Candidate[];
    readonly reasons: readonly Note[];
  };
  readonly frequency: Fit;
  readonly spend: SpendModel;
  readonly chains?: readonly ChainRecord[];
  readonly priors?: readonly PriorRecord[];
  readonly bootstrap?: readonly BootstrapRecord[];
  readonly checks?: readonly CheckRecord[];
  /** Absent for months, and in models of the first release. */
  readonly track?: TrackRecord;
  /** What the evidence above says in words. */
  readonly evidenceNotes?: readonly Note[];
  /** Models of the segments of an attribute, beside those of the whole base. */
  readonly by?: { readonly attribute: string; readonly segments: readonly SegmentModel[] };
  /** Null when the history is too short for one; absent in models of the first release. */
  readonly backtest?: BacktestRecord | null;
  readonly gates?: readonly GateRecord[];
}

/** A record with the id that its content gives it. */
export interface StoredModel {
  readonly id: string;
  readonly record: ModelRecord;
}

/** Where a model comes from: the files, and when it was fitted. */
export interface ModelLineage {
  readonly files: readonly {
    readonly name: string;
    readonly role: string;
    readonly bytes: number;
    readonly sha256: string;
    readonly rows: number;
  }[];
  readonly rowsRead: number;
  readonly rowsUsed: number;
  readonly rowsQuarantined: number;
  readonly rowsIgnored: Readonly<Record<string, number>>;
  readonly configDigest: string;
}

/** What drift compares a later base with; cells under 10 customers are merged. */
export interface ModelReference {
  readonly asOf: string;
  /** Customers by repeat purchases, age and time since the last purchase (both in steps of four weeks). */
  readonly histories: readonly {
    readonly x: number | null;
    readonly silentMonths: number | null;
    readonly ageMonths: number | null;
    readonly customers: number;
  }[];
  /** The same by each feature alone, from one value up to the next class; models of earlier versions lack it. */
  readonly base?: readonly {
    readonly feature: 'x' | 'silent' | 'age';
    readonly from: number;
    readonly customers: number;
    readonly mean: number;
  }[];
  /** Repeat purchases within the first 4 and 13 weeks, of customers observed so long. */
  readonly tenures: readonly {
    readonly weeks: number;
    readonly repeats: number | null;
    readonly customers: number;
  }[];
  /** Tenures and order spend are of one customer in so many. */
  readonly sampledOneIn: number;
  /** Quantiles of an order's gross spend. */
  readonly orderSpend: readonly { readonly share: number; readonly spend: number }[];
}
