import { deepFreeze, type Result, type Row } from '../../src/common/result.js';

/** A made-up first lens with all that a renderer can meet: money, shares, dates, names of every script, hostile text. */
export const sampleResult: Result = deepFreeze({
  schemaVersion: 1,
  tool: 'clv',
  version: '0.1.0',
  command: 'clv audit lens1',
  headline: 'Lens 1: how different are customers – 2019-01-01 to 2019-12-31, EUR, as of 2019-12-31',
  settings: {
    period: '2019',
    granularity: 'year',
    metric: 'profit',
    currency: 'EUR',
    by: null,
    guests: false,
  },
  lineage: {
    files: [
      { name: 'orders-2018.csv', role: 'orders', bytes: 1_204_233, sha256: 'a'.repeat(64), rows: 20_000 },
      { name: 'orders-2019.csv', role: 'orders', bytes: 1_404_233, sha256: 'b'.repeat(64), rows: 21_234 },
      { name: '<b>kunden</b>.csv', role: 'customers', bytes: 9_233, sha256: 'c'.repeat(64), rows: 410 },
    ],
    rowsRead: 41_644,
    rowsUsed: 40_001,
    rowsQuarantined: 643,
    rowsIgnored: { cancelled: 900, zero_amount: 100 },
    asOf: '2019-12-31',
    configDigest: 'd'.repeat(64),
  },
  notes: [
    { code: 'LENS_METRIC', text: 'Metric is profit: 97.2 % of the spend has a known cost.' },
    {
      code: 'LENS_SMALL',
      text: 'A normal pattern has 63 % of the customers with one order in the year; here it is 58.1 %. Segments with fewer than 30 customers are marked, since their averages move with every order.',
    },
  ],
  warnings: [
    {
      code: 'DATA_JUMP',
      text: 'orders-2019.csv has 31 % more rows than the load before it (\u001b[31mred\u001b[0m).',
    },
  ],
  answers: [
    { question: 'How many customers do we have?', answer: '9,312 were active in 2019; 21,480 ever bought.' },
    {
      question: 'How concentrated is profit?',
      answer: 'The best 10 % of the customers bring 40.3 % of the profit, the best 20 % bring 58.0 %.',
    },
  ],
  identities: [
    {
      id: 'deciles_profit',
      title: 'profit of the deciles = profit of the period',
      left: '768240.75',
      right: '768240.75',
      tolerance: '0.01',
      holds: true,
    },
    {
      id: 'orders_active',
      title: 'orders of the order counts = orders of the period',
      left: '17786',
      right: '17786',
      tolerance: '0',
      holds: true,
    },
  ],
  tables: [
    {
      id: 'decomposition',
      title: 'What makes the profit',
      section: 'The period at a glance',
      description: 'Customers × orders per customer × spend per order × margin = profit.',
      layout: 'record',
      columns: [
        { id: 'customers', title: 'Active customers', type: 'count' },
        { id: 'aof', title: 'Orders per customer', type: 'number', digits: 2 },
        { id: 'aov', title: 'Spend per order', type: 'money', unit: 'EUR' },
        { id: 'margin', title: 'Margin', type: 'share', bar: true },
        { id: 'known_share', title: 'Spend with a known cost', type: 'share', bar: true },
        { id: 'spend', title: 'Spend', type: 'money', unit: 'EUR' },
        { id: 'profit', title: 'Profit', type: 'money', unit: 'EUR' },
        { id: 'first', title: 'First order', type: 'date' },
        { id: 'best', title: 'Best customer', type: 'text' },
        { id: 'refunds', title: 'Refunds', type: 'money', unit: 'EUR' },
      ],
      rows: [
        {
          customers: 9312,
          aof: 1.91,
          aov: '95.98',
          margin: 0.45,
          known_share: 0.972,
          spend: '1707201.66',
          profit: '768240.75',
          first: '2019-01-01',
          best: 'Müller & Söhne <script>alert(1)</script>',
          refunds: null,
        },
      ],
    },
    {
      id: 'deciles',
      title: 'Deciles of customers by profit',
      section: 'Who brings what',
      description: 'Ten groups of equal size, the best first; ties by id.',
      columns: [
        { id: 'decile', title: 'Decile', type: 'count' },
        { id: 'customers', title: 'Customers', type: 'count' },
        { id: 'aof', title: 'Orders per customer', type: 'number', wide: true },
        { id: 'aov', title: 'Spend per order', type: 'money', unit: 'EUR', wide: true },
        { id: 'spend', title: 'Spend', type: 'money', unit: 'EUR' },
        { id: 'profit', title: 'Profit', type: 'money', unit: 'EUR' },
        { id: 'share_profit', title: 'Share of profit', type: 'share', bar: true },
        { id: 'margin', title: 'Margin', type: 'share' },
      ],
      rows: deciles(),
    },
    {
      id: 'histogram',
      title: 'Spend per customer',
      section: 'Who brings what',
      terminalRows: 8,
      columns: [
        { id: 'measure', title: 'Measure', type: 'text' },
        { id: 'from', title: 'From', type: 'money', unit: 'EUR' },
        { id: 'to', title: 'To', type: 'money', unit: 'EUR' },
        { id: 'customers', title: 'Customers', type: 'count', bar: true },
        { id: 'share', title: 'Share', type: 'share', digits: 2 },
      ],
      rows: histogram(),
    },
    {
      id: 'cohorts',
      title: 'Active customers by cohort and age',
      section: 'Over time',
      columns: [
        { id: 'cohort', title: 'Cohort', type: 'text' },
        { id: 'age', title: 'Quarters since the first order', type: 'count' },
        { id: 'share_active', title: 'Share active', type: 'share' },
      ],
      rows: cohorts(),
    },
    {
      id: 'months',
      title: 'Months',
      section: 'Over time',
      columns: [
        { id: 'period_start', title: 'Month', type: 'date' },
        { id: 'channel', title: 'Channel', type: 'text' },
        { id: 'orders', title: 'Orders', type: 'count' },
        { id: 'profit', title: 'Profit', type: 'money', unit: 'EUR' },
        { id: 'low', title: 'Low', type: 'money', unit: 'EUR', wide: true },
        { id: 'high', title: 'High', type: 'money', unit: 'EUR', wide: true },
      ],
      rows: months(),
    },
    {
      id: 'attribution',
      title: 'Why profit changed',
      section: 'Over time',
      columns: [
        { id: 'component', title: 'Component', type: 'text' },
        { id: 'effect', title: 'Effect', type: 'money', unit: 'EUR' },
      ],
      rows: [
        { component: 'profit of 2018', effect: '701010.10' },
        { component: 'customers', effect: '88020.25' },
        { component: 'orders per customer', effect: '-31250.50' },
        { component: 'spend per order', effect: '14210.00' },
        { component: 'margin', effect: '-3749.10' },
        { component: 'profit of 2019', effect: '768240.75' },
      ],
    },
    {
      id: 'customers',
      title: 'Best customers',
      section: 'People',
      description: 'Ids and names are data: they are shown letter by letter.',
      columns: [
        { id: 'customer_id', title: 'Customer', type: 'text' },
        { id: 'name', title: 'Name', type: 'text' },
        { id: 'last', title: 'Last order', type: 'date' },
        { id: 'orders', title: 'Orders', type: 'count' },
        { id: 'spend', title: 'Spend', type: 'money', unit: 'EUR' },
        { id: 'recency', title: 'Recency', type: 'number', unit: 'days', digits: 0 },
        { id: 'share', title: 'Share', type: 'share', bar: true },
        { id: 'consent', title: 'Consent', type: 'boolean' },
      ],
      rows: customers(),
    },
    {
      id: 'lorenz',
      title: 'Lorenz curve',
      section: 'People',
      wide: true,
      columns: [
        { id: 'customers', title: 'Share of customers', type: 'share', digits: 0 },
        { id: 'profit', title: 'Share of profit', type: 'share' },
      ],
      rows: Array.from({ length: 21 }, (_, i) => ({ customers: i / 20, profit: 1 - (1 - i / 20) ** 2.6 })),
    },
    {
      id: 'empty',
      title: 'Unprofitable customers',
      section: 'People',
      columns: [{ id: 'customer_id', title: 'Customer', type: 'text' }],
      rows: [],
    },
  ],
  figures: [
    {
      id: 'profit-by-decile',
      title: 'The best tenth of the customers brings 40 % of the profit',
      kind: 'bar',
      table: 'deciles',
      x: 'decile',
      y: ['share_profit'],
      xLabel: 'decile of customers, the best first',
      yLabel: 'share of profit',
      alternative: 'Shares of profit fall from 40.3 % in decile 1 to 0.4 % in decile 10.',
    },
    {
      id: 'spend-histogram',
      title: 'Most customers spend less than the mean',
      kind: 'histogram',
      table: 'histogram',
      x: 'from',
      y: ['customers'],
      xLabel: 'spend in 2019',
      yLabel: 'customers',
      where: { measure: 'spend' },
      xEnd: 'to',
      marks: [
        { label: 'median', at: 113 },
        { label: 'mean', at: 183.33 },
      ],
      alternative: 'Spend per customer is skewed: the median is 113 EUR, the mean 183 EUR.',
    },
    {
      id: 'active-by-age',
      title: 'A quarter after the first order, three of four are silent',
      kind: 'heatmap',
      table: 'cohorts',
      x: 'age',
      y: ['share_active'],
      series: 'cohort',
      xLabel: 'quarters since the first order',
      yLabel: 'cohort',
      alternative: 'Shares active fall from 100 % at age 0 to about 20 % at age 4, in every cohort.',
    },
    {
      id: 'profit-by-month',
      title: 'The web shop carries the fourth quarter',
      kind: 'line',
      table: 'months',
      x: 'period_start',
      y: ['profit'],
      series: 'channel',
      interval: { low: 'low', high: 'high' },
      xLabel: 'month',
      yLabel: 'profit',
      alternative: 'Profit of the web shop doubles in November and December.',
    },
    {
      id: 'orders-stacked',
      title: 'Stores take a steady third of the orders',
      kind: 'stacked-bar',
      table: 'months',
      x: 'period_start',
      y: ['orders'],
      series: 'channel',
      xLabel: 'month',
      yLabel: 'orders',
      alternative: 'Orders by month, by channel: web about two thirds, stores about one third.',
    },
    {
      id: 'why-profit-changed',
      title: 'More customers, but each of them ordered less often',
      kind: 'waterfall',
      table: 'attribution',
      x: 'component',
      y: ['effect'],
      totals: ['profit of 2018', 'profit of 2019'],
      xLabel: 'component',
      yLabel: 'profit',
      alternative:
        'From 701,010 EUR: customers +88,020, orders per customer -31,251, spend per order +14,210, margin -3,749.',
    },
    {
      id: 'orders-and-spend',
      title: 'Who orders more does not spend more per order',
      kind: 'scatter',
      table: 'customers',
      x: 'orders',
      y: ['spend'],
      xLabel: 'orders',
      yLabel: 'spend',
      alternative: 'No visible relation between the count of orders and the spend of a customer.',
    },
    {
      id: 'lorenz-curve',
      title: 'Half of the customers bring 84 % of the profit',
      kind: 'line',
      table: 'lorenz',
      x: 'customers',
      y: ['profit'],
      xLabel: 'share of customers, the best first',
      yLabel: 'share of profit',
      alternative: 'The curve rises steeply: 20 % of the customers bring 44 %, 50 % bring 84 %.',
    },
  ],
});

