import type { Progress } from '../common/progress.js';
import { deepFreeze, RESULT_SCHEMA_VERSION, type Result } from '../common/result.js';
import { type ExportedFile, exportQuery } from '../store/export.js';
import { Store } from '../store/store.js';
import { planOf } from '../synth/plan.js';
import { writeDefective } from './synth-defects.js';
import { customersQuery, orderColumns, ordersQuery, productsQuery, truthQuery } from './synth-output.js';
import { filesTable, type NamedFile, summaryTable } from './synth-result.js';
import type { SynthSettings } from './synth-settings.js';
import { drawTables } from './synth-tables.js';
import { validationTable } from './synth-validation.js';

export type SynthResult = Result;

/** What the generator needs of the machine it runs on. */
export interface SynthRuntime {
  readonly version: string;
  /** Limit of the engine in megabytes. */
  readonly memoryMegabytes: number;
  /** Null = one per core; the bytes are the same for any number. */
  readonly threads: number | null;
  readonly tempDirectory: string;
}

/** Makes realistic data with known truth: draws, checks if asked to, and writes each file whole or not at all. */
export async function synth(
  settings: SynthSettings,
  runtime: SynthRuntime,
  progress: Progress,
): Promise<SynthResult> {
  const plan = planOf(settings.scenario, settings);
  const store = await Store.open({
    memoryMegabytes: runtime.memoryMegabytes,
    tempDirectory: runtime.tempDirectory,
    ...(runtime.threads === null ? {} : { threads: runtime.threads }),
  });
  try {
    progress.stage(`drawing ${settings.customers.toLocaleString('en')} customers`);
    await drawTables(store, plan, progress);

    progress.stage(`writing ${settings.out}`);
    const files: NamedFile[] = [];
    const write = async (
      role: string,
      path: string | null,
      written: (path: string) => Promise<ExportedFile>,
    ) => {
      if (path !== null) files.push({ role, ...(await written(path)) });
    };
    const columns = orderColumns(plan, settings.mixedCurrency);
    if (settings.defects) {
      files.push(...(await writeDefective(store, columns, settings)));
    } else {
      await write('orders', settings.out, (path) =>
        exportQuery(store, ordersQuery(columns), path, settings.format),
      );
    }
    await write('customers', settings.customersOut, (path) =>
      exportQuery(store, customersQuery(plan), path, 'csv'),
    );
    await write('products', settings.productsOut, (path) =>
      exportQuery(store, productsQuery(plan), path, 'csv'),
    );
    await write('truth', settings.truthOut, (path) => exportQuery(store, truthQuery(plan), path, 'csv'));

    const validation = settings.validate ? [await validationTable(store, plan)] : [];
    return deepFreeze({
      schemaVersion: RESULT_SCHEMA_VERSION,
      tool: 'clv',
      version: runtime.version,
      command: 'synth',
      headline: `${settings.scenario.name}: ${settings.scenario.story}`,
      settings: shownSettings(settings),
      lineage: {
        files: [],
        rowsRead: 0,
        rowsUsed: 0,
        rowsQuarantined: 0,
        rowsIgnored: {},
        asOf: settings.to,
        configDigest: '',
      },
      notes: [],
      warnings: [],
      tables: [await summaryTable(store), filesTable(files), ...validation],
      figures: [],
      identities: [],
      answers: [],
    });
  } finally {
    await store.close();
  }
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
