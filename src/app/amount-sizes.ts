/**
 * How many amounts are of which size: by quarters of a doubling, so that bin k holds amounts from 2^(k/4) on. Zeros are in
 * none.
 */
export type AmountSizes = Readonly<Record<string, number>>;

export interface UnusualSizes {
  readonly side: 'above' | 'below';
  /** Those above are in bins after it, those below in bins before it. */
  readonly bin: number;
  readonly limit: number;
  /** Of the amounts of the batch, beyond the limit. */
  readonly share: number;
}

/** Amounts have a usual size for all but so many of them. */
export const TAIL = 0.001;
/** Shares, and rows, that are more than chance and promotions: see `test/simulations/amount-sizes.test.ts`. */
const UNUSUAL = 0.01;
export const ENOUGH_BEYOND = 10;
const ENOUGH_ROWS = 20;
/** With fewer amounts nobody knows what is rare. */
const ENOUGH_KNOWN = 2_000;
/** Bins between the rare sizes and those that are of another kind: a factor of the root of 2. */
const BEYOND = 2;

/** SQL for the bin of an expression that is above zero. */
export function sizeBinSql(amount: string): string {
  return `cast(floor(4 * log2(${amount})) as integer)`;
}

/**
 * Whether a share of a batch is of a size that hardly any amount had before: rows in another unit or currency among usual
 * ones, which move no median.
 */
export function unusualSizes(known: AmountSizes, batch: AmountSizes): UnusualSizes | null {
  const rows = total(batch);
  if (total(known) < ENOUGH_KNOWN || rows < ENOUGH_ROWS) return null;
  const [low, high] = usual(known);
  for (const [side, bin] of [
    ['above', high + BEYOND],
    ['below', low - BEYOND],
  ] as const) {
    const beyond = entries(batch)
      .filter(([k]) => isBeyond({ side, bin }, k))
      .reduce((sum, [, n]) => sum + n, 0);
    const limit = 2 ** ((side === 'above' ? bin + 1 : bin) / 4);
    if (beyond >= ENOUGH_BEYOND && beyond >= UNUSUAL * rows)
      return { side, bin, limit, share: beyond / rows };
  }
  return null;
}

/** The sizes without the unusual ones. */
export function sizesWithout(sizes: AmountSizes, unusual: UnusualSizes): AmountSizes {
  return Object.fromEntries(entries(sizes).filter(([k]) => !isBeyond(unusual, k)));
}

function isBeyond({ side, bin }: Pick<UnusualSizes, 'side' | 'bin'>, k: number): boolean {
  return side === 'above' ? k > bin : k < bin;
}

/**
 * What is known once a batch is in. One that was unlike the others, and is meant, counts as much as all of them: so the next
 * like it is nothing new.
 */
export function knownWith(known: AmountSizes | undefined, batch: AmountSizes, isOther: boolean): AmountSizes {
  if (known === undefined) return batch;
  const weight = isOther ? Math.max(1, total(known) / total(batch)) : 1;
  const sizes = new Map(entries(known));
  for (const [k, n] of entries(batch)) sizes.set(k, (sizes.get(k) ?? 0) + Math.round(weight * n));
  return Object.fromEntries([...sizes].sort(([a], [b]) => a - b));
}

/** The bins between which all but a tail on each side is. */
function usual(sizes: AmountSizes): [low: number, high: number] {
  const bins = entries(sizes);
  const least = TAIL * total(sizes);
  const first = (some: typeof bins) => {
    let beyond = 0;
    for (const [k, n] of some) {
      beyond += n;
      if (beyond > least) return k;
    }
    throw new Error('no amounts');
  };
  return [first(bins), first(bins.reverse())];
}

function entries(sizes: AmountSizes): [bin: number, n: number][] {
  return Object.entries(sizes)
    .map(([k, n]): [number, number] => [Number(k), n])
    .sort(([a], [b]) => a - b);
}

function total(sizes: AmountSizes): number {
  return Object.values(sizes).reduce((sum, n) => sum + n, 0);
}
