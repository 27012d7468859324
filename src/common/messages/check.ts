import type { Note } from '../result.js';
import { counted } from './counted.js';

export function longGap(before: string, after: string, days: number): Note {
  return {
    code: 'long_gap',
    text: `Nobody ordered for ${days.toLocaleString('en-US')} days between ${before} and ${after}: closed, or are rows missing from the export?`,
  };
}

export function volumeJump(month: string, orders: number, before: number, after: number): Note {
  const text = (n: number) => n.toLocaleString('en-US');
  return {
    code: 'volume_jump',
    text: `${month} has ${counted(orders, 'order')} between months with ${text(before)} and ${text(after)}: a promotion, or rows missing or doubled?`,
  };
}
