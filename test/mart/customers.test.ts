import { expect, it } from 'vitest';
import { type Customer, type Line, martOf, shown, using } from './fixture.js';

const LINES: readonly Line[] = [
  { customer: 'buyer', order: 'o1', ts: '2024-03-31T22:00:00', amount: '10', quantity: '1', profit: '4' },
  { customer: 'buyer', order: 'o2', ts: '2024-03-31T23:00:00', amount: '20', quantity: '2' },
  { customer: 'buyer', order: 'o1', ts: '2024-05-01', amount: '-10', quantity: '-1', profit: '-4' },
  { customer: 'known', order: 'o3', ts: '2024-04-02', amount: '5' },
  { customer: 'returner', order: 'r1', ts: '2024-04-02', amount: '-5', profit: '-2' },
];
const RECORDS: readonly Customer[] = [
  { id: 'known', acquired: '2023-12-31T23:30:00', system: 'shop', visible: true },
  { id: 'known', acquired: '2024-01-05', system: 'crm', visible: false },
  { id: 'idle', system: 'crm' },
  { id: 'buyer', acquired: '2024-04-01T05:00:00', system: 'crm' },
];

it('holds everyone: who bought, who only gave back, who only is known', () =>
  using(martOf({ lines: LINES, customers: RECORDS }, { time_zone: 'Europe/Berlin' }), async (mart) => {
    expect(
      await shown(mart, 'customers', [
        'customer_id',
        'orders',
        'order_days',
        'units',
        'spend',
        'returns',
        'net_spend',
        'profit',
        'profit_known_spend',
      ]),
    ).toEqual([
      'buyer 2 1 2 30 10 20 0 0',
      'idle 0 0 0 0 0 0 - 0',
      'known 1 1 - 5 0 5 - 0',
      'returner 0 0 - 0 5 -5 -2 -5',
    ]);
    expect(
      await shown(mart, 'customers', [
        'customer_id',
        'acquisition_basis',
        'acquisition_date',
        'first_order_date',
        'last_order_date',
        'source_systems',
        'is_visible',
      ]),
    ).toEqual([
      'buyer customers_file 2024-04-01 2024-04-01 2024-04-01 crm true',
      'idle - - - - crm true',
      'known customers_file 2024-01-01 2024-04-02 2024-04-02 crm, shop false',
      'returner - - - - - true',
    ]);
    mart.set({ fiscal_year_start: 4 });
    expect(
      await shown(mart, 'customers', [
        'customer_id',
        'cohort_week',
        'cohort_month',
        'cohort_quarter',
        'cohort_year',
      ]),
    ).toEqual([
      'buyer 2024-04-01 2024-04-01 2024-04-01 2024-04-01',
      'idle - - - -',
      'known 2024-01-01 2024-01-01 2024-01-01 2023-04-01',
      'returner - - - -',
    ]);
    mart.set({ granularity: 'quarter' });
    expect(
      await shown(mart, 'cohorts', [
        'cohort_start',
        'customers',
        'buyers',
        'orders',
        'net_spend',
        'profit',
        'profit_known_spend',
      ]),
    ).toEqual(['2024-01-01 1 1 1 5 - 0', '2024-04-01 1 1 2 20 0 0']);
  }));

it('acquires a customer on the earlier of the customers file and the first order', () =>
  using(
    martOf({
      lines: [
        { customer: 'early', order: 'o1', ts: '2024-03-01T10:00:00', amount: '1' },
        { customer: 'late', order: 'o2', ts: '2024-03-01T10:00:00', amount: '1' },
        { customer: 'same', order: 'o3', ts: '2024-03-01T10:00:00', amount: '1' },
      ],
      customers: [
        { id: 'early', acquired: '2024-02-10' },
        { id: 'late', acquired: '2024-03-02T09:00:00' },
        { id: 'same', acquired: '2024-03-01T12:00:00' },
        { id: 'silent', acquired: '2024-03-05T12:00:00' },
      ],
    }),
    async (mart) => {
      expect(
        await shown(mart, 'customers', [
          'customer_id',
          'acquisition_basis',
          'acquisition_date',
          'cohort_month',
        ]),
      ).toEqual([
        'early customers_file 2024-02-10 2024-02-01',
        'late first_order 2024-03-01 2024-03-01',
        'same customers_file 2024-03-01 2024-03-01',
        'silent customers_file 2024-03-05 2024-03-01',
      ]);
      const [same] = await mart.rows(
        `select strftime(acquisition_ts, '%H:%M') as at from {{ ref('customers') }} where customer_id = 'same'`,
      );
      expect(same!.at).toBe('10:00');
    },
  ));

it('merges records: earliest acquisition, every system, visible only if no record says otherwise', () => {
  const customers: readonly Customer[] = [
    { id: 'a', acquired: '2024-02-01', system: 'shop', visible: true },
    { id: 'a', system: 'crm' },
    { id: 'a', acquired: '2024-01-01', system: 'app', visible: true },
    { id: 'a', acquired: '2024-01-02', system: 'crm' },
    { id: 'b', visible: true },
    { id: 'b', visible: false },
    { id: 'b', visible: true },
    { id: 'c' },
  ];
  return using(martOf({ customers }), async (mart) => {
    expect(
      await shown(mart, 'customer_profiles', [
        'customer_id',
        'acquisition_ts',
        'source_systems',
        'is_visible',
        'records',
      ]),
    ).toEqual(['a 2024-01-01 app, crm, shop true 4', 'b - - false 3', 'c - - true 1']);
  });
});

it('keeps the latest attribute that is there, and a consent only if every record gives it', () => {
  const customers: readonly Customer[] = [
    {
      id: 'a',
      written: '2024-01-02',
      system: 'shop',
      attributes: { city: 'Bonn', tier: 'gold' },
      consents: { email: false, sms: true },
    },
    {
      id: 'a',
      written: '2024-01-03',
      system: 'crm',
      attributes: { city: 'Ulm' },
      consents: { email: true, sms: true },
    },
    { id: 'a', attributes: { city: 'Aachen', age: '40' }, consents: { email: true } },
    { id: 'b', written: '2024-01-03', attributes: { city: 'Bonn' } },
    { id: 'b', written: '2024-01-03', attributes: { city: 'Aachen' } },
  ];
  return using(martOf({ customers }), async (mart) => {
    expect(
      await shown(mart, 'customer_profile_attributes', ['customer_id', 'kind', 'name', 'value']),
    ).toEqual([
      'a attribute age 40',
      'a attribute city Ulm',
      'a attribute tier gold',
      'a consent email false',
      'a consent sms true',
      'b attribute city Aachen',
    ]);
  });
});
