import type { Note } from '../common/result.js';
import type { Fit, TimeUnit } from '../models/fit/fit-record.js';

/** Version of `model.json`; a newer one is refused. */
export const MODEL_SCHEMA = 1;

/** What a purchase occasion is: a day with purchases, or each order. */
export type Occasion = 'day' | 'order';

/** Which occasions the spend model learns from: repeat ones, or the first as well. */
export type SpendHistory = 'repeat' | 'all';

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
  /** Customers with purchases whose mean spend is not above 0. */
  readonly leftOut: { readonly customers: number; readonly money: string };
}

export interface Candidate {
  readonly model: string;
  readonly outcome: string;
  readonly logLikelihood: number | null;
  readonly bic: number | null;
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
