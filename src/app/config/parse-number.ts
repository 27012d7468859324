import { badSetting } from '../../common/messages/config.js';
import { Money } from '../../common/money.js';
import type { Parse } from './key.js';

/** A whole number from `low` to `high`. */
export function parseCount(low: number, high: number): Parse<number> {
  return (raw, where) => {
    const text = String(raw).trim();
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= low && value <= high) return value;
    throw badSetting(
      'bad_count',
      where.name,
      raw,
      'is not a whole number in range',
      `Use a whole number from ${low} to ${high}.`,
    );
  };
}

/** A share from 0 to 1: `0.05` or `5%`. */
export const parseShare: Parse<number> = (raw, where) => {
  const share = exactShare(raw);
  if (share?.gte(0) && share.lte(1)) return share.toNumber();
  throw badShare(raw, where.name);
};

/** An amount of money, 0 or more, as an exact decimal string. */
export const parseMoney: Parse<string> = (raw, where) => {
  const text = String(raw).trim();
  if (/^\d{1,12}(\.\d{1,6})?$/.test(text)) return new Money(text).toFixed();
  throw badSetting('bad_amount', where.name, raw, 'is not an amount of money', 'Write it like 4.50.');
};

/** A margin from −100 % to 100 % with at most six digits, as an exact decimal string: it multiplies money. */
export const parseMargin: Parse<string> = (raw, where) => {
  const share = exactShare(raw);
  if (share?.abs().lte(1) && share.decimalPlaces() <= 6) return share.toFixed();
  if (share?.abs().gt(1) && share.abs().lt(2))
    throw badSetting(
      'bad_margin',
      where.name,
      raw,
      'is more than the whole spend',
      'A margin is profit as a share of the spend, from -100% to 100%: write it like 40% or 0.4.',
    );
  throw badShare(raw, where.name);
};

/** An exchange rate: a decimal above zero. */
export const parseRate: Parse<string> = (raw, where) => {
  const text = String(raw).trim();
  const rate = /^\d{1,12}(\.\d{1,12})?$/.test(text) ? new Money(text) : null;
  if (rate?.gt(0)) return rate.toFixed();
  throw badSetting(
    'bad_rate',
    where.name,
    raw,
    'is not an exchange rate',
    'Use a decimal number above zero with at most 12 digits after the point, such as 0.92.',
  );
};

function exactShare(raw: unknown): Money | null {
  const match = /^([+-]?(?:\d{1,9}(?:\.\d{0,12})?|\.\d{1,12}))\s*(%?)$/.exec(String(raw).trim());
  if (match === null) return null;
  return new Money(match[1]!).div(match[2] === '%' ? 100 : 1);
}

function badShare(raw: unknown, where: string): Error {
  const percent = /^\d{1,3}(\.\d+)?$/.test(String(raw).trim()) ? Number(raw) : Number.NaN;
  const example = percent > 1 && percent <= 100 ? `${percent}% or ${percent / 100}` : '5% or 0.05';
  return badSetting('bad_share', where, raw, 'is not a share', `Write it like ${example}.`);
}
