import { noProductColumns, noSuchProductLevel } from '../../common/messages/lenses-product.js';
import type { Mart } from '../../mart/build.js';

/** What the report counts: categories, or products where the data have no categories. */
export type ProductLevel = 'category' | 'product';

export interface ProductColumns {
  readonly category: boolean;
  readonly product: boolean;
}

/** Whether any line names a category (its own or its product's) or a product. */
export async function productColumns(mart: Mart): Promise<ProductColumns> {
  await mart.build(['product_pairs']);
  const [found] = await mart.rows(
    `select
      exists (select 1 from {{ ref('product_pairs') }} where category_key <> '') as category,
      exists (select 1 from {{ ref('product_pairs') }} where product_key <> '') as product`,
  );
  return { category: found!.category === true, product: found!.product === true };
}

/**
 * The level asked for, else the categories, else the products.
 * @throws ClvError when the data do not have it.
 */
export function chooseLevel(asked: ProductLevel | null, has: ProductColumns): ProductLevel {
  if (!has.category && !has.product) throw noProductColumns();
  if (asked !== null && !has[asked])
    throw noSuchProductLevel(asked, asked === 'category' ? 'product' : 'category');
  return asked ?? (has.category ? 'category' : 'product');
}
