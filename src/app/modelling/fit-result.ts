import { daysBetween } from '../../common/calendar.js';
import { counted } from '../../common/messages/counted.js';
import {
  customersAfter,
  longSilence,
  oneSpend,
  sampledForFit,
  shortSpan,
  spendDepends,
  spendSpreadDiffers,
  spendSpreadUnseen,
  spendsLeftOut,
} from '../../common/messages/fit.js';
import { minorDigits, roundMoney } from '../../common/money.js';
import type { Note, Result } from '../../common/result.js';
import { exactIdentity } from '../../lenses/identity.js';
import type { ModelRecord, StoredModel } from '../../registry/model-record.js';
import type { FitData } from '../../score/fit-data.js';
import type { Track } from '../../score/track.js';
import type { Base } from '../base.js';
import type { RunContext } from '../context.js';
import { type Told, toldOn } from '../load-result.js';
import { assembleResult } from '../result.js';
import { behaviour } from './behaviour.js';
import { frequencyFit } from './frequency-fit.js';
import { gateTables } from './gate-tables.js';
import { modelTables } from './model-tables.js';
import { spendCurve } from './spend-curve.js';
import { weeklyTrack } from './weekly-track.js';

/** Correlations of purchases and spend that are worth a word. */
const DOUBTFUL = 0.1;
const YEAR = 365;
const SILENCE = 31;

export interface Fitted {
  readonly described: FitDescription;
  readonly context: RunContext;
  readonly base: Pick<Base, 'lineage' | 'reading' | 'observation'>;
  readonly data: FitData;
  /** The part of the customers that the model was judged by. */
  readonly sampledOneIn: number;
  readonly stored: StoredModel & { readonly isNew: boolean };
  /** What loading the files said; null when none were named. */
  readonly loaded: Told | null;
  /** The settings of the fit that its record does not hold. */
  readonly settings: Readonly<Record<string, string>>;
  /** The model in use after the decision. */
  readonly inUse: string | null;
}

/** Tables and figures that show a model and the data that it was fitted to. */
export type FitDescription = readonly Pick<Result, 'tables' | 'figures'>[];

/** Describes a fit before it is registered. */
export function describeFit(record: ModelRecord, data: FitData, track: Track): FitDescription {
  return [
    frequencyFit(record, data),
    weeklyTrack(record, track),
    behaviour(record, data),
    spendCurve(record, minorDigits(record.currency)),
    gateTables(record),
  ];
}

/** What a fit found, as a result. */
export function fitResult(fitted: Fitted): Result {
  const { described, context, base, data, sampledOneIn, stored, loaded, inUse, settings } = fitted;
  const { record, id } = stored;
  const digits = minorDigits(record.currency);
  const parts = [modelTables(stored), ...described];
  const { N } = data.histories;
  return assembleResult(
    context,
    base,
    {
      tables: parts.flatMap(({ tables }) => tables),
      figures: parts.flatMap(({ figures }) => figures),
      identities: [
        exactIdentity(
          'fit_customers',
          'customers of the histories = customers with an order',
          N.reduce((sum, n) => sum + n, 0),
          data.customers,
        ),
      ],
      notes: [
        ...record.choice.reasons,
        ...(sampledOneIn > 1 ? [sampledForFit(sampledOneIn)] : []),
        ...(stored.isNew ? [] : [sameModel(id)]),
        ...toldOn(loaded).notes,
      ],
      warnings: [...toldOn(loaded).warnings, ...warnings(record, base, digits)],
      answers: [],
    },
    headline(stored, inUse),
    {
      model: id,
      as_of: record.asOf,
      model_asked: record.choice.asked,
      method: record.frequency.method,
      occasion: record.occasion,
      spend_history: record.spend.history,
      time_unit: record.timeUnit.name,
      currency: record.currency,
      time_zone: record.timeZone,
      ...settings,
    },
  );
}

function headline({ id, record }: StoredModel, inUse: string | null): string {
  const kept = inUse === id ? `Model ${id} is in use` : `Model ${id} is kept and not in use`;
  const what = record.status === 'usable' ? kept : `No usable model (${id} is rejected)`;
  return `${what} · ${counted(record.customers, 'customer')} · observed to ${record.asOf}`;
}

function warnings(record: ModelRecord, { observation }: Fitted['base'], digits: number): Note[] {
  const { frequency, spend } = record;
  const span = daysBetween(record.firstOrderDate, record.asOf);
  const last = observation.lastOrderDate!;
  const silence = daysBetween(last, record.asOf);
  const isOneSpend = spend.constant !== null;
  return [
    ...(record.customersAfter > 0 ? [customersAfter(record.customersAfter, record.asOf)] : []),
    ...(silence > SILENCE ? [longSilence(last, record.asOf, silence)] : []),
    ...(span < YEAR ? [shortSpan(span)] : []),
    ...frequency.reasons,
    ...(record.evidenceNotes ?? []),
    ...(record.by?.segments.flatMap(({ reasons }) => reasons) ?? []),
    ...(isOneSpend ? [oneSpend(roundMoney(String(spend.constant), digits))] : spend.fit.reasons),
    ...(spend.leftOut.customers > 0
      ? [spendsLeftOut(spend.leftOut.customers, roundMoney(spend.leftOut.money, digits))]
      : []),
    ...spreadNotes(spend),
    ...(isDoubtful(spend.correlation) ? [spendDepends(spend.correlation!.value)] : []),
  ];
}

/** What single spends say against the spend model, which sees customers' means. */
function spreadNotes({ within, fit }: ModelRecord['spend']): Note[] {
  if (within === undefined || fit.predictor === null) return [];
  const p = 'p' in (fit.limit?.parameters ?? fit.predictor.parameters) ? fit.predictor.parameters.p! : null;
  return [
    ...(p === null ? [spendSpreadUnseen(within.p, within.pError)] : []),
    ...(within.holds ? [] : [spendSpreadDiffers(within.dispersion, within.p, p)]),
  ];
}

/** Large enough to matter, and more than chance. */
function isDoubtful(correlation: ModelRecord['spend']['correlation']): boolean {
  if (correlation === null) return false;
  const { value, low, high } = correlation;
  return Math.abs(value) >= DOUBTFUL && low * high > 0;
}

function sameModel(id: string): Note {
  return { code: 'same_model', text: `The same data give the same model: ${id} was there already.` };
}
