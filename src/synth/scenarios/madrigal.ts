import type { Scenario } from '../scenario.js';
import { QUIET_EVENT } from './baseline.js';

const HOLIDAY = { ...QUIET_EVENT, buyingLift: 1.5, acquisitionLift: 1.2, discount: 0.1, uptake: 0.4 };

/**
 * The retailer of *The Customer-Base Audit*: the case that the reference patterns come from. The numbers
 * were fitted to those patterns by least squares; `test/synth/madrigal.test.ts` says how close each one is.
 */
export const madrigal: Scenario = {
  name: 'madrigal',
  story:
    'A retailer in its growth years: half of the buyers never return, many come before Christmas, and a few make the profit.',
  customers: 20_000,
  from: '2016-01-01',
  to: '2019-12-31',
  yearsBefore: 2,
  acquisition: { yearlyGrowth: 1.3, months: [5.5, 5, 5.5, 5.5, 6, 5.5, 5.5, 6, 10.5, 12, 15, 18] },
  buying: {
    rate: { shape: 0.29, rate: 12.4 },
    months: [0.9, 0.85, 0.92, 0.92, 1, 0.92, 0.92, 1, 1, 1.07, 1.66, 2.12],
    welcome: { weeks: 6, rate: 0.0355 },
  },
  leaving: { afterPurchase: { a: 0.5, b: 2.65 }, afterFirst: true, perWeek: { shape: 1, rate: 920 } },
  places: [
    { city: 'New York', country: 'US', currency: 'USD', share: 0.31, launch: null },
    { city: 'Chicago', country: 'US', currency: 'USD', share: 0.24, launch: null },
    { city: 'Toronto', country: 'CA', currency: 'CAD', share: 0.17, launch: null },
    { city: 'London', country: 'GB', currency: 'GBP', share: 0.19, launch: null },
    { city: 'Dublin', country: 'IE', currency: 'EUR', share: 0.09, launch: null },
  ],
  events: [
    { ...HOLIDAY, code: 'HOLIDAY16', from: '2016-11-24', to: '2016-12-04' },
    { ...HOLIDAY, code: 'HOLIDAY17', from: '2017-11-23', to: '2017-12-03' },
    { ...HOLIDAY, code: 'HOLIDAY18', from: '2018-11-22', to: '2018-12-02' },
    { ...HOLIDAY, code: 'HOLIDAY19', from: '2019-11-28', to: '2019-12-08' },
  ],
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
      { name: 'Clothing', share: 30, price: 43.5, margin: 0.476, launch: null },
      { name: 'Home', share: 22, price: 39, margin: 0.446, launch: null },
      { name: 'Shoes', share: 14, price: 66.5, margin: 0.466, launch: null },
      { name: 'Beauty', share: 12, price: 27.5, margin: 0.536, launch: null },
      { name: 'Sport', share: 10, price: 48, margin: 0.416, launch: null },
      { name: 'Toys', share: 7, price: 31, margin: 0.396, launch: null },
      { name: 'Garden', share: 5, price: 41, margin: 0.376, launch: null },
    ],
    productsPerCategory: 24,
    priceRange: 6.2,
    tasteSpread: 0.227,
    tasteWidth: 0.118,
    marginSlope: 0.22,
    extraLines: { shape: 3.85, rate: 3.525 },
    moreUnits: 0.02,
    loyalty: { a: 1.89, b: 1.11 },
    clearance: { share: 0.016, discount: 0.6 },
  },
  returns: { share: 0.0325, meanDays: 12, writtenOff: 0.15 },
};
