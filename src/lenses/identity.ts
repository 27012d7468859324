import type { Money } from '../common/money.js';
import { money } from '../common/money.js';
import type { Identity } from '../common/result.js';

/** An equation that must hold exactly. */
export function exactIdentity(
  id: string,
  title: string,
  left: Money | number,
  right: Money | number,
): Identity {
  const a = money(left);
  const b = money(right);
  return { id, title, left: a.toFixed(), right: b.toFixed(), tolerance: '0', holds: a.eq(b) };
}
