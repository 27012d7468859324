import { describe, expect, it } from 'vitest';
import { crossIdentities } from '../../../src/app/audit/cross-identities.js';
import type { Look } from '../../../src/app/audit/look.js';
import type { Row } from '../../../src/common/result.js';

function look(tables: Readonly<Record<string, readonly Row[]>>): Look {
  return {
    about: '2019',
    period: '2019',
    report: {
      tables: Object.entries(tables).map(([id, rows]) => ({ id, title: id, section: id, columns: [], rows })),
      figures: [],
      identities: [],
      notes: [],
      warnings: [],
      answers: [],
    },
  };
}

describe('totals across lenses', () => {
  it('count what customers gave back that they had not bought in the period', () => {
    const lens1 = look({
      decomposition: [
        { group: 'with orders', customers: 3, orders: 5, spend: '66.00', profit: null },
        { group: 'returns without an order', customers: 1, orders: 0, spend: '-2.00', profit: null },
        { group: 'total', customers: 4, orders: 5, spend: '64.00', profit: null },
      ],
    });
    const product = look({
      category_total: [
        { group: 'all categories', customers: 3, orders: 5, spend: '71.00' },
        { group: 'returns without a purchase', customers: null, orders: null, spend: '-7.00' },
        { group: 'total', customers: 3, orders: 5, spend: '64.00' },
      ],
    });
    const found = crossIdentities(
      new Map([
        ['lens1', lens1],
        ['product', product],
      ]),
    );
    expect(found.map(({ id, left, right, holds }) => [id, left, right, holds])).toEqual([
      ['cross_product_customers', '3', '3', true],
      ['cross_product_orders', '5', '5', true],
      ['cross_product_spend', '64', '64', true],
    ]);
  });
});
