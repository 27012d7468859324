/** Value of acquisition cohorts by age: VALUE[c][a] is what cohort c brought in its a-th month, as far as it is observed. */
export interface CohortValues {
  readonly VALUE: readonly (readonly number[])[];
  readonly CUSTOMERS: readonly number[];
}

export interface Link {
  readonly link: number;
  readonly cohorts: number;
  readonly customers: number;
}

/** Growth of value to date: link at each age, and how it falls beyond the last. */
export interface CohortFactors {
  readonly links: readonly Link[];
  readonly tail: number;
}

/** An age counts as known when so many customers were seen at it. */
const LEAST_CUSTOMERS = 30;
/** The tail leans on so many of the last links. */
const TAIL_LINKS = 6;

/**
 * Chain ladder: link a is the sum over cohorts observed at a + 1 of their value to date at a + 1, over that at a. Beyond the
 * last age that 30 customers have seen, growth falls like tail/(a + 1): what a constant stream does to a growing sum,
 * times what is left of it, from the last six links.
 */
export function cohortFactors({ VALUE, CUSTOMERS }: CohortValues): CohortFactors {
  const toDate = VALUE.map((row) => {
    let sum = 0;
    return row.map((value) => {
      sum += value;
      return sum;
    });
  });
  const links: Link[] = [];
  for (let a = 0; ; a++) {
    let before = 0;
    let after = 0;
    let cohorts = 0;
    let customers = 0;
    toDate.forEach((row, c) => {
      if (row.length <= a + 1) return;
      before += row[a]!;
      after += row[a + 1]!;
      cohorts += 1;
      customers += CUSTOMERS[c]!;
    });
    if (customers < LEAST_CUSTOMERS || !(before > 0)) break;
    links.push({ link: after / before, cohorts, customers });
  }
  const last = links.slice(-TAIL_LINKS);
  const first = links.length - last.length;
  const weight = last.reduce((sum, { customers }) => sum + customers, 0);
  const tail =
    weight > 0
      ? last.reduce((sum, { link, customers }, i) => sum + customers * (link - 1) * (first + i + 1), 0) /
        weight
      : 0;
  return { links, tail: Math.max(0, tail) };
}

/**
 * What a customer of age a will bring in `months` complete months, as a share of their value to date, each month discounted
 * from its middle by `delta` a month.
 */
export function growth({ links, tail }: CohortFactors, age: number, months: number, delta = 0): number {
  let level = 1;
  let total = 0;
  for (let i = 0; i < months; i++) {
    const a = age + i;
    const next = level * (links[a]?.link ?? 1 + tail / (a + 1));
    total += (next - level) * Math.exp(-delta * (i + 0.5));
    level = next;
  }
  return total;
}

export interface FactorBacktest {
  readonly months: number;
  readonly customers: number;
  readonly actual: number;
  readonly predicted: number;
  readonly sameAsBefore: number;
}

/**
 * Forgets the last months of every cohort, fits to the rest and predicts them. Cohorts acquired in those months are in neither
 * sum. Null when fewer than `months` are left before them.
 */
export function backtestFactors({ VALUE, CUSTOMERS }: CohortValues, months: number): FactorBacktest | null {
  const known = VALUE.map((row, c) => ({ row, customers: CUSTOMERS[c]! })).filter(
    ({ row }) => row.length > months,
  );
  const longest = Math.max(0, ...known.map(({ row }) => row.length));
  if (longest < 2 * months) return null;
  const factors = cohortFactors({
    VALUE: known.map(({ row }) => row.slice(0, row.length - months)),
    CUSTOMERS: known.map(({ customers }) => customers),
  });
  if (factors.links.length === 0) return null;
  let actual = 0;
  let predicted = 0;
  let sameAsBefore = 0;
  let customers = 0;
  for (const { row, customers: n } of known) {
    const split = row.length - months;
    const before = row.slice(0, split).reduce((sum, value) => sum + value, 0);
    actual += row.slice(split).reduce((sum, value) => sum + value, 0);
    predicted += before * growth(factors, split - 1, months);
    sameAsBefore += row.slice(Math.max(0, split - months), split).reduce((sum, value) => sum + value, 0);
    customers += n;
  }
  return { months, customers, actual, predicted, sameAsBefore };
}
