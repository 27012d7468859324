import type { ReturnStory, Scenario, ShopStory, Weighted } from '../scenario.js';

/** A calendar without seasons. */
export const EVEN_MONTHS: readonly number[] = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1];

const NO_WELCOME = { weeks: 0, rate: 0 } as const;

const CHANNELS: readonly Weighted[] = [
  { name: 'web', weight: 55 },
  { name: 'app', weight: 25 },
  { name: 'store', weight: 20 },
];

const DEVICES: readonly Weighted[] = [
  { name: 'mobile', weight: 52 },
  { name: 'desktop', weight: 38 },
  { name: 'tablet', weight: 10 },
];

const SHOP: ShopStory = {
  categories: [
    { name: 'Grocery', share: 34, price: 14, margin: 0.28, launch: null },
    { name: 'Household', share: 24, price: 19, margin: 0.35, launch: null },
    { name: 'Personal care', share: 18, price: 16, margin: 0.44, launch: null },
    { name: 'Electronics', share: 10, price: 75, margin: 0.22, launch: null },
    { name: 'Outdoor', share: 14, price: 42, margin: 0.4, launch: null },
  ],
  productsPerCategory: 20,
  priceRange: 5,
  tasteSpread: 0.2,
  tasteWidth: 0.18,
  marginSlope: 0.08,
  extraLines: { shape: 3, rate: 2 },
  moreUnits: 0.15,
  loyalty: { a: 1.2, b: 1.8 },
  clearance: { share: 0.02, discount: 0.5 },
};

const RETURNS: ReturnStory = { share: 0.03, meanDays: 10, writtenOff: 0.1 };

/** The plain shop that the small scenarios change in one respect each: rates and leaving near the CDNOW fit. */
export const baseline: Scenario = {
  name: 'baseline',
  story: 'A steady shop: rates differ, customers tire after purchases, no seasons and no events.',
  customers: 5_000,
  from: '2018-01-01',
  to: '2019-12-31',
  yearsBefore: 0,
  acquisition: { yearlyGrowth: 1, months: EVEN_MONTHS },
  buying: { rate: { shape: 0.6, rate: 6 }, months: EVEN_MONTHS, welcome: NO_WELCOME },
  leaving: { afterPurchase: { a: 0.8, b: 3.2 }, afterFirst: true, perWeek: null },
  places: [
    { city: 'Springfield', country: 'US', currency: 'USD', share: 0.5, launch: null },
    { city: 'Riverton', country: 'US', currency: 'USD', share: 0.3, launch: null },
    { city: 'Maple Bay', country: 'CA', currency: 'CAD', share: 0.2, launch: null },
  ],
  events: [],
  channels: CHANNELS,
  devices: DEVICES,
  shop: SHOP,
  returns: RETURNS,
};

/** An event that only lifts, discounts or drives away where it says so. */
export const QUIET_EVENT = {
  cities: null,
  buyingLift: 1,
  acquisitionLift: 1,
  discount: 0,
  uptake: 0,
  leave: 0,
  recalls: null,
} as const;
