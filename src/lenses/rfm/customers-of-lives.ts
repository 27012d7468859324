import type { Mart } from '../../mart/build.js';
import { readText } from '../../store/sql.js';

/**
 * Makes `customers` of the lives that lens 1 has built, if they stand: orders are not grouped by customer again. It holds the
 * columns that lenses read.
 */
export async function customersOfLives(mart: Mart): Promise<void> {
  if (!mart.stands('customer_lives')) return;
  await mart.buildFrom(
    'customers',
    readText(new URL('./', import.meta.url).href, './customers_of_lives.sql'),
  );
}
