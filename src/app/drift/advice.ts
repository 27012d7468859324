import type { Judged } from '../../drift/finding.js';
import { percent } from '../backtest/words.js';

/** One finding as a sentence. */
export function sentence({ feature, before, after, shift, severity, kind }: Judged): string {
  const weight = severity === 'severe' ? 'far ' : '';
  if (feature.startsWith('purchases of') && before !== null && after !== null)
    return `${capital(feature)}: ${after.toFixed(3)} a customer came where the model expects ${before.toFixed(3)} (${change(before, after)}).`;
  if (kind === 'spend' && before !== null && after !== null)
    return `Customers' mean order is worth ${change(1, Math.exp(after - before))} against the weeks compared (geometric mean).`;
  if (kind === 'mix') return `The ${feature} has moved ${weight}from the weeks compared.`;
  if (feature.startsWith('repeat purchases') && before !== null && after !== null)
    return `${capital(feature)}: ${after.toFixed(3)} against ${before.toFixed(3)} of the model's own customers at the same age (${change(before, after)}).`;
  return `${capital(feature)}: not as the model says${shift === null ? '' : ` (shift of ${shift.toFixed(2)} standard deviations)`}.`;
}

/** What to do about all that was found. */
export function advice(judged: readonly Judged[]): string {
  const alerts = judged.filter(({ severity }) => severity === 'alert' || severity === 'severe');
  const has = (kind: Judged['kind']) => alerts.some((one) => one.kind === kind);
  if (alerts.length === 0) {
    return judged.some(({ severity }) => severity === 'notice')
      ? 'Wait: what differs is too small to matter.'
      : 'Nothing to do: the model still fits.';
  }
  if ((has('mix') || has('spend')) && !has('performance') && !has('newcomers'))
    return 'Look at the data first (new channels, prices, a changed export); refit (clv fit) when the change is real and here to stay.';
  if (has('performance') && !has('newcomers'))
    return 'Look for what changed for customers you have (assortment, service, missing data), then refit (clv fit).';
  return 'Refit (clv fit): customers behave differently from those that the model learnt from.';
}

function change(before: number, after: number): string {
  const share = after / before - 1;
  return `${share >= 0 ? '+' : ''}${percent(share)}`;
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
