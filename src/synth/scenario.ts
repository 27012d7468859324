/** Twelve weights, January first; only their ratios count. */
export type Months = readonly number[];

/** Gamma with a shape and a rate; the mean is shape/rate. */
export interface GammaLaw {
  readonly shape: number;
  readonly rate: number;
}

export interface BetaLaw {
  readonly a: number;
  readonly b: number;
}

/** A story about customers, complete enough to simulate them. Time is counted in weeks of seven days. */
export interface Scenario {
  readonly name: string;
  /** One sentence for the list of scenarios. */
  readonly story: string;
  readonly customers: number;
  /** First and last day of the data, `YYYY-MM-DD`, both included. */
  readonly from: string;
  readonly to: string;
  /** Customers have been acquired for so many years before `from`; their earlier orders are not in the data. */
  readonly yearsBefore: number;
  readonly acquisition: AcquisitionStory;
  readonly buying: BuyingStory;
  readonly leaving: LeavingStory;
  readonly places: readonly Place[];
  readonly events: readonly CalendarEvent[];
  readonly channels: readonly Weighted[];
  readonly devices: readonly Weighted[];
  readonly shop: ShopStory;
  readonly returns: ReturnStory;
}

export interface AcquisitionStory {
  /** Customers of a year divided by those of the year before. */
  readonly yearlyGrowth: number;
  readonly months: Months;
}

export interface BuyingStory {
  /** Purchases a week of a customer who is there, over customers. */
  readonly rate: GammaLaw;
  readonly months: Months;
  /** In their first weeks a welcome adds the same rate to everybody's own. */
  readonly welcome: { readonly weeks: number; readonly rate: number };
}

/** Leaving is absorbing: who has left never buys again. */
export interface LeavingStory {
  /** Chance to leave right after a purchase, over customers. */
  readonly afterPurchase: BetaLaw | null;
  /** Whether that chance also follows the very first purchase. */
  readonly afterFirst: boolean;
  /** Chance a week to leave while silent, over customers. */
  readonly perWeek: GammaLaw | null;
}

export interface Place {
  readonly city: string;
  readonly country: string;
  readonly currency: string;
  /** Share of all customers. */
  readonly share: number;
  /** First day on which the city's customers can be acquired; null = always. */
  readonly launch: string | null;
}

/** Something that happens to buyers between two days, both included: a promotion, a launch, a recall. */
export interface CalendarEvent {
  readonly code: string;
  readonly from: string;
  readonly to: string;
  /** Cities it reaches; null = all. */
  readonly cities: readonly string[] | null;
  /** Factor on the buying rate and on acquisition while it lasts. */
  readonly buyingLift: number;
  readonly acquisitionLift: number;
  /** Share off the list price in an order that uses the code. */
  readonly discount: number;
  /** Share of the orders that use the code. */
  readonly uptake: number;
  /** Share of the customers who leave for good on its first day. */
  readonly leave: number;
  /** Category whose lines of the eight weeks before come back as returns. */
  readonly recalls: string | null;
}

export interface Weighted {
  readonly name: string;
  readonly weight: number;
}

/** What is sold, and how a basket comes about. */
export interface ShopStory {
  readonly categories: readonly CategoryStory[];
  readonly productsPerCategory: number;
  /** Highest list price of a category divided by its lowest. */
  readonly priceRange: number;
  /** Spread of customers over cheap and dear goods: standard deviation on the price ladder from 0 to 1. */
  readonly tasteSpread: number;
  /** Reach of one customer on that ladder. */
  readonly tasteWidth: number;
  /** Margin at the foot and at the top of the ladder, added to the category's. */
  readonly marginSlope: number;
  /** Mean lines of an order beyond the first, gamma-heterogeneous over customers. */
  readonly extraLines: GammaLaw;
  /** Chance that one more unit of a line is taken, again and again. */
  readonly moreUnits: number;
  /** How strongly customers stay with their favourite category. */
  readonly loyalty: BetaLaw;
  /** Share of the lines sold off, and the share taken off their list price. */
  readonly clearance: { readonly share: number; readonly discount: number };
}

export interface CategoryStory {
  readonly name: string;
  readonly share: number;
  /** Geometric middle of its list prices. */
  readonly price: number;
  /** Margin in the middle of the ladder. */
  readonly margin: number;
  /** First day on sale; null = always. */
  readonly launch: string | null;
}

export interface ReturnStory {
  /** Share of the lines that come back. */
  readonly share: number;
  /** Mean days until they do, exponential, at least one. */
  readonly meanDays: number;
  /** Share of the returned lines whose goods are lost. */
  readonly writtenOff: number;
}
