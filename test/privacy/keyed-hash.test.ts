import fc from 'fast-check';
import { expect, it } from 'vitest';
import { keyedHash, keyedHashSql, pads, pseudonym, pseudonymSql } from '../../src/privacy/keyed-hash.js';
import { personalKind } from '../../src/privacy/personal-columns.js';
import { Store } from '../../src/store/store.js';

it('is HMAC-SHA256 (RFC 4231, test case 2), in the engine too', async () => {
  const key = Buffer.from('Jefe');
  const text = 'what do ya want for nothing?';
  const published = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';
  expect(keyedHash(key, text)).toBe(published);
  const store = await Store.open({ memoryMegabytes: 100, tempDirectory: '.' });
  const row = await store.one(`select ${keyedHashSql("'what do ya want for nothing?'")} as h`, pads(key));
  expect(row.h).toBe(published);
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ minLength: 16, maxLength: 64 }),
      fc.string({ unit: 'binary' }),
      async (key, id) => {
        const clean = id.replaceAll('\0', '');
        const found = await store.one(
          `select ${pseudonymSql('id')} as p, ${pseudonymSql(`(${pseudonymSql('id')})`)} as again from (select $id as id)`,
          { ...pads(key), id: clean },
        );
        expect(found).toEqual({ p: pseudonym(key, clean), again: pseudonym(key, clean) });
      },
    ),
    { numRuns: 30 },
  );
  await store.close();
  expect(() => pads(new Uint8Array(65))).toThrow('invalid key');
});

it.each([
  ['email', 'e-mail'],
  ['Customer E-Mail', 'e-mail'],
  ['billing_email_address', 'e-mail'],
  ['mobile', 'phone'],
  ['phoneNumber', 'phone'],
  ['Last Name', 'name'],
  ['Vorname', 'name'],
  ['street', 'address'],
  ['zip', 'address'],
  ['date_of_birth', 'birth date'],
  ['IBAN', 'account'],
  ['ip_address', 'network address'],
  ['E-Mail Adresse', 'e-mail'],
  ['Email1', 'e-mail'],
  ['mail_privat', 'e-mail'],
  ['telefon', 'phone'],
  ['Telefon-Nr.', 'phone'],
  ['Téléphone', 'phone'],
  ['Phone (home)', 'phone'],
  ['phone1', 'phone'],
  ['MobilePhone', 'phone'],
  ['handynummer', 'phone'],
  ['Rufnummer', 'phone'],
  ['ship_to_name', 'name'],
  ['billing_name', 'name'],
  ['shippingFirstName', 'name'],
  ['supplier_contact_name', 'name'],
  ['Kundenname', 'name'],
  ['Name 1', 'name'],
  ['Anrede', 'name'],
  ['Apellidos', 'name'],
  ['achternaam', 'name'],
  ['Prénom', 'name'],
  ['Adresse', 'address'],
  ['Lieferadresse', 'address'],
  ['Straße', 'address'],
  ['Anschrift', 'address'],
  ['Hausnr.', 'address'],
  ['shipping_address_1', 'address'],
  ['Address Line 2', 'address'],
  ['Postleitzahl', 'address'],
  ['Geburtstag', 'birth date'],
  ['kontonummer', 'account'],
  ['ip_addr', 'network address'],
  ['channel', null],
  ['mobile_os', null],
  ['store_name', null],
  ['shipping_method_name', null],
  ['brand name', null],
  ['segment', null],
  ['country', null],
  ['unit_of_measure', null],
  ['relationship', null],
  ['membership', null],
  ['postal_region', null],
  ['recipient_type', null],
  ['birth_year', null],
  ['vip', null],
  ['2019', null],
  ['product_name', null],
  ['phone_model', null],
  ['campaign_name', null],
  ['city', null],
  ['device_type', null],
])('a column %s is %s', (column, kind) => {
  expect(personalKind(column)).toBe(kind);
});

it('tells e-mail and phone by what stands in most cells', () => {
  expect(personalKind('contact', ['a@b.de', '', 'c@d.com', 'none'])).toBe('e-mail');
  expect(personalKind('contact', ['+49 30 123456', '0049 (30) 1234-56'])).toBe('phone');
  expect(personalKind('contact', ['10.0.0.1', '192.168.0.12'])).toBe('network address');
  expect(personalKind('contact', ['2024-01-01', '123456789', 'a@b.de'])).toBeNull();
  expect(personalKind('contact', ['', ' '])).toBeNull();
});
