import { Random } from '../numeric/random.js';
import { AliasTable } from '../numeric/random-alias.js';
import { stableExp, stableLog } from '../numeric/random-math.js';
import { dayNumber } from './days.js';
import type { CategoryStory, ShopStory } from './scenario.js';

/** Steps of taste, from the cheapest goods to the dearest. */
export const TASTES = 33;

const CATALOGUE_STREAM = 0xca7;

/** What a shop sells. Products are numbered through, category by category, cheap to dear. */
export interface Catalogue {
  readonly categories: readonly CategoryStory[];
  readonly perCategory: number;
  /** List price and unit cost in cents, by product. */
  readonly PRICE: Int32Array;
  readonly COST: Int32Array;
  /** First day on sale by category; −Infinity = always. */
  readonly launchDay: readonly number[];
  readonly byShare: AliasTable;
  /** Products of a category as a customer of a taste picks them: [category * TASTES + taste]. */
  readonly picks: readonly AliasTable[];
  /** Mean list price in cents of those picks. */
  readonly MEAN_PRICE: Float64Array;
}

/** Builds the catalogue of a shop: the same for every seed, so that samples of one scenario share their products. */
export function catalogueOf(shop: ShopStory): Catalogue {
  const { categories, productsPerCategory: n } = shop;
  const random = new Random(0, CATALOGUE_STREAM);
  const PRICE = new Int32Array(categories.length * n);
  const COST = new Int32Array(PRICE.length);
  const MEAN_PRICE = new Float64Array(categories.length * TASTES);
  const picks: AliasTable[] = [];
  const logRange = stableLog(shop.priceRange);
  for (const [c, category] of categories.entries()) {
    const popularity: number[] = [];
    for (let j = 0; j < n; j++) {
      const rank = rankOf(j, n);
      const cents = category.price * 100 * stableExp(logRange * (rank - 0.5));
      const margin = category.margin + shop.marginSlope * (rank - 0.5) + 0.02 * random.normal();
      PRICE[c * n + j] = pricePoint(cents);
      COST[c * n + j] = Math.round(PRICE[c * n + j]! * (1 - margin));
      popularity.push(random.gamma(1.5, 1) + 0.1);
    }
    for (let taste = 0; taste < TASTES; taste++) {
      const weights = popularity.map((weight, j) => {
        const distance = (rankOf(j, n) - taste / (TASTES - 1)) / shop.tasteWidth;
        return weight * stableExp((-distance * distance) / 2) + 1e-9;
      });
      picks.push(new AliasTable(weights));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      MEAN_PRICE[c * TASTES + taste] =
        weights.reduce((sum, weight, j) => sum + weight * PRICE[c * n + j]!, 0) / total;
    }
  }
  return {
    categories,
    perCategory: n,
    PRICE,
    COST,
    launchDay: categories.map(({ launch }) =>
      launch === null ? Number.NEGATIVE_INFINITY : dayNumber(launch),
    ),
    byShare: new AliasTable(categories.map(({ share }) => share)),
    picks,
    MEAN_PRICE,
  };
}

function rankOf(j: number, n: number): number {
  return n === 1 ? 0.5 : j / (n - 1);
}

/** The next price that ends in .49 or .99, at least 0.49. */
function pricePoint(cents: number): number {
  return Math.max(1, Math.round(cents / 50)) * 50 - 1;
}
