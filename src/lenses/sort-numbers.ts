const DIGIT_BITS = 16;
const DIGITS = 1 << DIGIT_BITS;
/** Below this, tables of digits cost more than they save. */
const FEW = 20_000;

/**
 * Sorts numbers ascending, in place; there must be no NaN. Long arrays go by the digits of their bits (least
 * significant first): a double's bits order like the number once the sign is turned.
 */
export function sortNumbers(values: Float64Array): Float64Array {
  if (values.length < FEW) return values.sort();
  let from = keysOf(values);
  let to = new Uint32Array(from.length);
  for (let digit = 0; digit < 4; digit++) {
    if (distribute(from, to, digit)) [from, to] = [to, from];
  }
  return fromKeys(from, values);
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

/** One stable pass by one digit; false where all numbers have the same one and nothing is to be moved. */
function distribute(from: Uint32Array, to: Uint32Array, digit: number): boolean {
  const word = digit >> 1;
  const shift = (digit & 1) * DIGIT_BITS;
  const places = new Uint32Array(DIGITS);
  for (let i = word; i < from.length; i += 2) places[(from[i]! >>> shift) & (DIGITS - 1)]!++;
  if (places[(from[word]! >>> shift) & (DIGITS - 1)] === from.length / 2) return false;
  let sum = 0;
  for (let k = 0; k < DIGITS; k++) {
    const count = places[k]!;
    places[k] = sum;
    sum += count;
  }
  for (let i = 0; i < from.length; i += 2) {
    const k = (from[i + word]! >>> shift) & (DIGITS - 1);
    const place = 2 * places[k]!;
    places[k]!++;
    to[place] = from[i]!;
    to[place + 1] = from[i + 1]!;
  }
  return true;
}
