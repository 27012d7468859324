/**
 * SQL of a text with its letters and digits covered: of a row that does not come apart nobody knows where the columns are that
 * are not to be stored.
 */
export function formOnly(text: string): string {
  return String.raw`regexp_replace(regexp_replace(${text}, '\p{L}|\p{M}', 'x', 'g'), '\p{N}', '9', 'g')`;
}

const FORM = String.raw`(?:[x9]|[^\p{L}\p{M}\p{N}])*`;

/** Whether a text may be such a form. */
export function isForm(text: string): boolean {
  return new RegExp(`^${FORM}$`, 'u').test(text);
}

/** SQL of the same. */
export function isFormSql(text: string): string {
  return `regexp_full_match(${text}, '${FORM}')`;
}
