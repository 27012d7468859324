import { expect, it } from 'vitest';
import type { LensName } from '../../../src/app/audit/lens-names.js';
import { notUsed } from '../../../src/app/audit/not-used.js';
import type { AuditOptions } from '../../../src/app/audit/options.js';
import type { Settings } from '../../../src/app/settings.js';

const nothing: Settings['period'] = {
  asOf: null,
  period: null,
  from: null,
  to: null,
  granularity: null,
  fiscalYearStart: 1,
  by: null,
  attributesAsOf: 'now',
  metric: null,
};

function told(lens: LensName, period: Partial<Settings['period']>, cohortBy?: AuditOptions['cohortBy']) {
  return notUsed(
    lens,
    { period: { ...nothing, ...period } },
    { cohortBy: cohortBy ?? { kind: 'acquisition' } },
  ).map(({ text }) => text);
}

it.each(['lens1', 'lens2', 'lens3', 'lens4', 'lens5', 'product', 'rfm'] as const)(
  '%s says nothing where nothing was asked',
  (lens) => {
    expect(told(lens, {})).toEqual([]);
  },
);

it('a period changes nothing where every period or a cohort is shown', () => {
  expect(told('lens3', { period: 'last' })).toEqual([
    '--period changes nothing here: the lens follows one cohort, which --cohort chooses, up to --as-of.',
  ]);
  expect(told('lens5', { from: '2018-01-01', to: '2018-12-31' })).toEqual([
    '--from and --to change nothing here: the lens shows every period up to --as-of.',
  ]);
  expect(told('lens1', { period: 'last' })).toEqual([]);
});

it('one split stands where two are asked for', () => {
  const city = { kind: 'attribute', name: 'city' } as const;
  expect(told('lens4', { by: 'channel' })).toEqual([]);
  expect(told('lens4', { by: 'channel' }, city)).toEqual([
    '--by changes nothing here: the lens is split by --cohort-by.',
  ]);
});

it('RFM has no split, counts net spend, and scores one day', () => {
  expect(told('rfm', { by: 'channel', metric: 'profit', granularity: 'week' })).toHaveLength(3);
  expect(told('rfm', { metric: 'spend', granularity: 'week', period: 'last' })).toEqual([]);
});
