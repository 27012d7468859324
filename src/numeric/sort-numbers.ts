const DIGIT_BITS = 11;
const LAST_DIGIT = (1 << DIGIT_BITS) - 1;
/** Below this, tables of digits cost more than they save. */
const FEW = 20_000;

/** Numbers of orders and the like: below this they are counted, not sorted. */
const SMALL = 1 << 16;

/**
 * Sorts numbers ascending, in place; there must be no NaN. In long arrays small whole numbers are counted. Others go by the
 * digits of their high words (least significant first), since a double's bits order like the number once the sign is turned;
 * the few numbers of one high word, equal to about six digits, are then sorted where they stand.
 */
export function sortNumbers(values: Float64Array): Float64Array {
  if (values.length < FEW) return values.sort();
  if (areSmallCounts(values)) return sortByCounting(values);
  let from: Float64Array = values;
  let to: Float64Array = new Float64Array(values.length);
  for (const [digit, counts] of countDigits(values).entries()) {
    if (distribute(from, to, digit * DIGIT_BITS, counts)) [from, to] = [to, from];
  }
  if (from !== values) values.set(from);
  return sortEqualHighs(values);
}

function areSmallCounts(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!(value >= 0 && value < SMALL && value === Math.floor(value)) || Object.is(value, -0)) return false;
  }
  return true;
}

function sortByCounting(values: Float64Array): Float64Array {
  const counts = new Uint32Array(SMALL);
  for (let i = 0; i < values.length; i++) counts[values[i]!]!++;
  let end = 0;
  for (let value = 0; value < SMALL; value++) {
    const start = end;
    end += counts[value]!;
    if (end > start) values.fill(value, start, end);
  }
  return values;
}

/** Two words a number, the low one first. */
function wordsOf({ buffer, byteOffset, length }: Float64Array): Uint32Array {
  return new Uint32Array(buffer, byteOffset, 2 * length);
}

/** A high word whose bits order like the numbers. */
function keyOf(high: number): number {
  return high ^ ((high >> 31) | 0x80000000);
}

/** How often each digit of the keys occurs, for each of the three places. */
function countDigits(values: Float64Array): Uint32Array[] {
  const words = wordsOf(values);
  const [low, middle, high] = [0, 1, 2].map(() => new Uint32Array(LAST_DIGIT + 1)) as [
    Uint32Array,
    Uint32Array,
    Uint32Array,
  ];
  for (let i = 1; i < words.length; i += 2) {
    const key = keyOf(words[i]!);
    low[key & LAST_DIGIT]!++;
    middle[(key >>> DIGIT_BITS) & LAST_DIGIT]!++;
    high[key >>> (2 * DIGIT_BITS)]!++;
  }
  return [low, middle, high];
}

/** One stable pass by one digit; false where all numbers have the same one and nothing is to be moved. */
function distribute(from: Float64Array, to: Float64Array, shift: number, counts: Uint32Array): boolean {
  if (counts.includes(from.length)) return false;
  const places = new Uint32Array(counts.length);
  for (let k = 1; k < counts.length; k++) places[k] = places[k - 1]! + counts[k - 1]!;
  const words = wordsOf(from);
  for (let i = 0; i < from.length; i++) {
    const digit = (keyOf(words[2 * i + 1]!) >>> shift) & LAST_DIGIT;
    const place = places[digit]!;
    places[digit] = place + 1;
    to[place] = from[i]!;
  }
  return true;
}

/** Sorts each stretch of numbers whose high words are equal and whose low ones are not. */
function sortEqualHighs(values: Float64Array): Float64Array {
  const words = wordsOf(values);
  for (let start = 0; start < values.length; ) {
    const low = words[2 * start]!;
    const high = words[2 * start + 1]!;
    let end = start + 1;
    let differ = false;
    while (end < values.length && words[2 * end + 1] === high) {
      differ ||= words[2 * end] !== low;
      end++;
    }
    if (differ) values.subarray(start, end).sort();
    start = end;
  }
  return values;
}
