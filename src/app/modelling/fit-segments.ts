import { smallSegment } from '../../common/messages/fit.js';
import type { Progress } from '../../common/progress.js';
import type { Mart } from '../../mart/build.js';
import type { Fit } from '../../models/fit/fit-record.js';
import type { ModelRecord, SegmentModel } from '../../registry/model-record.js';
import { storeAttributes } from '../../score/customer-attributes.js';
import { type FitData, readFitData } from '../../score/fit-data.js';
import type { Threads } from './chain-threads.js';
import type { Priors } from './fit-models.js';
import { fitNamed } from './fit-named.js';
import { type FitOptions, type FrequencyName, tellsGaps } from './fit-options.js';
import { fitSpend } from './fit-spend.js';

/** Smaller segments are scored with the model of the whole base. */
const LEAST_SEGMENT = 200;

export interface SegmentData {
  readonly segment: string;
  /** Null when it is too small to be read. */
  readonly data: FitData | null;
  readonly customers: number;
}

/** Reads the data of each value of an attribute that has customers enough. */
export async function readSegments(
  mart: Mart,
  options: FitOptions,
  attribute: string,
): Promise<SegmentData[]> {
  await storeAttributes(mart, { segment: attribute });
  const rows = await mart.store.rows(
    'select segment, count(*) as customers from customer_attributes group by segment order by segment',
  );
  const out: SegmentData[] = [];
  for (const row of rows) {
    const segment = String(row.segment);
    const customers = Number(row.customers);
    const data =
      customers < LEAST_SEGMENT
        ? null
        : await readFitData(mart, options.occasion, options.spendHistory, {
            segment,
            gaps: tellsGaps(options),
          });
    out.push({ segment, customers, data });
  }
  return out;
}

/** The chosen model, fitted to each segment by itself; the base's stays where a segment's can't be used. */
export async function fitSegments(
  attribute: string,
  segments: readonly SegmentData[],
  base: Fit,
  options: FitOptions,
  priors: Priors,
  progress: Progress,
  threads: Threads,
): Promise<NonNullable<ModelRecord['by']>> {
  const name = base.model as FrequencyName;
  const models: SegmentModel[] = [];
  for (const [i, { segment, customers, data }] of segments.entries()) {
    progress.stage(`fitting ${name} to ${attribute} ${segment}`);
    progress.fraction(i / segments.length);
    if (data === null) {
      const reasons = [smallSegment(attribute, segment, LEAST_SEGMENT)];
      models.push({ segment, customers, frequency: null, spend: null, reasons });
      continue;
    }
    const { fit } = await fitNamed(name, data, options, priors[name], threads);
    const { spend } = await fitSpend(data, options, priors, threads);
    const spends = spend.fit.predictor !== null || spend.constant !== null;
    models.push({
      segment,
      customers,
      frequency: fit.predictor === null ? null : fit,
      spend: spends ? spend : null,
      reasons: [...fit.reasons, ...(spends ? [] : spend.fit.reasons)],
    });
  }
  return { attribute, segments: models };
}
