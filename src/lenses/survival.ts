/** Customers by the day at which their wait ended: by the event, or because observation ended first. */
export interface WaitCount {
  /** Whole days from the start of the wait, 0 or more. */
  readonly days: number;
  /** The event happened on that day. */
  readonly events: number;
  /** Nothing had happened up to and including that day, the last one observed. */
  readonly censored: number;
}

/** A Kaplan–Meier curve: one step per day with an event, ascending. */
export interface SurvivalCurve {
  readonly steps: readonly SurvivalStep[];
  /** All waits of the curve, by day: who is at risk when. */
  readonly waits: readonly WaitCount[];
  readonly customers: number;
  readonly events: number;
  /** Longest wait observed, in days; null without customers. Beyond it the curve says nothing. */
  readonly lastDay: number | null;
}

export interface SurvivalStep {
  readonly day: number;
  readonly atRisk: number;
  readonly events: number;
  /** Share still waiting after the day. */
  readonly surviving: number;
  /** Greenwood's sum Σ d / (n (n − d)) up to the day; infinite once everybody had the event. */
  readonly greenwood: number;
}

/**
 * The product-limit estimate of Kaplan and Meier (1958) from grouped counts: S(t) = Π (1 − d / n) over the
 * days up to t with d events among n at risk. Who is censored on a day counts as at risk on that day.
 * Equal days may come in several rows.
 */
export function kaplanMeier(counts: readonly WaitCount[]): SurvivalCurve {
  const waits = merged(counts);
  const customers = waits.reduce((total, { events, censored }) => total + events + censored, 0);
  const steps: SurvivalStep[] = [];
  let atRisk = customers;
  let surviving = 1;
  let greenwood = 0;
  for (const { days, events, censored } of waits) {
    if (events > 0) {
      surviving *= (atRisk - events) / atRisk;
      greenwood += events / (atRisk * (atRisk - events));
      steps.push({ day: days, atRisk, events, surviving, greenwood });
    }
    atRisk -= events + censored;
  }
  return {
    steps,
    waits,
    customers,
    events: steps.reduce((total, step) => total + step.events, 0),
    lastDay: waits.at(-1)?.days ?? null,
  };
}

/** Share still waiting after `day`; null where nobody was observed so long (unless nobody was left waiting). */
export function survivingAt(curve: SurvivalCurve, day: number): number | null {
  const surviving = stepAt(curve, day)?.surviving ?? 1;
  return isObserved(curve, day) || surviving === 0 ? surviving : null;
}

/** Customers still waiting and still observed at the start of `day`. */
export function atRiskAt(curve: SurvivalCurve, day: number): number {
  return curve.waits.reduce(
    (total, { days, events, censored }) => (days >= day ? total + events + censored : total),
    0,
  );
}

/** First day by which at least the share `p` had the event; null when the curve does not reach it. */
export function waitQuantile(curve: SurvivalCurve, p: number): number | null {
  return curve.steps.find(({ surviving }) => 1 - surviving >= p - 1e-12)?.day ?? null;
}

/**
 * 95 % interval of the share that had the event by `day`, from Greenwood's variance on the log(−log) scale
 * (Kalbfleisch and Prentice 1980), which stays within 0 and 1; null where the share is 0, 1 or unknown.
 */
export function eventInterval(curve: SurvivalCurve, day: number): { low: number; high: number } | null {
  const step = stepAt(curve, day);
  if (!step || !isObserved(curve, day) || step.surviving === 0) return null;
  const spread = (NORMAL_975 * Math.sqrt(step.greenwood)) / Math.abs(Math.log(step.surviving));
  return {
    low: 1 - step.surviving ** Math.exp(-spread),
    high: 1 - step.surviving ** Math.exp(spread),
  };
}

export interface WaitWeek {
  /** Week w holds the days 7w − 6 … 7w. */
  readonly week: number;
  /** At risk at the start of the week. */
  readonly atRisk: number;
  readonly events: number;
  /** Chance of the event in the week for those without it before: 1 − S(7w) / S(7w − 7). */
  readonly hazard: number;
  /** Share of all with the event in the week: S(7w − 7) − S(7w). */
  readonly share: number;
  /** 1 − S(7w). */
  readonly cumulative: number;
  /** The longest wait reaches the end of the week. */
  readonly complete: boolean;
}

/**
 * The curve by week, up to the last week with somebody at risk. The curve itself is by day, so that a customer
 * censored in mid-week counts for the days seen: hazard = events / at risk only in weeks without censoring.
 */
export function waitWeeks(curve: SurvivalCurve): WaitWeek[] {
  const weeks: WaitWeek[] = [];
  let atRisk = curve.customers - (curve.waits[0]?.days === 0 ? curve.waits[0].censored : 0);
  let before = 1;
  let wait = 0;
  let step = 0;
  for (let week = 1; 7 * week - 6 <= (curve.lastDay ?? 0); week++) {
    const start = atRisk;
    let surviving = before;
    for (; wait < curve.waits.length && curve.waits[wait]!.days <= 7 * week; wait++)
      if (curve.waits[wait]!.days > 0) atRisk -= curve.waits[wait]!.events + curve.waits[wait]!.censored;
    let events = 0;
    for (; step < curve.steps.length && curve.steps[step]!.day <= 7 * week; step++) {
      events += curve.steps[step]!.events;
      surviving = curve.steps[step]!.surviving;
    }
    weeks.push({
      week,
      atRisk: start,
      events,
      hazard: before === 0 ? 0 : 1 - surviving / before,
      share: before - surviving,
      cumulative: 1 - surviving,
      complete: curve.lastDay! >= 7 * week,
    });
    before = surviving;
  }
  return weeks;
}

const NORMAL_975 = 1.959963984540054;

function isObserved(curve: SurvivalCurve, day: number): boolean {
  return curve.lastDay !== null && day <= curve.lastDay;
}

function stepAt(curve: SurvivalCurve, day: number): SurvivalStep | undefined {
  return curve.steps.findLast((step) => step.day <= day);
}

function merged(counts: readonly WaitCount[]): WaitCount[] {
  const byDay = new Map<number, { days: number; events: number; censored: number }>();
  for (const { days, events, censored } of counts) {
    const known = byDay.get(days);
    if (known) {
      known.events += events;
      known.censored += censored;
    } else byDay.set(days, { days, events, censored });
  }
  return [...byDay.values()].sort((a, b) => a.days - b.days);
}
