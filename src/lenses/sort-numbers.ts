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
  let from = keysOf(values);
  let to = new Uint32Array(from.length);
  for (let shift = 0; shift < 32; shift += DIGIT_BITS) {
    if (distribute(from, to, shift)) [from, to] = [to, from];
  }
  return sortEqualHighs(fromKeys(from, values), from);
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
function keysOf(values: Float64Array): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(Float64Array.from(values).buffer);
  for (let high = 1; high < words.length; high += 2) {
    if (words[high]! >>> 31 === 0) words[high] = words[high]! | 0x80000000;
    else {
      words[high] = ~words[high]!;
      words[high - 1] = ~words[high - 1]!;
    }
  }
  return words;
}

function fromKeys(words: Uint32Array<ArrayBuffer>, values: Float64Array): Float64Array {
  for (let high = 1; high < words.length; high += 2) {
    if (words[high]! >>> 31 === 1) words[high] = words[high]! & 0x7fffffff;
    else {
      words[high] = ~words[high]!;
      words[high - 1] = ~words[high - 1]!;
    }
  }
  values.set(new Float64Array(words.buffer));
  return values;
}

/** One stable pass by one digit of the high word; false where all numbers have the same one and nothing is to be moved. */
function distribute(from: Uint32Array, to: Uint32Array, shift: number): boolean {
  const places = new Uint32Array(LAST_DIGIT + 1);
  for (let i = 1; i < from.length; i += 2) places[(from[i]! >>> shift) & LAST_DIGIT]!++;
  if (places[(from[1]! >>> shift) & LAST_DIGIT] === from.length / 2) return false;
  let sum = 0;
  for (let k = 0; k <= LAST_DIGIT; k++) {
    const count = places[k]!;
    places[k] = sum;
    sum += count;
  }
  for (let i = 0; i < from.length; i += 2) {
    const k = (from[i + 1]! >>> shift) & LAST_DIGIT;
    const place = 2 * places[k]!;
    places[k]!++;
    to[place] = from[i]!;
    to[place + 1] = from[i + 1]!;
  }
  return true;
}

/** Sorts each stretch of numbers whose high words are equal and whose low ones are not. */
function sortEqualHighs(values: Float64Array, words: Uint32Array): Float64Array {
  for (let start = 0; start < values.length; ) {
    let end = start + 1;
    let differ = false;
    while (end < values.length && words[2 * end + 1] === words[2 * start + 1]) {
      differ ||= words[2 * end] !== words[2 * start];
      end++;
    }
    if (differ) values.subarray(start, end).sort();
    start = end;
  }
  return values;
}