function deciles(): readonly Row[] {
  const shares = [0.403, 0.177, 0.124, 0.091, 0.07, 0.054, 0.04, 0.027, 0.0104, 0.0036];
  return shares.map((share, i) => ({
    decile: i + 1,
    customers: i < 2 ? 932 : 931,
    aof: Number((4.6 / (1 + i / 3)).toFixed(4)),
    aov: (156 - i * 12.3).toFixed(2),
    spend: (1707201.66 * share).toFixed(2),
    profit: i === 9 ? '-1250.04' : (768240.75 * share).toFixed(2),
    share_profit: share,
    margin: 0.5 - i * 0.01,
  }));
}

function histogram(): readonly Row[] {
  return ['spend', 'orders'].flatMap((measure, m) =>
    Array.from({ length: 20 }, (_, i) => ({
      measure,
      from: (i * 25).toFixed(2),
      to: i === 19 ? null : ((i + 1) * 25).toFixed(2),
      customers: Math.round(2100 * Math.exp(-i / (4 + m))),
      share: Math.exp(-i / (4 + m)) / 5,
    })),
  );
}

function cohorts(): readonly Row[] {
  return Array.from({ length: 8 }, (_, c) =>
    Array.from({ length: 8 - c }, (_, age) => ({
      cohort: `${2018 + Math.floor(c / 4)}-Q${(c % 4) + 1}`,
      age,
      share_active: age === 0 ? 1 : (0.29 - c * 0.006) * 0.94 ** age,
    })),
  ).flat();
}

