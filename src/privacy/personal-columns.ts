/** What a column seems to say about a person. */
export type PersonalKind =
  | 'e-mail'
  | 'phone'
  | 'name'
  | 'address'
  | 'birth date'
  | 'account'
  | 'network address';

const NAMES: readonly (readonly [PersonalKind, RegExp])[] = [
  ['network address', /^(ip|ip_?address|client_?ip|remote_?addr)$/],
  ['e-mail', /(^|_)e?_?mail(_?(address|addr))?$|(^|_)email(_|$)/],
  [
    'phone',
    /(^|_)(tele)?phone(_?(number|no|nr))?$|(^|_)(mobile|cell|fax|tel|telefon|handy)(_?(number|no|nr|phone))?$/,
  ],
  [
    'name',
    /^name$|(^|_)(first|last|full|given|family|sur|middle|maiden|customer|client|contact|recipient|person|user|nick|login)_?names?$|^(vorname|nachname|surname|forename|nom|prenom|salutation)$/,
  ],
  [
    'address',
    /(^|_)(street|strasse|straße|address|address_?line_?\d?|house_?(number|no)|zip|zip_?code|post_?code|postal_?code|plz)\d?$/,
  ],
  ['birth date', /(^|_)(birth_?(day|date)|date_?of_?birth|dob|geburtsdatum)$/],
  ['account', /(^|_)(iban|bic|ssn|passport(_?(number|no))?|tax_?id|card_?(number|no)|credit_?card)$/],
];

const E_MAIL = /^[^@\s]+@[^@\s]+\.[a-z]{2,}$/i;
const PHONE = /^(\+|00)[\d\s()/.-]{7,20}$/;

/** What a column looks like by its name, else by what stands in most of its sample; null = nothing personal. */
export function personalKind(column: string, sample: readonly string[] = []): PersonalKind | null {
  const name = column
    .trim()
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[\s.-]+/g, '_');
  const byName = NAMES.find(([, form]) => form.test(name));
  if (byName !== undefined) return byName[0];
  const cells = sample.map((cell) => cell.trim()).filter((cell) => cell !== '');
  const most = (form: RegExp) =>
    cells.length > 0 && cells.filter((cell) => form.test(cell)).length * 2 > cells.length;
  if (most(E_MAIL)) return 'e-mail';
  return most(PHONE) ? 'phone' : null;
}
