/** What a column seems to say about a person. */
export type PersonalKind =
  | 'e-mail'
  | 'phone'
  | 'name'
  | 'address'
  | 'birth date'
  | 'account'
  | 'network address';

/** Whose name it is, before `name`; a product, a campaign and a shop are nobody. */
const PERSONS =
  'first|last|full|given|family|sur|middle|maiden|birth|nick|login|user|display|preferred|legal|customer|client|buyer|' +
  'member|guest|patient|subscriber|contact|person|recipient|receiver|addressee|consignee|sender|payer|owner|holder|' +
  'card_?holder|account_?holder|ship|shipping|ship_?to|bill|billing|bill_?to|deliver|delivery|invoice';

const NAMES: readonly (readonly [PersonalKind, RegExp])[] = [
  [
    'network address',
    /^(ip|(.*_)?ip_?(addr|address|adresse)|(client|user|login|remote|customer)_?ip|remote_?addr)$/,
  ],
  [
    'e-mail',
    /(^|_)e?_?mail(_?(address|addr|adresse|adr|privat|private|work))?$|(^|_)(email|e_mail|courriel)(_|$)/,
  ],
  [
    'phone',
    /(^|_)((tele)?(phone|fon)|telefono|mobile?|cell|fax|tel|handy|gsm|whatsapp)(_?(number|no|nr|num|nummer|phone|home|work|private|privat))?$|(^|_)(mobile?|cell|tele)_?(phone|fon|telefon)(_?(number|no|nr|nummer))?$|(^|_)(rufnummer|msisdn)$/,
  ],
  [
    'name',
    new RegExp(
      `^names?$|(^|_)(${PERSONS})_?names?$|` +
        '(^|_)(vorname|vornamen|nachname|zuname|familienname|geburtsname|kundenname|benutzername|empfaenger|empfanger|ansprechpartner|anrede|' +
        'surname|forename|prenom|nombre|apellidos?|cognome|voornaam|achternaam|sobrenome|initials|salutation)$|' +
        '^(nom|nome|naam|contact_?person|recipient|consignee|addressee)$',
    ),
  ],
  [
    'address',
    /(^|_)(street|street_?(name|no|nr|number)|strasse|street_?address|address|address_?line|adresse|[a-z]+adresse|anschrift|direccion|indirizzo|house_?(number|no|nr)|haus_?(nummer|nr)|zip|zip_?code|post_?code|postal_?code|code_?postal|codigo_?postal|plz|postleitzahl)$/,
  ],
  [
    'birth date',
    /(^|_)(birth_?(day|date)|date_?of_?birth|dob|geburts_?(datum|tag)|date_?(de_?)?naissance|fecha_?(de_?)?nacimiento)$/,
  ],
  [
    'account',
    /(^|_)(iban|bic|ssn|passport(_?(number|no))?|tax_?id|steuer_?(id|nummer|nr)|national_?id|bank_?account(_?(number|no))?|konto_?(nummer|nr)|card_?(number|no)|credit_?card)$/,
  ],
];

const E_MAIL = /^[^@\s]+@[^@\s]+\.[a-z]{2,}$/i;
const IP_ADDRESS = /^(\d{1,3}\.){3}\d{1,3}$/;
const PHONE = /^(\+|00)[\d\s()/.-]{7,20}$/;

/** What a column looks like by its name, else by what stands in most of its sample; null = nothing personal. */
export function personalKind(column: string, sample: readonly string[] = []): PersonalKind | null {
  const name = wordsOf(column);
  const byName = NAMES.find(([, form]) => form.test(name));
  if (byName !== undefined) return byName[0];
  const cells = sample.map((cell) => cell.trim()).filter((cell) => cell !== '');
  const most = (form: RegExp) =>
    cells.length > 0 && cells.filter((cell) => form.test(cell)).length * 2 > cells.length;
  if (most(E_MAIL)) return 'e-mail';
  if (most(IP_ADDRESS)) return 'network address';
  return most(PHONE) ? 'phone' : null;
}

/** `Téléphone (privé) 2` → `telephone_prive`. */
function wordsOf(column: string): string {
  return column
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/(?<=[^\d_])_?\d+_?$/, '')
    .replace(/^_|_$/g, '');
}
