import { expect, it } from 'vitest';
import { gateTables } from '../../../src/app/modelling/gate-tables.js';
import type { ModelRecord } from '../../../src/registry/model-record.js';

const described = (sampledOneIn: number) =>
  gateTables({
    gates: [],
    backtest: {
      origin: '2020-09-30',
      days: 91,
      customers: 40_000,
      sampledOneIn,
      methods: [],
      coverage: null,
    },
  } as unknown as ModelRecord).tables[0]!.description;

it('says on which part of the customers gates were measured', () => {
  const [all, part] = [described(1), described(4)];
  expect(all).toBe('Measured on the 91 days after 2020-09-30, by a fit to what was known then.');
  expect(part).toBe(
    'Measured on the 91 days after 2020-09-30, by a fit to what was known then, on one customer in 4, chosen by id.',
  );
});
