import { deepFreeze, RESULT_SCHEMA_VERSION, type Result } from '../common/result.js';
import { type ExportedFile, exportQuery } from '../store/export.js';
import { planOf } from '../synth/plan.js';
import type { RunContext } from './context.js';
import { noOrdersRead } from './no-orders-read.js';
import { withThrowAwayStore } from './open-store.js';
import type { Settings } from './settings.js';
import { writeDefective } from './synth-defects.js';
import { customersQuery, orderColumns, ordersQuery, productsQuery, truthQuery } from './synth-output.js';
import { filesTable, type NamedFile, summaryTable } from './synth-result.js';
import type { SynthSettings } from './synth-settings.js';
import { drawTables } from './synth-tables.js';
import { validationTable } from './synth-validation.js';

export type SynthResult = Result;

/** Makes realistic data with known truth: draws, checks if asked to, and writes each file whole or not at all. */
export async function synth(
  request: SynthSettings,
  settings: Settings,
  context: RunContext,
): Promise<SynthResult> {
  const { progress } = context;
  const plan = planOf(request.scenario, request);
  return withThrowAwayStore(settings, context, async (store) => {
    progress.stage(`drawing ${request.customers.toLocaleString('en')} customers`);
    await drawTables(store, plan, context);

    progress.stage(`writing ${request.out}`);
    const files: NamedFile[] = [];
    const write = async (
      role: string,
      path: string | null,
      written: (path: string) => Promise<ExportedFile>,
    ) => {
      if (path !== null) files.push({ role, ...(await written(path)) });
    };
    const columns = orderColumns(plan, request.mixedCurrency);
    if (request.defects) {
      files.push(...(await writeDefective(store, columns, request)));
    } else {
      await write('orders', request.out, (path) =>
        exportQuery(store, ordersQuery(columns), path, request.format),
      );
    }
    await write('customers', request.customersOut, (path) =>
      exportQuery(store, customersQuery(plan), path, 'csv'),
    );
    await write('products', request.productsOut, (path) =>
      exportQuery(store, productsQuery(plan), path, 'csv'),
    );
    await write('truth', request.truthOut, (path) => exportQuery(store, truthQuery(plan), path, 'csv'));

    const validation = request.validate ? [await validationTable(store, plan)] : [];
    return deepFreeze({
      schemaVersion: RESULT_SCHEMA_VERSION,
      tool: 'clv',
      version: context.version,
      command: context.command,
      headline: `${request.scenario.name}: ${request.scenario.story}`,
      settings: shownSettings(request),
      lineage: noOrdersRead(settings, request.to),
      notes: [],
      warnings: [],
      tables: [await summaryTable(store), filesTable(files), ...validation],
      figures: [],
      identities: [],
      answers: [],
    });
  });
}

function shownSettings(settings: SynthSettings): Result['settings'] {
  const { population, spend } = settings;
  return {
    scenario: settings.scenario.name,
    seed: settings.seed,
    customers: settings.customers,
    from: settings.from,
    to: settings.to,
    years_before: settings.yearsBefore,
    lines_per_order: settings.linesPerOrder,
    model: population?.name ?? null,
    params: population ? listed(population.parameters) : null,
    spend: spend ? listed({ ...spend }) : null,
    format: settings.format,
    defects: settings.defects,
    mixed_currency: settings.mixedCurrency,
  };
}

function listed(values: Readonly<Record<string, number>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .join(',');
}
