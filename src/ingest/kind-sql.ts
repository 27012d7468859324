import { literal } from '../store/sql.js';

const RETURN_WORDS = ['return', 'returned', 'returns', 'refund', 'refunded', 'refunds', 'chargeback'];
const CANCELLED_WORDS = ['cancelled', 'canceled', 'cancel', 'cancellation', 'void', 'voided'];
const PURCHASE_WORDS = [
  'purchase',
  'purchased',
  'sale',
  'order',
  'ordered',
  'buy',
  'paid',
  'complete',
  'completed',
  'closed',
  'shipped',
  'delivered',
  'fulfilled',
];
const TRUE_WORDS = ['true', 't', 'yes', 'y', '1', '1.0'];
const FALSE_WORDS = ['false', 'f', 'no', 'n', '0', '0.0'];

export function isReturnWord(column: string): string {
  return oneOf(column, RETURN_WORDS);
}

export function isCancelledWord(column: string): string {
  return oneOf(column, CANCELLED_WORDS);
}

export function isTrueWord(column: string): string {
  return oneOf(column, TRUE_WORDS);
}

/** True where the word is neither a purchase, nor a return, nor a cancellation, nor yes or no. */
export function isUnknownKind(column: string): string {
  const known = [...RETURN_WORDS, ...CANCELLED_WORDS, ...PURCHASE_WORDS, ...TRUE_WORDS, ...FALSE_WORDS, ''];
  return `not ${oneOf(column, known)} and ${column} is not null`;
}

/** What a word as it is written says, by the same lists as the SQL; `unknown` where it says nothing. */
export function saidBy(word: string): 'return' | 'cancelled' | 'true' | 'other' | 'unknown' {
  const bare = word.toLowerCase();
  if (RETURN_WORDS.includes(bare)) return 'return';
  if (CANCELLED_WORDS.includes(bare)) return 'cancelled';
  if (TRUE_WORDS.includes(bare)) return 'true';
  return PURCHASE_WORDS.includes(bare) || FALSE_WORDS.includes(bare) ? 'other' : 'unknown';
}

/** The words that turn up in a column with these: the first rows of a file may well hold no return. */
export function likelyWords(seen: readonly string[]): string[] {
  const written = seen.some((word) => word !== word.toLowerCase())
    ? seen.every((word) => word === word.toUpperCase())
      ? (word: string) => word.toUpperCase()
      : (word: string) => word.charAt(0).toUpperCase() + word.slice(1)
    : (word: string) => word;
  const flags = seen.some((word) => [...TRUE_WORDS, ...FALSE_WORDS].includes(word.toLowerCase()));
  const likely = flags ? [...TRUE_WORDS, ...FALSE_WORDS] : [...RETURN_WORDS, ...CANCELLED_WORDS];
  return [...new Set([...seen, ...likely.map(written)])];
}

/** Yes or no as a boolean; `otherwise` for another word, null where the cell is empty. */
export function flag(column: string, otherwise: boolean): string {
  return `case when nullif(trim(${column}), '') is null then null when ${oneOf(column, TRUE_WORDS)} then true when ${oneOf(column, FALSE_WORDS)} then false else ${otherwise} end`;
}

/** True where the word is neither yes nor no. */
export function isUnknownFlag(column: string): string {
  return `${column} is not null and not ${oneOf(column, [...TRUE_WORDS, ...FALSE_WORDS, ''])}`;
}

function oneOf(column: string, words: readonly string[]): string {
  return `coalesce(lower(trim(${column})) in (${words.map(literal).join(', ')}), false)`;
}
