import { createHmac } from 'node:crypto';

const BLOCK_BYTES = 64;
const PSEUDONYM = /^p_[0-9a-f]{32}$/;

/** HMAC-SHA256 (RFC 2104) of a text, in hexadecimal. */
export function keyedHash(key: Uint8Array, text: string): string {
  return createHmac('sha256', key).update(text, 'utf8').digest('hex');
}

/** What stands for an id: the first 128 bits of its keyed hash. A pseudonym stands for itself. */
export function pseudonym(key: Uint8Array, id: string): string {
  return PSEUDONYM.test(id) ? id : `p_${keyedHash(key, id).slice(0, 32)}`;
}

/** Tells keys apart without telling them. */
export function keyFingerprint(key: Uint8Array): string {
  return keyedHash(key, 'clv: which key').slice(0, 16);
}

/** The key as the two pads of RFC 2104, for `keyedHashSql`. */
export interface Pads extends Readonly<Record<string, string>> {
  readonly inner_pad: string;
  readonly outer_pad: string;
}

/** @param key at most 64 bytes */
export function pads(key: Uint8Array): Pads {
  if (key.length > BLOCK_BYTES) throw new Error(`invalid key: ${key.length} bytes`);
  const pad = (mask: number) =>
    Buffer.from(Uint8Array.from({ length: BLOCK_BYTES }, (_, i) => (key[i] ?? 0) ^ mask)).toString('hex');
  return { inner_pad: pad(0x36), outer_pad: pad(0x5c) };
}

/** `keyedHash` of a text expression; the statement binds `pads(key)`. */
export function keyedHashSql(text: string): string {
  return `sha256(unhex($outer_pad) || unhex(sha256(unhex($inner_pad) || encode(${text}))))`;
}

/** `pseudonym` of a text expression; the statement binds `pads(key)`. */
export function pseudonymSql(text: string): string {
  return `case when regexp_matches(${text}, '${PSEUDONYM.source}') then ${text} else 'p_' || substr(${keyedHashSql(text)}, 1, 32) end`;
}
