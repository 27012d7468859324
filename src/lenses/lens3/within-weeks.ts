import type { Row } from '../../common/result.js';
import { percent } from '../wording.js';

/** ` (31.6 % within 16 weeks, 45.8 % within 52 weeks)`, as far as anybody is observed so long. */
export function withinWeeks(summary: Row | undefined): string {
  const known = [16, 52].filter((week) => typeof summary?.[`share_${week}_weeks`] === 'number');
  if (known.length === 0) return '';
  return ` (${known.map((week) => `${percent(summary?.[`share_${week}_weeks`])} within ${week} weeks`).join(', ')})`;
}
