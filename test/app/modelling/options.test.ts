import { describe, expect, it } from 'vitest';
import { fitOptions, refuseElsewhere } from '../../../src/app/modelling/fit-options.js';
import { horizonDays, scoreOptions } from '../../../src/app/modelling/score-options.js';

describe('options of clv score', () => {
  it('counts calendar months and years from the day of the scores', () => {
    const days = (horizon: string, asOf: string) => horizonDays(scoreOptions({ horizon }, '/').horizon, asOf);
    expect(days('12m', '2023-12-31')).toBe(366);
    expect(days('1m', '2024-01-31')).toBe(29);
    expect(days('1y', '2024-02-29')).toBe(365);
    expect(days('39w', '2024-01-01')).toBe(273);
    expect(days('10d', '2024-01-01')).toBe(10);
  });

  it('writes scores.csv unless told or asked to explain', () => {
    expect(scoreOptions({}, '/home').out).toBe('/home/scores.csv');
    expect(scoreOptions({ explain: 'A' }, '/home').out).toBeNull();
    expect(scoreOptions({ out: '-' }, '/home')).toMatchObject({ out: '-', form: 'csv' });
    expect(scoreOptions({ out: 'a.parquet' }, '/home')).toMatchObject({
      out: '/home/a.parquet',
      form: 'parquet',
    });
    expect(scoreOptions({ annualRate: '12.5%' }, '/').annualRate).toBe(0.125);
    expect(scoreOptions({ annualRate: '0' }, '/').annualRate).toBe(0);
  });

  it('takes the cost to win a customer as an exact amount, zero or more, and a flag beats the config', () => {
    expect(scoreOptions({}, '/').cac).toBeNull();
    expect(scoreOptions({ cac: '0' }, '/').cac).toBe('0');
    expect(scoreOptions({ cac: '123456789012.123456' }, '/').cac).toBe('123456789012.123456');
    expect(scoreOptions({}, '/', { cac: '7' }).cac).toBe('7');
    expect(scoreOptions({ cac: '12.50' }, '/', { cac: '7' }).cac).toBe('12.5');
    for (const wrong of ['-5', '12,50', '1e3', '', 'NaN', '.5', '1.2345678'])
      expect(() => scoreOptions({ cac: wrong }, '/'), wrong).toThrow(
        `--cac "${wrong}" is not an amount of money. Write it like 4.50.`,
      );
  });
});

it('the interval of the expectation is asked for by flag or config, and not of blended scores', () => {
  expect(scoreOptions({}, '/').meanInterval).toBe(false);
  expect(scoreOptions({ meanInterval: true }, '/').meanInterval).toBe(true);
  expect(scoreOptions({}, '/', { meanInterval: 'true' }).meanInterval).toBe(true);
  expect(scoreOptions({}, '/', { meanInterval: 'false' }).meanInterval).toBe(false);
  expect(() => scoreOptions({ meanInterval: true, minDays: '30' }, '/')).toThrow(
    /--mean-interval with --min-days/,
  );
});

describe('options of clv fit', () => {
  it('compares three models unless one is named', () => {
    expect(fitOptions({}).models).toEqual(['bgnbd', 'mbgnbd', 'paretonbd']);
    expect(fitOptions({ model: 'nbd' }).models).toEqual(['nbd']);
    expect(() => fitOptions({ model: 'lstm' })).toThrow(
      '--model lstm: there is no such model. There are: auto, nbd, bgnbd, mbgnbd, paretonbd, mbgcnbd, bgbb, sbg, cohort-factor.',
    );
  });

  it('refuses what would be without effect, and two ends of one fit', () => {
    expect(() => fitOptions({ draws: '200' })).toThrow(/--draws has no effect with --method ml/);
    expect(() => fitOptions({ draws: '200', method: 'map' })).toThrow(/--draws has no effect/);
    expect(fitOptions({ draws: '200', method: 'mcmc' }).draws).toBe(200);
    expect(() => fitOptions({ model: 'bgbb', timeUnit: 'day' })).toThrow(/--time-unit has no effect/);
    const ends = { asOf: '2020-01-31', calibrationEnd: '2019-12-31' };
    expect(() => fitOptions(ends)).toThrow(/--as-of 2020-01-31 and --calibration-end 2019-12-31 contradict/);
    expect(fitOptions({ ...ends, asOf: ends.calibrationEnd }).calibrationEnd).toBe('2019-12-31');
    expect(() => refuseElsewhere({ by: 'channel' }, 'cohort-factor', ['calibrationEnd'])).toThrow(
      /--by has no effect with --model cohort-factor/,
    );
    expect(() => refuseElsewhere(ends, 'cohort-factor', ['calibrationEnd'])).toThrow(/contradict/);
    expect(() => refuseElsewhere({ calibrationEnd: '2019-12-31' }, 'sbg', [])).toThrow(/--calibration-end/);
    refuseElsewhere({ calibrationEnd: '2019-12-31', promote: false }, 'cohort-factor', ['calibrationEnd']);
  });
});
