import type { Note, Result, Row } from '../../common/result.js';
import type { Judged } from '../../drift/finding.js';
import type { Expected } from '../../drift/forecast.js';
import type { Window } from '../../drift/read-window.js';
import type { BaseShift } from '../../drift/whole-base.js';
import type { StoredModel } from '../../registry/model-record.js';
import type { Base } from '../base.js';
import type { RunContext } from '../context.js';
import { assembleResult } from '../result.js';
import { advice, sentence } from './advice.js';
import { baseTable, expectedFigure } from './base-table.js';

interface Drifted {
  readonly context: RunContext;
  readonly base: Pick<Base, 'lineage' | 'reading' | 'observation'>;
  readonly stored: StoredModel;
  readonly window: Window | null;
  readonly judged: readonly Judged[];
  readonly classes: readonly Expected[];
  readonly shifts: readonly BaseShift[];
  readonly notes: readonly Note[];
}

/** What drift found, as a result: the JSON form is what a monitor reads. */
export function driftResult({
  context,
  base,
  stored,
  window,
  judged,
  classes,
  shifts,
  notes,
}: Drifted): Result {
  const worst = (['severe', 'alert', 'notice', 'none'] as const).find((level) =>
    judged.some(({ severity }) => severity === level),
  );
  const told = judged.filter(({ severity }) => severity !== 'none');
  return assembleResult(
    context,
    base,
    {
      tables: [
        {
          id: 'drift',
          title: 'Drift',
          section: 'Drift',
          layout: 'record',
          columns: [
            { id: 'model_id', title: 'model', type: 'text' },
            { id: 'model_end', title: 'the model ends on', type: 'date' },
            { id: 'from', title: 'compared: after', type: 'date' },
            { id: 'to', title: 'up to', type: 'date' },
            { id: 'severity', title: 'severity', type: 'text' },
            { id: 'alert', title: 'alert', type: 'boolean' },
            { id: 'advice', title: 'advice', type: 'text' },
          ],
          rows: [
            {
              model_id: stored.id,
              model_end: stored.record.asOf,
              from: window?.from ?? null,
              to: window?.to ?? null,
              severity: worst ?? 'none',
              alert: worst === 'alert' || worst === 'severe',
              advice: window === null ? 'Wait: there is nothing new to compare.' : advice(judged),
            },
          ],
        },
        {
          id: 'findings',
          title: 'Every comparison',
          section: 'Drift',
          description:
            'An alert needs a p-value that stands after the correction for many tests (below .01) and a size: a shift of .05 standard deviations, a KS distance of .03, or a PSI of .01 above its floor.',
          columns: [
            { id: 'feature', title: 'what', type: 'text' },
            { id: 'kind', title: 'kind', type: 'text', wide: true },
            { id: 'customers_then', title: 'customers then', type: 'count', wide: true },
            { id: 'customers_now', title: 'customers', type: 'count' },
            { id: 'before', title: 'expected or before', type: 'number', digits: 3 },
            { id: 'after', title: 'now', type: 'number', digits: 3 },
            { id: 'p', title: 'smallest p', type: 'number', digits: 6, wide: true },
            { id: 'adjusted', title: 'p, corrected', type: 'number', digits: 4 },
            { id: 'shift', title: 'shift', type: 'number', digits: 3 },
            { id: 'ks', title: 'KS', type: 'number', digits: 3, wide: true },
            { id: 'psi_excess', title: 'PSI above floor', type: 'number', digits: 4, wide: true },
            { id: 'psi', title: 'PSI', type: 'number', digits: 4, wide: true },
            { id: 'js', title: 'Jensen–Shannon', type: 'number', digits: 5, wide: true },
            { id: 'kl', title: 'Kullback–Leibler', type: 'number', digits: 5, wide: true },
            { id: 'wasserstein', title: 'Wasserstein (cells)', type: 'number', digits: 4, wide: true },
            { id: 'severity', title: 'severity', type: 'text' },
          ],
          rows: judged.map(findingRow),
        },
        {
          id: 'expected',
          title: 'Purchases of the window, seen and expected by the model',
          section: 'Drift',
          wide: true,
          description: 'The error counts chance and the errors of the fitted parameters.',
          columns: [
            { id: 'class', title: 'who', type: 'text' },
            { id: 'customers', title: 'customers', type: 'count' },
            { id: 'expected', title: 'expected', type: 'number', digits: 1 },
            { id: 'seen', title: 'came', type: 'count' },
            { id: 'ratio', title: 'came over expected', type: 'number', digits: 3 },
            { id: 'low', title: 'low (95 %)', type: 'number', digits: 3 },
            { id: 'high', title: 'high', type: 'number', digits: 3 },
          ],
          rows: classes.map(({ name, customers, seen, expected, error }) => ({
            class: name,
            customers,
            expected,
            seen,
            ratio: expected > 0 ? seen / expected : null,
            low: expected > 0 ? Math.max(0, (seen - 1.96 * error) / expected) : null,
            high: expected > 0 ? (seen + 1.96 * error) / expected : null,
          })),
        },
        ...(shifts.length > 0 ? [baseTable(shifts)] : []),
      ],
      figures: expectedFigure(classes),
      identities: [],
      notes,
      warnings: told.map((one) => ({ code: `drift_${one.severity}`, text: sentence(one) })),
      answers: [],
    },
    `Drift: ${worst ?? 'none'} · model ${stored.id} (ends ${stored.record.asOf}) · ${window === null ? 'nothing new' : `${window.from} to ${window.to}`}`,
    { model: stored.id, window_from: window?.from ?? null, window_to: window?.to ?? null },
  );
}

function findingRow(one: Judged): Row {
  return {
    feature: one.feature,
    kind: one.kind,
    customers_then: one.customersThen,
    customers_now: one.customersNow,
    before: one.before,
    after: one.after,
    p: Math.min(1, ...one.tests.map(({ p }) => p)),
    adjusted: one.adjusted,
    shift: one.shift,
    ks: one.ks,
    psi_excess: one.psiExcess,
    psi: one.psi ?? null,
    js: one.js ?? null,
    kl: one.kl ?? null,
    wasserstein: one.wasserstein ?? null,
    severity: one.severity,
  };
}
