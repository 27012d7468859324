import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { conflictingSettings, ratesWithoutCurrency } from '../common/messages/config.js';
import { deepFreeze } from '../common/result.js';
import { consentOf } from '../ingest/consent.js';
import { engineMegabytes } from './engine-memory.js';
import type { Settings } from './settings.js';
import { settingsDigest } from './settings-digest.js';
import { columnsOf, otherSideOf, resolveModelling, sideOf } from './settings-modelling.js';
import { resolvePeriod } from './settings-period.js';
import { loadRates } from './settings-rates.js';
import { type RawSettings, readSettings, type SettingsRequest } from './settings-raw.js';
import { resolveSources } from './settings-sources.js';

/**
 * Turns what the user gave into settings: flags beat environment, environment beats config, config beats
 * defaults. Throws a `ClvError` (exit 2) that names the flag, variable or line and the value.
 */
export async function resolveSettings(request: SettingsRequest): Promise<Settings> {
  const raw = await readSettings(request);
  const { values, levels, nameOf } = raw;
  checkNumberForm(raw);
  const rates = await loadRates(values.rates, { name: nameOf('rates'), base: request.cwd });
  if (Object.keys(rates).length > 0 && values.currency === null) {
    throw ratesWithoutCurrency(nameOf('rates'));
  }
  const period = resolvePeriod(raw);
  const tempDirectory = values.tempDirectory ?? tmpdir();
  const settings: Settings = {
    ...resolveSources(raw),
    ingest: {
      columns: columnsOf(values),
      otherSide: otherSideOf(values),
      dateFormat: values.dateFormat,
      decimalComma: values.decimalComma,
      thousands: values.thousands,
      encoding: values.encoding,
      delimiter: values.delimiter,
      timeZone: values.timeZone,
      currency: values.currency,
      rates,
      cancelPrefix: values.cancelPrefix,
      orderCollisions: values.orderCollisions,
      maxQuarantine: values.maxQuarantine,
      maxMissingCustomer: values.maxMissingCustomer,
      maxLineBytes: values.maxLine,
      attributes: values.attributes,
      shownFrom: null,
      tempDirectory,
    },
    period,
    mart: {
      zeroValue: values.zeroValue,
      margin: values.margin,
      categoryMargins: values.categoryMargins,
    },
    rfm: { segments: values.rfmSegments },
    modelling: resolveModelling(raw),
    gates: values.gates,
    steps: {
      fit: values.fit,
      score: values.score,
      ifOlderThan: values.ifOlderThan,
      ifDrift: values.ifDrift,
    },
    privacy: {
      pseudonymKey: values.pseudonymKey,
      minCell: values.minCell,
      consent: values.consent === null ? null : (consentOf(values.consent)?.name ?? values.consent),
    },
    report: {
      format: values.format,
      out: values.out,
      table: values.table,
      wide: values.wide,
      color: values.out === null && wantsColor(request),
      width: terminalWidth(request),
    },
    runtime: {
      memoryLimitBytes: values.memoryLimit,
      duckdbMemoryMegabytes: engineMegabytes(values.memoryLimit),
      threads: values.threads,
      timeoutMs: values.timeout,
      checks: values.checks,
      quiet: values.quiet,
      verbose: values.verbose,
      log: values.log,
      metrics: values.metrics,
      tempDirectory,
    },
    workspace: {
      path: sideOf(values.workspace ?? resolve(request.cwd, '.clv'), values.customerColumn),
      explicit: levels.workspace !== 'default',
      onOverlap: values.onOverlap,
      waitMs: values.wait,
    },
    config: {
      path: raw.config?.path ?? values.config,
      digest: settingsDigest({ ...values, ...period, rates }),
    },
    cwd: request.cwd,
    provenance: raw.provenance,
  };
  return deepFreeze(settings);
}

function checkNumberForm({ values, nameOf }: RawSettings): void {
  const decimalMark = values.decimalComma ? ',' : '.';
  if (values.thousands !== decimalMark) return;
  throw conflictingSettings(
    `${nameOf('thousands')} "${decimalMark}"`,
    values.decimalComma ? nameOf('decimalComma') : 'the decimal point',
    values.decimalComma
      ? 'Name the other character, such as "." or space.'
      : 'Add --decimal-comma if commas are decimal points.',
  );
}

/** `NO_COLOR` and `FORCE_COLOR` count when they are not empty. */
function wantsColor({ flags, env, terminal }: SettingsRequest): boolean {
  if (flags.color === false || (env.NO_COLOR ?? '') !== '') return false;
  const forced = env.FORCE_COLOR ?? '';
  return forced === '' ? terminal.isTTY && env.TERM !== 'dumb' : !['0', 'false'].includes(forced);
}

function terminalWidth({ terminal }: SettingsRequest): number {
  if (!terminal.isTTY || terminal.columns === null) return 80;
  return Math.min(Math.max(terminal.columns, 40), 120);
}
