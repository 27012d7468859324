import { basename, dirname, relative } from 'node:path';
import { readTextFile } from '../common/file-access.js';
import { writeFileAtomic } from '../common/files.js';
import { configExists, initTexts } from '../common/messages/config.js';
import type { Note, Result } from '../common/result.js';
import { currenciesOf, type Decision, decide } from './config/decide.js';
import { type Look, lookAtFiles } from './config/look.js';
import type { RunContext } from './context.js';
import { initResult } from './init-result.js';
import { withThrowAwayStore } from './open-store.js';
import type { Settings } from './settings.js';

export interface InitOptions {
  /** Files as named on the command line, whatever their role. */
  readonly files: readonly string[];
  /** Where the config goes; absolute. */
  readonly target: string;
  readonly force: boolean;
  /** Zone of this machine, for a hint. */
  readonly machineZone: string;
}

/** Writes a config from a look at the user's files, and tells what it decided and why. */
export async function init(options: InitOptions, settings: Settings, context: RunContext): Promise<Result> {
  const { target, force } = options;
  if (!force && (await readTextFile(target)) !== null) throw configExists(target);
  const folder = dirname(target);
  const look = await withThrowAwayStore(settings, context, (store, scratch) => {
    context.progress.stage('looking at the files');
    const ingest = { ...settings.ingest, tempDirectory: scratch };
    return lookAtFiles(store, options.files, settings.sources, settings.cwd, ingest);
  });
  const decisions = decide(look.found, settings, folder);
  const config = Object.fromEntries(decisions.map(({ key, value }) => [key, value]));
  await writeFileAtomic(target, `${JSON.stringify(config, null, 2)}\n`);
  return initResult(context, settings, {
    name: relative(settings.cwd, target),
    look,
    decisions,
    notes: remarks(look, decisions, options, settings),
  });
}

function remarks(
  { found, skipped }: Look,
  decisions: readonly Decision[],
  { target, machineZone }: InitOptions,
  settings: Settings,
): Note[] {
  const currencies = currenciesOf(found);
  const questions = found.flatMap(({ files }) =>
    files.flatMap(({ name, questions }) =>
      questions.map(({ text }) => initTexts.question(basename(name), text)),
    ),
  );
  const zone = decisions.find(({ key }) => key === 'timeZone')!;
  const named = basename(target) === 'clv.config.json' && dirname(target) === settings.cwd;
  return [
    ...skipped.map(({ pattern, why }) => initTexts.skipped(relative(settings.cwd, pattern), why)),
    ...(zone.why === 'the default' && machineZone !== zone.value
      ? [initTexts.zone(String(zone.value), machineZone)]
      : []),
    ...(decisions.some(({ key }) => key === 'currency')
      ? []
      : [currencies.length > 1 ? initTexts.manyCurrencies(currencies) : initTexts.noCurrency]),
    ...questions,
    initTexts.next(named ? 'clv check' : `clv check --config ${relative(settings.cwd, target)}`),
  ];
}
