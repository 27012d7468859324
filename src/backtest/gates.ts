import type { GateVerdict } from './comparisons.js';
import type { PurchaseEvaluation } from './evaluate.js';

/** What a model must show to be put into use; null = not asked. */
export interface GateLimits {
  readonly certificate: boolean;
  /** Largest difference of observed and claimed coverage, as a share. */
  readonly coverage: number | null;
  /** Log-score and RMSE not worse than the best baseline, by the paired interval. */
  readonly baseline: boolean;
  /** Largest error of the sum of purchases. */
  readonly arpe: number | null;
  /** Least Gini coefficient of the order of customers. */
  readonly gini: number | null;
}

const NOT_WORSE = 'not worse than the best baseline';

export const DEFAULT_GATES: GateLimits = {
  certificate: true,
  coverage: 0.05,
  baseline: true,
  arpe: null,
  gini: null,
};

export interface Gate {
  readonly gate: string;
  /** What was found, and what is needed, in words. */
  readonly found: string;
  readonly needed: string;
  readonly outcome: 'passed' | 'failed' | 'not measured';
}

/** A backtest of one model beside baselines; null where the history is too short for one. */
export interface Backed {
  readonly methods: readonly PurchaseEvaluation[];
  readonly verdict: GateVerdict;
}

/**
 * Judges a model. A coverage within 1.96 standard errors of its limit passes: a small base can't show a difference of some
 * points. A baseline is not better unless its paired interval says so.
 */
export function judgeGates(
  model: string,
  isCertified: boolean,
  backed: Backed | null,
  limits: GateLimits,
): Gate[] {
  const method = backed?.methods.find((one) => one.method === model);
  const gate = (name: string, needed: string, found: string | null, passed: boolean): Gate => ({
    gate: name,
    needed,
    found:
      found ?? (method === undefined ? 'the history is too short' : `${model} says no chances of counts`),
    outcome: found === null ? 'not measured' : passed ? 'passed' : 'failed',
  });
  const gates: Gate[] = [];
  if (limits.certificate)
    gates.push(gate('certificate', 'passed', isCertified ? 'passed' : 'not passed', isCertified));
  const coverage = method?.coverage ?? null;
  if (limits.coverage !== null) {
    const off = coverage === null ? null : coverage.observed - coverage.claimed;
    const slack = 1.96 * (coverage?.error ?? 0);
    const isByChance = Math.abs(off ?? 0) > limits.coverage && Math.abs(off ?? 0) <= limits.coverage + slack;
    gates.push(
      gate(
        'coverage',
        `within ${points(limits.coverage)}`,
        off === null
          ? null
          : `${points(off)} (standard error ${points(coverage!.error)}${isByChance ? ': chance may account for what is beyond' : ''})`,
        Math.abs(off ?? 0) <= limits.coverage + slack,
      ),
    );
  }
  if (limits.baseline) gates.push(...baselineGates(model, method, backed, gate));
  const purchases = method?.purchases ?? null;
  if (limits.arpe !== null)
    gates.push(
      gate(
        'sum of purchases',
        `off by at most ${percent(limits.arpe)}`,
        purchases?.arpe == null ? null : percent(purchases.arpe),
        (purchases?.arpe ?? 0) <= limits.arpe,
      ),
    );
  if (limits.gini !== null)
    gates.push(
      gate(
        'order of customers',
        `Gini of at least ${limits.gini}`,
        purchases?.gini == null ? null : purchases.gini.toFixed(3),
        (purchases?.gini ?? 1) >= limits.gini,
      ),
    );
  return gates;
}

/** Judges a model that foresees sums alone: what it says of single customers can't be measured. `off` is the error of the sum held out. */
export function judgeSums(model: string, off: number | null, limits: GateLimits): Gate[] {
  const single = [
    ...(limits.coverage === null ? [] : [{ gate: 'coverage', needed: `within ${points(limits.coverage)}` }]),
    ...(limits.baseline ? [{ gate: 'RMSE', needed: NOT_WORSE }] : []),
    ...(limits.gini === null
      ? []
      : [{ gate: 'order of customers', needed: `Gini of at least ${limits.gini}` }]),
  ].map((asked): Gate => ({ ...asked, found: `${model} foresees sums alone`, outcome: 'not measured' }));
  if (limits.arpe === null) return single;
  const isPassed = Math.abs(off ?? 0) <= limits.arpe;
  return [
    ...single,
    {
      gate: 'sum of spend',
      needed: `off by at most ${percent(limits.arpe)}`,
      found: off === null ? 'the history is too short' : percent(Math.abs(off)),
      outcome: off === null ? 'not measured' : isPassed ? 'passed' : 'failed',
    },
  ];
}

type MakeGate = (name: string, needed: string, found: string | null, passed: boolean) => Gate;

function baselineGates(
  model: string,
  method: PurchaseEvaluation | undefined,
  backed: Backed | null,
  gate: MakeGate,
): Gate[] {
  const worse = (measure: string, rival: string): boolean =>
    backed!.verdict.comparisons.some(
      (one) => one.measure === measure && one.better === rival && [one.method, one.than].includes(model),
    );
  const needed = NOT_WORSE;
  if (method === undefined) return ['log-score', 'RMSE'].map((name) => gate(name, needed, null, false));
  const nbd = backed!.methods.find((one) => one.method === 'nbd');
  const rival = backed!.methods.find((one) => one.method === backed!.verdict.baseline);
  return [
    ...(model === 'nbd' || nbd?.logScore == null
      ? []
      : method.logScore === null
        ? [gate('log-score', needed, null, false)]
        : [
            gate(
              'log-score',
              needed,
              `${method.logScore.toFixed(4)} against ${nbd.logScore.toFixed(4)} (nbd)`,
              !worse('log_score', 'nbd'),
            ),
          ]),
    ...(rival?.purchases == null
      ? []
      : [
          gate(
            'RMSE',
            needed,
            `${method.purchases!.rmse.toFixed(4)} against ${rival.purchases.rmse.toFixed(4)} (${rival.method})`,
            !worse('rmse', rival.method),
          ),
        ]),
  ];
}

function points(share: number): string {
  const shown = (100 * share).toFixed(1);
  return `${shown === '-0.0' ? '0.0' : shown} points`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
