import { expect, it } from 'vitest';
import { auditOptions, requireAttribute } from '../../../src/app/audit/options.js';

it('are their defaults where nothing is said', () => {
  expect(auditOptions({})).toEqual({
    versus: null,
    cohort: null,
    cohortBy: { kind: 'acquisition' },
    history: 'auto',
    target: null,
    index: false,
    level: null,
    top: null,
    customers: false,
  });
});

it('are what was said', () => {
  const said = auditOptions({
    versus: '2018-Q4',
    cohort: '2016',
    cohortBy: 'city',
    history: 'with_data',
    target: '5%',
    index: true,
    level: 'product',
    top: '20',
    customersTable: true,
  });
  expect(said).toMatchObject({
    versus: { granularity: 'quarter', year: 2018, index: 4 },
    cohort: { granularity: 'year', year: 2016 },
    cohortBy: { kind: 'attribute', name: 'city' },
    history: 'with_data',
    target: 0.05,
    index: true,
    level: 'product',
    top: 20,
    customers: true,
  });
});

it('form cohorts by what customers were on a day', () => {
  const by = (cohortBy: string) => auditOptions({ cohortBy }).cohortBy;
  expect(by('acquisition')).toEqual({ kind: 'acquisition' });
  expect(by('decile@2019-12-31')).toEqual({ kind: 'decile', asOf: '2019-12-31' });
  expect(by('rfm_segment@2020-02-29')).toEqual({ kind: 'rfm_segment', asOf: '2020-02-29' });
  expect(by('e@mail')).toEqual({ kind: 'attribute', name: 'e@mail' });
  expect(by('tier')).toEqual({ kind: 'attribute', name: 'tier' });
});

it('name a column of the data, or say what else the name may mean', () => {
  expect(() => requireAttribute('tier', '--by', ['city', 'tier'])).not.toThrow();
  expect(() => requireAttribute(null, '--by', [])).not.toThrow();
  expect(() => requireAttribute('tier', '--by', ['city'])).toThrow(
    '--by tier: tier needs a fixed day, so that nothing after it decides the group. Write tier@2019-12-31',
  );
  expect(() => requireAttribute('town', '--by', ['city'])).toThrow(
    '--by town: no column of that name was found; known are: city.',
  );
});

it.each(['decile@', 'rfm_segment@2019', 'decile@2019-13-01', 'decile@2019-02-30'])(
  'refuse cohorts by %s',
  (cohortBy) => {
    expect(() => auditOptions({ cohortBy })).toThrow(
      `--cohort-by ${cohortBy}: ${cohortBy.split('@')[0]} needs a fixed day, so that nothing after it decides the group. Write ${cohortBy.split('@')[0]}@2019-12-31, with a day of your data.`,
    );
  },
);

it('"last" names neither a cohort nor the other period of a pair', () => {
  expect(() => auditOptions({ cohort: 'last' })).toThrow('--cohort "last" does not say which');
  expect(() => auditOptions({ versus: 'last' })).toThrow('--versus "last" does not say which');
});
