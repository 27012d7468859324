import { DEFAULT_GATES } from '../../backtest/gates.js';
import type { Granularity, ReportFormat } from '../settings.js';
import { type Key, key } from './key.js';
import { parseAttributesAsOf, parseDate, parseMonth } from './parse-date.js';
import { durationText, parseDuration } from './parse-duration.js';
import { gatesText, parseGates } from './parse-gates.js';
import { parseAmount, parseColdStart, parsePriors, parseSegmentMargin } from './parse-modelling.js';
import { parseCount, parseMargin, parseRate, parseShare } from './parse-number.js';
import { parseNames, parsePath, parsePatterns } from './parse-path.js';
import { parsePeriod, periodText } from './parse-period.js';
import { parseRates } from './parse-rates.js';
import { parseRecord } from './parse-record.js';
import { parseSegments } from './parse-segments.js';
import { parseSize, sizeText } from './parse-size.js';
import { parseAge, parseFitStep, parseScoreStep, stepText } from './parse-step.js';
import {
  optional,
  parseBoolean,
  parseCharacter,
  parseChoice,
  parseCurrency,
  parseDateFormat,
  parseText,
} from './parse-text.js';
import { parseZone } from './parse-zone.js';

const GRANULARITIES: readonly Granularity[] = ['week', 'month', 'quarter', 'year'];
const FORMATS: readonly ReportFormat[] = ['table', 'csv', 'json', 'markdown', 'html'];
const call = { config: false } as const;
const results = { results: true } as const;

/**
 * Every setting: how it is read, its default, where it may stand. A flag's name, the environment's name
 * (`CLV_TIME_ZONE`) and the config's key (`timeZone`) follow from the one name here.
 */
