/** A consent that a column's name speaks of; `inverted` where the column says no by yes (`opt_out`). */
export interface Consent {
  readonly name: string;
  readonly inverted: boolean;
}

/** `email_opt_in`, `marketing_consent`, `consent_sms`, `gdpr_consent`; `opt_out`, `unsubscribed`, `do_not_email` inverted. */
export function consentOf(column: string): Consent | null {
  const name = column
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
  if (/(^|_)opt(ed)?_?out($|_)/.test(name)) {
    return { name: name.replace(/opt(ed)?_?out/, 'opt_in'), inverted: true };
  }
  if (/^do_not_/.test(name)) return { name: name.replace(/^do_not_/, 'allow_'), inverted: true };
  if (/(^|_)unsubscribed($|_)/.test(name))
    return { name: name.replace('unsubscribed', 'subscribed'), inverted: true };
  if (/(^|_)(opt(ed)?_?in|consent(ed)?|subscribed)($|_)/.test(name) && !/_(date|ts|at)$/.test(name)) {
    return { name, inverted: false };
  }
  return null;
}