function months(): readonly Row[] {
  return Array.from({ length: 12 }, (_, m) =>
    ['web', 'store'].map((channel, c) => {
      const orders = Math.round((700 + (m > 9 ? 700 : m * 12)) * (c === 0 ? 1 : 0.5));
      const profit = orders * (41.3 + c);
      return {
        period_start: `2019-${String(m + 1).padStart(2, '0')}-01`,
        channel,
        orders,
        profit: profit.toFixed(2),
        low: (profit * 0.9).toFixed(2),
        high: (profit * 1.1).toFixed(2),
      };
    }),
  ).flat();
}

function customers(): readonly Row[] {
  const names = [
    ['00123', 'Zoë Müller-Lüdenscheidt'],
    ['C-2', '山田 太郎 🛒'],
    ['C-3', 'محمد عبد الله'],
    ['C-4', 'שלום כהן'],
    ['C-5', '👩‍👩‍👧‍👦 family 🇩🇪'],
    ['C-6', 'नमस्ते जी'],
    ["'; drop table orders; --", '=HYPERLINK("http://evil.example";"click")'],
    ['../../etc/passwd', '\u001b[2J\u001b]0;owned\u0007 name\r\nsecond\tline'],
    ['<img src=x onerror=alert(1)>', 'a | b \\ `c` *d* _e_ [f](javascript:alert(1))'],
    ['\u202etxt.exe', 'zero\u200bwidth \ud800 surrogate'],
    ['x'.repeat(300), '-5.00'],
    ['', null],
  ] as const;
  return names.map(([customer_id, name], i) => ({
    customer_id,
    name,
    last: i === 11 ? null : `2019-${String(12 - i).padStart(2, '0')}-28`,
    orders: 40 - 3 * i,
    spend: i === 10 ? '-5.00' : (12345.678 / (i + 1)).toFixed(2),
    recency: i === 11 ? null : 3 + i * 30.5,
    share: 0.1 / (i + 1),
    consent: i % 2 === 0,
  }));
}
