import { badSetting } from '../../common/messages/config.js';
import { nearest } from '../../common/nearest.js';
import type { Parse } from './key.js';

/** Any text that is not empty. */
export const parseText: Parse<string> = (raw, where) => {
  const text = String(raw);
  if (text.trim() === '') throw badSetting('empty_setting', where.name, raw, 'is empty', 'Give a value.');
  return text;
};

/** One of a few words, case ignored. */
export function parseChoice<const T extends string>(choices: readonly T[]): Parse<T> {
  return (raw, where) => {
    const word = String(raw).trim().toLowerCase();
    const found = choices.find((choice) => choice === word);
    if (found !== undefined) return found;
    const meant = nearest(word, choices);
    throw badSetting(
      'bad_choice',
      where.name,
      raw,
      `is not one of ${choices.join(', ')}`,
      meant === null ? `Use one of them.` : `Did you mean ${meant}?`,
    );
  };
}

/** A flag is a boolean already; the environment says `1`, `true`, `yes`, `on` or their opposites. */
export const parseBoolean: Parse<boolean> = (raw, where) => {
  if (typeof raw === 'boolean') return raw;
  const word = String(raw).trim().toLowerCase();
  if (['1', 'true', 'yes', 'on'].includes(word)) return true;
  if (['0', 'false', 'no', 'off', ''].includes(word)) return false;
  throw badSetting('bad_boolean', where.name, raw, 'is neither yes nor no', 'Use true or false.');
};

/** One character; `tab`, `\t` and `space` are words for two that are hard to type. */
export const parseCharacter: Parse<string> = (raw, where) => {
  const text = String(raw);
  const named: Readonly<Record<string, string>> = { tab: '\t', '\\t': '\t', space: ' ' };
  const character = named[text.toLowerCase()] ?? text;
  if (character.length === 1 && !/["\r\n\0]/.test(character)) return character;
  throw badSetting(
    'bad_character',
    where.name,
    raw,
    'is not one character that can separate',
    'Give one character such as ; or the word tab.',
  );
};

/** A strftime form such as `%d/%m/%Y %H:%M`. */
export const parseDateFormat: Parse<string> = (raw, where) => {
  const text = parseText(raw, where);
  if (/%[a-zA-Z]/.test(text)) return text;
  throw badSetting(
    'bad_date_format',
    where.name,
    raw,
    'has no date fields',
    'Write it with percent signs, such as %d/%m/%Y or %Y-%m-%d %H:%M.',
  );
};

/** ISO 4217 shape; upper case. */
export const parseCurrency: Parse<string> = (raw, where) => {
  const text = String(raw).trim().toUpperCase();
  if (/^[A-Z]{3}$/.test(text)) return text;
  throw badSetting(
    'bad_currency',
    where.name,
    raw,
    'is not a currency code',
    'Use three letters such as EUR or USD.',
  );
};

/** Lets a setting be taken back: `none` in a flag or the environment, `null` in the config. */
export function optional<T>(parse: Parse<T>): Parse<T | null> {
  return (raw, where) =>
    raw === null || (typeof raw === 'string' && raw.trim().toLowerCase() === 'none')
      ? null
      : parse(raw, where);
}
