import { smallSegment } from '../../common/messages/fit.js';
import type { Progress } from '../../common/progress.js';
import type { Mart } from '../../mart/build.js';
import type { Fit } from '../../models/fit/fit-record.js';
import type { ModelRecord, SegmentModel } from '../../registry/model-record.js';
import { storeAttributes } from '../../score/customer-attributes.js';
import { type FitData, readFitData } from '../../score/fit-data.js';
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
export function fitSegments(
  attribute: string,
  segments: readonly SegmentData[],
  base: Fit,
  options: FitOptions,
  priors: Priors,
  progress: Progress,
): NonNullable<ModelRecord['by']> {
  const name = base.model as FrequencyName;
  return {
    attribute,
    segments: segments.map(({ segment, customers, data }, i): SegmentModel => {
      progress.stage(`fitting ${name} to ${attribute} ${segment}`);
      progress.fraction(i / segments.length);
      if (data === null) {
        const reasons = [smallSegment(attribute, segment, customers, LEAST_SEGMENT)];
        return { segment, customers, frequency: null, spend: null, reasons };
      }
      const { fit } = fitNamed(name, data, options, priors[name]);
      const { spend } = fitSpend(data, options, priors);
      const spends = spend.fit.predictor !== null || spend.constant !== null;
      return {
        segment,
        customers,
        frequency: fit.predictor === null ? null : fit,
        spend: spends ? spend : null,
        reasons: [...fit.reasons, ...(spends ? [] : spend.fit.reasons)],
      };
    }),
  };
}