export const KEYS = {
  orders: key('orders', { parse: parsePatterns, fallback: [] }),
  customers: key('customers', { parse: parsePatterns, fallback: [] }),
  products: key('products', { parse: parsePatterns, fallback: [] }),

  columns: key('columns', {
    ...results,
    parse: parseRecord('order_ts="Invoice Date"', parseText),
    fallback: {},
  }),
  dateFormat: key('dateFormat', {
    ...results,
    parse: optional(parseDateFormat),
    fallback: null,
    absent: 'detected',
  }),
  decimalComma: key('decimalComma', { ...results, parse: parseBoolean, fallback: false }),
  thousands: key('thousands', { ...results, parse: optional(parseCharacter), fallback: null }),
  encoding: key('encoding', { ...results, parse: optional(parseText), fallback: null, absent: 'detected' }),
  delimiter: key('delimiter', {
    ...results,
    parse: optional(parseCharacter),
    fallback: null,
    absent: 'detected',
  }),
  timeZone: key('timeZone', { ...results, parse: parseZone, fallback: 'UTC' }),
  currency: key('currency', { ...results, parse: optional(parseCurrency), fallback: null }),
  rates: key('rates', { ...results, parse: parseRates(parseRate), fallback: {} }),
  cancelPrefix: key('cancelPrefix', { ...results, parse: optional(parseText), fallback: null }),
  orderCollisions: key('orderCollisions', {
    ...results,
    parse: parseChoice(['quarantine', 'split']),
    fallback: 'quarantine',
  }),
  onOverlap: key('onOverlap', { parse: parseChoice(['replace', 'error', 'append']), fallback: 'replace' }),
  maxQuarantine: key('maxQuarantine', { ...results, parse: parseShare, fallback: 0.05 }),
  maxMissingCustomer: key('maxMissingCustomer', {
    ...results,
    parse: optional(parseShare),
    fallback: null,
  }),
  maxLine: key('maxLine', { ...results, parse: parseSize(1000, '1KB'), fallback: 2_000_000, show: sizeText }),
  attributes: key('attributes', { ...results, parse: parseNames, fallback: 'all', flag: null }),

  asOf: key('asOf', { ...results, parse: optional(parseDate), fallback: null, absent: 'last order day' }),
  period: key('period', {
    ...results,
    parse: optional(parsePeriod),
    fallback: null,
    absent: 'chosen by the report',
    show: periodText,
  }),
  from: key('from', { ...results, parse: optional(parseDate), fallback: null }),
  to: key('to', { ...results, parse: optional(parseDate), fallback: null }),
  granularity: key('granularity', {
    ...results,
    parse: optional(parseChoice(GRANULARITIES)),
    fallback: null,
    absent: 'chosen by the report',
  }),
  fiscalYearStart: key('fiscalYearStart', { ...results, parse: parseMonth, fallback: 1 }),
  by: key('by', { ...results, parse: optional(parseText), fallback: null }),
  attributesAsOf: key('attributesAsOf', { ...results, parse: parseAttributesAsOf, fallback: 'now' }),
  metric: key('metric', {
    ...results,
    parse: optional(parseChoice(['profit', 'spend'])),
    fallback: null,
    absent: 'profit where it is known',
  }),

  zeroValue: key('zeroValue', { ...results, parse: parseChoice(['keep', 'drop']), fallback: 'keep' }),
  margin: key('margin', { ...results, parse: optional(parseMargin), fallback: null }),
  categoryMargins: key('categoryMargins', {
    ...results,
    parse: parseRecord('Books=0.35', parseMargin),
    fallback: {},
    flag: null,
  }),
  rfmSegments: key('rfmSegments', {
    ...results,
    parse: optional(parseSegments),
    fallback: null,
    absent: 'published table',
    flag: null,
  }),

  segmentBy: key('segmentBy', { ...results, parse: optional(parseText), fallback: null }),
  segmentMargins: key('segmentMargins', {
    ...results,
    parse: parseRecord('web=40%', parseSegmentMargin),
    fallback: {},
    flag: '--segment-margin',
    attribute: 'segmentMargin',
  }),
  segmentRates: key('segmentRates', {
    ...results,
    parse: parseRecord('web=12%', parseShare),
    fallback: {},
    flag: '--segment-rate',
    attribute: 'segmentRate',
  }),
  coldStart: key('coldStart', { ...results, parse: parseColdStart, fallback: [], flag: '--cold-start' }),
  returnCost: key('returnCost', { ...results, parse: parseAmount, fallback: 0 }),
  priors: key('priors', {
    ...results,
    parse: parsePriors,
    fallback: {},
    absent: 'default priors',
    flag: null,
  }),
  customerColumn: key('customerColumn', { ...call, ...results, parse: optional(parseText), fallback: null }),
  gates: key('gates', { parse: parseGates, fallback: DEFAULT_GATES, flag: null, show: gatesText }),
  fit: key('fit', { parse: parseFitStep, fallback: {}, flag: null, show: stepText }),
  score: key('score', { parse: parseScoreStep, fallback: {}, flag: null, show: stepText }),
  ifOlderThan: key('ifOlderThan', { parse: optional(parseAge), fallback: null }),
  ifDrift: key('ifDrift', { parse: parseBoolean, fallback: false }),
  pseudonymKey: key('pseudonymKey', { parse: optional(parsePath), fallback: null }),
  consent: key('consent', { parse: optional(parseText), fallback: null }),
  minCell: key('minCell', { parse: optional(parseCount(2, 1_000_000)), fallback: null }),

  format: key('format', { ...call, parse: parseChoice(FORMATS), fallback: 'table' }),
  out: key('out', { ...call, parse: optional(parsePath), fallback: null, absent: 'standard output' }),
  table: key('table', { ...call, parse: optional(parseText), fallback: null }),
  wide: key('wide', { ...call, parse: parseBoolean, fallback: false }),
  quiet: key('quiet', { ...call, parse: parseBoolean, fallback: false }),
  verbose: key('verbose', { ...call, parse: parseBoolean, fallback: false }),
  log: key('log', { ...call, parse: parseChoice(['text', 'json']), fallback: 'text' }),
  metrics: key('metrics', { ...call, parse: optional(parsePath), fallback: null }),

  memoryLimit: key('memoryLimit', {
    parse: parseSize(200_000_000, '200MB'),
    fallback: 1_000_000_000,
    show: sizeText,
  }),
  threads: key('threads', { parse: optional(parseCount(1, 1024)), fallback: null, absent: 'one per core' }),
  timeout: key('timeout', { parse: optional(parseDuration(1)), fallback: null, show: durationText }),
  wait: key('wait', { parse: parseDuration(0), fallback: 0, show: durationText }),
  checks: key('checks', { parse: parseBoolean, fallback: true, flag: '--no-checks' }),
  tempDirectory: key('tempDirectory', {
    parse: optional(parsePath),
    fallback: null,
    absent: 'of the system',
    flag: null,
  }),
  workspace: key('workspace', { parse: optional(parsePath), fallback: null, absent: '.clv' }),
  config: key('config', { ...call, parse: optional(parsePath), fallback: null, absent: 'clv.config.json' }),
} as const satisfies Record<string, Key<unknown>>;

export type KeyName = keyof typeof KEYS;

/** The value of each setting once it is read. */
export type Values = {
  readonly [K in KeyName]: ReturnType<(typeof KEYS)[K]['parse']> | (typeof KEYS)[K]['fallback'];
};

export const KEY_NAMES = Object.keys(KEYS) as KeyName[];
