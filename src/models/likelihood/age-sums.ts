import type { Groups } from '../groups.js';

/** Customers and their repeat purchases by each distinct age. */
export interface AgeSums {
  readonly CUSTOMERS: Float64Array;
  readonly PURCHASES: Float64Array;
}

export function ageSums({ ages, ageOf, size, N, X }: Groups): AgeSums {
  const CUSTOMERS = new Float64Array(ages.length);
  const PURCHASES = new Float64Array(ages.length);
  for (let i = 0; i < size; i++) {
    const age = ageOf[i]!;
    CUSTOMERS[age] = CUSTOMERS[age]! + N[i]!;
    PURCHASES[age] = PURCHASES[age]! + N[i]! * X[i]!;
  }
  return { CUSTOMERS, PURCHASES };
}
