import { ClvError, ExitCode } from '../../common/errors.js';
import { lensNotPossible } from '../../common/messages/audit.js';
import type { Progress } from '../../common/progress.js';
import type { Figure, Identity, Table } from '../../common/result.js';
import { cohortRelations } from '../../lenses/cohorts/relations.js';
import { lens1Relations } from '../../lenses/lens1/relations.js';
import { choosePair } from '../../lenses/lens2/pair.js';
import { lens2Relations } from '../../lenses/lens2/relations.js';
import { lens3Relations } from '../../lenses/lens3/relations.js';
import { lens4Relations } from '../../lenses/lens4/relations.js';
import type { ModelForecaster } from '../../lenses/lens5/scope.js';
import { productRelations } from '../../lenses/product/relations.js';
import { joinReports, type LensReport } from '../../lenses/report.js';
import { customersOfLives } from '../../lenses/rfm/customers-of-lives.js';
import { rfmRelations } from '../../lenses/rfm/relations.js';
import type { Relation } from '../../mart/relation.js';
import type { Base } from '../base.js';
import type { Settings } from '../settings.js';
import { crossIdentities } from './cross-identities.js';
import { LENS_TITLES, LENSES, type LensName } from './lens-names.js';
import { type Look, look } from './look.js';
import type { AuditOptions } from './options.js';

/**
 * Every lens with its defaults on one base, as one report: ids of tables, figures and identities carry the
 * lens's name. A lens that the data can't serve (no products, no second period) is a warning, not an end.
 * @throws ClvError when no lens can be served, or a period or cohort that was asked for can't.
 */
export async function fullAudit(
  base: Base,
  settings: Settings,
  options: AuditOptions,
  progress: Progress,
  model: ModelForecaster | null,
): Promise<Look> {
  const found = new Map<LensName, Look>();
  const missing: LensReport['warnings'][number][] = [];
  let refused: ClvError | null = null;
  const { reading, mart } = base;
  if (!reading.hasProducts && !reading.hasCategories) await base.leaveLines();
  await foreseePair(base, settings, options);
  for (const { lens, done } of STEPS) {
    progress.stage(`looking through ${lens}`);
    try {
      found.set(lens, await look[lens](base, settings, { ...options, lensesFollow: true }, model));
    } catch (error) {
      if (!(error instanceof ClvError) || askedInVain(lens, error, options)) throw error;
      refused ??= error;
      missing.push(lensNotPossible(LENS_TITLES[lens], error.message));
    }
    if (lens === 'lens1') await customersOfLives(mart);
    if (lens === 'product') await base.leaveLines();
    await mart.discard(done.map(({ name }) => name));
  }
  if (found.size === 0 && refused !== null) throw refused;
  const looks = new Map(
    LENSES.flatMap((lens) => (found.has(lens) ? [[lens, found.get(lens)!] as const] : [])),
  );
  const named = [...looks].map(([lens, { report }]) => prefixed(lens, report));
  const joined = joinReports(named);
  const first = looks.get('lens1');
  return {
    report: {
      ...joined,
      identities: [...joined.identities, ...crossIdentities(looks)],
      notes: distinct(joined.notes),
      warnings: [...missing, ...distinct(joined.warnings)],
    },
    about: first?.about ?? 'all lenses',
  };
}

/**
 * Tells lens 1 which period lens 2 will compare its own with: customers are grouped once for both, if it is the same one.
 * Where there is no pair, lens 2 will say so.
 */
async function foreseePair({ mart }: Base, { period }: Settings, { versus }: AuditOptions): Promise<void> {
  try {
    const { first } = await choosePair(mart, { ...period, versus });
    mart.set({ other_from: first.from, other_to: first.to });
  } catch (error) {
    if (!(error instanceof ClvError)) throw error;
  }
}

/** What lens 1 refuses is the period that was asked for; of lenses 2 and 3 the rest may be a default. */
function askedInVain(lens: LensName, error: ClvError, { versus, cohort }: AuditOptions): boolean {
  if (error.exitCode !== ExitCode.usage) return false;
  return lens === 'lens1' || (lens === 'lens2' && versus !== null) || (lens === 'lens3' && cohort !== null);
}

/**
 * The order of the work, and the relations that no later step reads: lens 2 goes on from the lives of lens 1; the product
 * lens counts the customers that lens 1 has ranked, and is the last that reads single lines; lens 5 counts the periods and
 * segments of lens 4.
 */
const STEPS: readonly { readonly lens: LensName; readonly done: readonly Relation[] }[] = [
  { lens: 'lens1', done: rfmRelations.filter(({ name }) => name !== 'customer_lives') },
  { lens: 'lens2', done: [...lens2Relations, ...rfmRelations] },
  { lens: 'product', done: [...productRelations, ...lens1Relations] },
  { lens: 'lens3', done: lens3Relations },
  { lens: 'lens4', done: lens4Relations },
  { lens: 'lens5', done: [...cohortRelations, ...rfmRelations] },
];

/** Tables of the short form in a terminal: what a manager reads in two minutes. The others with --wide, and in every other format. */
const SHORT: ReadonlySet<string> = new Set([
  'lens1_decomposition',
  'lens1_customer_counts',
  'lens1_concentration',
  'lens1_segments',
  'lens2_attribution',
  'lens2_overlap',
  'lens3_evolution',
  'lens4_trend',
  'lens5_new_existing',
  'lens5_growth',
  'lens5_forecast',
  'product_categories',
]);

/** The same report with the lens's name before every id and section. */
function prefixed(lens: LensName, report: LensReport): LensReport {
  const id = (own: string) => `${lens}_${own}`;
  const short = LENS_TITLES[lens].split(':')[0]!;
  return {
    ...report,
    tables: report.tables.map(
      (table): Table => ({
        ...table,
        id: id(table.id),
        section: `${short} · ${table.section}`,
        wide: !SHORT.has(id(table.id)),
      }),
    ),
    figures: report.figures.map(
      (figure): Figure => ({ ...figure, id: id(figure.id), table: id(figure.table) }),
    ),
    identities: report.identities.map(
      (identity): Identity => ({ ...identity, id: id(identity.id), title: `${short}: ${identity.title}` }),
    ),
    notes: report.notes.map((note) => ({ ...note, text: `${short}: ${note.text}` })),
  };
}

function distinct<T extends { readonly text: string }>(notes: readonly T[]): T[] {
  return [...new Map(notes.map((note) => [note.text, note])).values()];
}
