/** Customers of a base by repeat purchases, and by silence and age in steps of four weeks. */
export interface BaseCell {
  readonly x: number;
  readonly silent: number;
  readonly age: number;
  readonly customers: number;
}

/** Customers from one value up to the next class of the same feature, with their mean. */
export interface BaseClass {
  readonly feature: keyof typeof FEATURES;
  readonly from: number;
  readonly customers: number;
  readonly mean: number;
}

const FEATURES = {
  x: ({ x }: BaseCell) => x,
  silent: ({ silent }: BaseCell) => silent,
  age: ({ age }: BaseCell) => age,
};

/** The base by each feature alone; neighbours are merged until a class has `least` customers. */
export function baseMargins(cells: readonly BaseCell[], least: number): BaseClass[] {
  return Object.entries(FEATURES).flatMap(([name, of]) => {
    const feature = name as keyof typeof FEATURES;
    const counts = new Map<number, number>();
    for (const cell of cells) counts.set(of(cell), (counts.get(of(cell)) ?? 0) + cell.customers);
    const classes: { from: number; customers: number; total: number }[] = [];
    for (const [value, customers] of [...counts].sort(([a], [b]) => a - b)) {
      const open = classes.at(-1);
      if (open === undefined || open.customers >= least)
        classes.push({ from: value, customers, total: customers * value });
      else {
        open.customers += customers;
        open.total += customers * value;
      }
    }
    const last = classes.at(-1);
    const before = classes.at(-2);
    if (last !== undefined && before !== undefined && last.customers < least) {
      before.customers += last.customers;
      before.total += last.total;
      classes.pop();
    }
    return classes
      .filter(({ customers }) => customers >= least)
      .map(({ from, customers, total }) => ({ feature, from, customers, mean: total / customers }));
  });
}
