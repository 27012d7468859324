import { join } from 'node:path';
import { noOrdersInPeriod, unknownAttribute } from '../../common/messages/lenses.js';
import type { Note } from '../../common/result.js';
import { exportHistories, readTotals } from '../../score/export-histories.js';
import { foreseenCells } from '../../score/foreseen-cells.js';
import { readKnownCustomers } from '../../score/known-customers.js';
import type { Cells } from '../../score/score-cells.js';
import type { Store } from '../../store/store.js';
import { type Base, finishBase } from '../base.js';
import type { RunContext } from '../context.js';
import { landedScoringBase } from '../landed/landed-base.js';
import { warehouseFacts } from '../ledger.js';
import { marginsText } from '../margins.js';
import { openMart } from '../open-mart.js';
import { readWorkspace } from '../read-workspace.js';
import type { Reading } from '../reading.js';
import type { Settings } from '../settings.js';
import { withRelationsReader } from '../upgrade/relations.js';
import type { BaseNeeds, ScoringBase } from './scoring-base.js';

/**
 * Takes out of the workspace what scores need, and leaves it. While the engine writes the histories, `meanwhile` hears which are
 * foreseen, and the day that they end.
 */
export async function readScoringBase(
  settings: Settings,
  context: RunContext,
  scratch: string,
  needs: BaseNeeds,
  meanwhile: ((cells: Cells, asOf: string) => void) | null = null,
): Promise<ScoringBase> {
  const landed = await landedScoringBase(settings, scratch, needs);
  if (landed !== null) return landed;
  return withRelationsReader(settings, context, async (store, _, warnings) => {
    const stored = await withStoredMargins(store, settings);
    const base = await openBase(store, stored, context, warnings);
    const { asOf, lastOrderDate } = base.observation;
    if (asOf === null || lastOrderDate === null) throw noOrdersInPeriod(settings.period.asOf);
    checkAttributes(base.reading, Object.values(needs.attributes));
    context.progress.stage('reading histories');
    const cells = meanwhile === null ? null : await foreseenCells(base.mart, needs);
    const histories = await exportHistories(base.mart, join(scratch, 'histories.parquet'), needs, () => {
      if (cells !== null) meanwhile?.(cells, asOf);
    });
    const totals = await readTotals(base.mart);
    const { lineage, reading, observation } = base;
    const { waiting } = needs;
    const from = observation.firstOrderDate!;
    const known = waiting === undefined ? null : await readKnownCustomers(base.mart, from, waiting.one);
    const result = { lineage, reading, observation, histories, known };
    if (stored === settings) return { ...result, totals };
    const { margin, categoryMargins } = settings.mart;
    if (totals.margin === null && margin !== null && Object.keys(categoryMargins).length === 0)
      return { ...result, totals: { ...totals, margin: Number(margin), marginKnown: 1 } };
    const again = await openBase(store, settings, context);
    return { ...result, totals: await readTotals(again.mart) };
  });
}

/** Throws when an attribute is none of the workspace's. */
export function checkAttributes(reading: Reading, names: readonly string[]): void {
  const known = [
    ...reading.attributeNames,
    ...(reading.hasCategories ? ['first_category'] : []),
    ...(reading.hasProducts ? ['first_product'] : []),
  ];
  for (const name of names) if (!known.includes(name)) throw unknownAttribute(name, known, null);
}

/** The settings with the margins that the stored relations were built with, as far as histories don't need others. */
async function withStoredMargins(store: Store, settings: Settings): Promise<Settings> {
  const facts = await warehouseFacts(store);
  const none = { ...settings.mart, margin: null, categoryMargins: {} };
  const isOther = facts.margins !== marginsText(settings.mart);
  return isOther && facts.margins === marginsText(none) ? { ...settings, mart: none } : settings;
}

async function openBase(
  store: Store,
  settings: Settings,
  context: RunContext,
  warnings: readonly Note[] = [],
): Promise<Base> {
  const mart = openMart(store, settings, context);
  const reading = await readWorkspace(store, mart, settings, warnings);
  return finishBase(store, mart, settings, reading);
}
