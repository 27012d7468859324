import { expect, it } from 'vitest';
import { chosenByBic } from '../../src/common/messages/models.js';

it('says lowest of a BIC only where another one is higher', () => {
  const of = (model: string, bic: number) => ({ model, bic });
  const text = (chosen: number, ...others: number[]) =>
    chosenByBic(
      of('bgnbd', chosen),
      others.map((bic, i) => of(['mbgnbd', 'paretonbd'][i]!, bic)),
    ).text;
  expect(text(10, 12, 11)).toBe('bgnbd chosen: lowest BIC, 10.00 (mbgnbd 12.00, paretonbd 11.00).');
  expect(text(10, 10, 11)).toBe('bgnbd chosen: BIC 10.00, the same as of mbgnbd (paretonbd 11.00).');
  expect(text(10, 10, 10)).toBe('bgnbd chosen: BIC 10.00, the same as of mbgnbd and paretonbd.');
  expect(text(10)).toBe('bgnbd chosen: lowest BIC, 10.00.');
});
