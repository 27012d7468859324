import type { Scenario } from '../scenario.js';
import { baseline, QUIET_EVENT } from './baseline.js';

export const highChurn: Scenario = {
  ...baseline,
  name: 'high-churn',
  story: 'The steady shop, but most customers leave soon: after a purchase, or silently within months.',
  leaving: { afterPurchase: { a: 2, b: 2 }, afterFirst: true, perWeek: { shape: 2, rate: 40 } },
};

export const stable: Scenario = {
  ...baseline,
  name: 'stable',
  story: 'Much alike, loyal customers: similar rates, hardly anybody leaves.',
  buying: { ...baseline.buying, rate: { shape: 8, rate: 60 } },
  leaving: { afterPurchase: null, afterFirst: false, perWeek: { shape: 4, rate: 2_000 } },
};

export const seasonal: Scenario = {
  ...baseline,
  name: 'seasonal',
  story: 'The steady shop with a quiet summer and a quarter of its orders in the weeks before Christmas.',
  acquisition: { ...baseline.acquisition, months: [6, 6, 7, 7, 7, 6, 5, 5, 8, 10, 16, 22] },
  buying: { ...baseline.buying, months: [6, 6, 7, 7, 7, 6, 5, 5, 8, 10, 16, 22] },
};

export const promotion: Scenario = {
  ...baseline,
  name: 'promotion',
  story: 'The steady shop with three sales: buying doubles while they last, and their codes cost margin.',
  events: [
    {
      ...QUIET_EVENT,
      code: 'SPRING18',
      from: '2018-05-07',
      to: '2018-05-20',
      buyingLift: 2,
      acquisitionLift: 1.6,
      discount: 0.2,
      uptake: 0.7,
    },
    {
      ...QUIET_EVENT,
      code: 'SPRING19',
      from: '2019-05-06',
      to: '2019-05-19',
      buyingLift: 2,
      acquisitionLift: 1.6,
      discount: 0.2,
      uptake: 0.7,
    },
    {
      ...QUIET_EVENT,
      code: 'AUTUMN19',
      from: '2019-09-16',
      to: '2019-09-29',
      buyingLift: 2.5,
      acquisitionLift: 2,
      discount: 0.3,
      uptake: 0.8,
    },
  ],
};

export const launch: Scenario = {
  ...baseline,
  name: 'launch',
  story:
    'The steady shop opens a new category and a new city on 1 March of its second year, with a welcome code.',
  places: [
    { city: 'Springfield', country: 'US', currency: 'USD', share: 0.45, launch: null },
    { city: 'Riverton', country: 'US', currency: 'USD', share: 0.3, launch: null },
    { city: 'New Harbor', country: 'US', currency: 'USD', share: 0.25, launch: '2019-03-01' },
  ],
  events: [
    {
      ...QUIET_EVENT,
      code: 'HELLO19',
      from: '2019-03-01',
      to: '2019-04-11',
      buyingLift: 1.6,
      acquisitionLift: 1.8,
      discount: 0.15,
      uptake: 0.5,
    },
  ],
  shop: {
    ...baseline.shop,
    categories: [
      ...baseline.shop.categories,
      { name: 'Pets', share: 18, price: 22, margin: 0.38, launch: '2019-03-01' },
    ],
  },
};

export const recall: Scenario = {
  ...baseline,
  name: 'recall',
  story:
    'The steady shop calls a category back: its lines return, one customer in eight leaves, buying halves for weeks.',
  events: [
    {
      ...QUIET_EVENT,
      code: 'RECALL',
      from: '2019-06-03',
      to: '2019-07-28',
      buyingLift: 0.5,
      acquisitionLift: 0.4,
      leave: 0.125,
      recalls: 'Electronics',
    },
  ],
};
