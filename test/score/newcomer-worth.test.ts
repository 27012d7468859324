import { describe, expect, it } from 'vitest';
import { bgbb as bgbbModel, predictionsFor } from '../../src/models/index.js';
import { newcomerWorth } from '../../src/score/newcomer-worth.js';
import { modelOf, NAMES, otherModelOf } from './fits.js';

const DAYS = [0, 0.5, 17, 183, 364, 365];

describe.each(NAMES)('the worth of a first order to come, %s', (name) => {
  const model = modelOf(name, 1000);
  const { predictions, parameters } = predictionsFor({ model: name, parameters: model.parameters });

  it('is the first purchase and what a new customer buys after it', () => {
    const worth = newcomerWorth(model, { horizonDays: 365, deltaPerDay: 0 });
    for (const day of DAYS) {
      const after = predictions.expectedPurchasesNew(parameters as never, (365 - day) / 7);
      expect(worth(day) / (1 + after)).toBeCloseTo(1, 4);
    }
  });

  it('is discounted from the day of each purchase', () => {
    const deltaPerDay = 0.001;
    const worth = newcomerWorth(model, { horizonDays: 365, deltaPerDay });
    const steps = 20_000;
    for (const day of DAYS) {
      const left = 365 - day;
      const bought = (i: number) =>
        predictions.expectedPurchasesNew(parameters as never, (i * left) / steps / 7);
      let sum = Math.exp(-deltaPerDay * day);
      for (let i = 0; i < steps && left > 0; i++) {
        const middle = day + ((i + 0.5) * left) / steps;
        sum += Math.exp(-deltaPerDay * middle) * (bought(i + 1) - bought(i));
      }
      expect(worth(day) / sum).toBeCloseTo(1, 4);
    }
  });
});

it('counts whole months after that of the first order where the model does, and stages', () => {
  const bgbb = newcomerWorth(otherModelOf('bgbb', 500), { horizonDays: 365, deltaPerDay: 0 });
  const { parameters } = otherModelOf('bgbb', 500);
  expect(bgbb(0)).toBeCloseTo(1 + bgbbModel.expectedPurchasesNew(parameters as never, 11), 10);
  expect(bgbb(364)).toBe(1);
  expect(bgbb(0)).toBeGreaterThan(bgbb(40));
  expect(bgbb(1)).toBe(bgbb(29));
  const staged = newcomerWorth(otherModelOf('mbgcnbd', 500), { horizonDays: 365, deltaPerDay: 0 });
  expect(staged(0)).toBeGreaterThan(staged(100));
  expect(staged(365)).toBe(1);
});
