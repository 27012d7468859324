import type { Scenario } from '../scenario.js';

/** The retailer of *The Customer-Base Audit*: the case that the reference patterns come from. */
export const madrigal: Scenario = {
  name: 'madrigal',
  story:
    'A retailer in its growth years: most buyers come once, many before Christmas, and a few make the profit.',
  customers: 20_000,
  from: '2016-01-01',
  to: '2019-12-31',
  yearsBefore: 2,
  acquisition: { yearlyGrowth: 1.15, months: [5.5, 5, 5.5, 5.5, 6, 5.5, 5.5, 6, 10.5, 12, 15, 18] },
  buying: {
    rate: { shape: 0.6, rate: 10 },
    months: [7, 6.5, 7, 7, 7.5, 7, 7, 7.5, 8, 9, 12, 14.5],
    welcome: { weeks: 10, rate: 0.02 },
  },
  leaving: { afterPurchase: { a: 0.9, b: 1.6 }, afterFirst: true, perWeek: { shape: 1, rate: 100 } },
  places: [
    { city: 'Madrid', country: 'ES', currency: 'EUR', share: 0.28, launch: null },
    { city: 'Barcelona', country: 'ES', currency: 'EUR', share: 0.22, launch: null },
    { city: 'Lisbon', country: 'PT', currency: 'EUR', share: 0.17, launch: null },
    { city: 'Paris', country: 'FR', currency: 'EUR', share: 0.21, launch: null },
    { city: 'Lyon', country: 'FR', currency: 'EUR', share: 0.12, launch: null },
  ],
  events: [],
  channels: [
    { name: 'web', weight: 46 },
    { name: 'store', weight: 31 },
    { name: 'app', weight: 16 },
    { name: 'phone', weight: 7 },
  ],
  devices: [
    { name: 'mobile', weight: 49 },
    { name: 'desktop', weight: 38 },
    { name: 'tablet', weight: 13 },
  ],
  shop: {
    categories: [
      { name: 'Clothing', share: 30, price: 38, margin: 0.5, launch: null },
      { name: 'Home', share: 22, price: 34, margin: 0.47, launch: null },
      { name: 'Shoes', share: 14, price: 58, margin: 0.49, launch: null },
      { name: 'Beauty', share: 12, price: 24, margin: 0.56, launch: null },
      { name: 'Sport', share: 10, price: 42, margin: 0.44, launch: null },
      { name: 'Toys', share: 7, price: 27, margin: 0.42, launch: null },
      { name: 'Garden', share: 5, price: 36, margin: 0.4, launch: null },
    ],
    productsPerCategory: 24,
    priceRange: 14,
    tasteSpread: 0.2,
    tasteWidth: 0.2,
    marginSlope: 0.15,
    extraLines: { shape: 1, rate: 1 },
    moreUnits: 0.12,
    loyalty: { a: 2, b: 1.2 },
    clearance: { share: 0.04, discount: 0.6 },
  },
  returns: { share: 0.05, meanDays: 12, writtenOff: 0.15 },
};
