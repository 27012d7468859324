import type { Relation } from '../relation.js';
import { column, SUM } from './column.js';

const folder = new URL('../', import.meta.url).href;

/** How far the observation reaches, and the calendar in it. */
export const calendarRelations: readonly Relation[] = [
  {
    name: 'order_days',
    scope: 'day',
    adds: true,
    materialized: 'table',
    folder,
    grain: 'one row per day with at least one order',
    key: ['order_date'],
    inputs: ['orders'],
    vars: [],
    doc: 'Orders by day.',
    columns: [
      column('order_date', 'DATE', 'day in the declared time zone'),
      column('orders', 'BIGINT', 'orders'),
      column('lines', 'BIGINT', 'purchase lines'),
      column('spend', SUM, 'gross spend', 'currency'),
    ],
    checks: [
      {
        kind: 'identity',
        name: 'the days hold all orders',
        left: `select coalesce(sum(orders), 0) from {{ ref('order_days') }}`,
        right: `select count(*) from {{ ref('orders') }}`,
      },
    ],
  },
  {
    name: 'observation',
    scope: 'global',
    materialized: 'table',
    folder,
    grain: 'one row',
    key: [],
    inputs: ['order_days'],
    vars: ['as_of'],
    doc: 'The end of observation: as asked, else the last order day; a few stray days far in the future are left out.',
    columns: [
      column('as_of', 'DATE', 'last day of observation'),
      column('first_order_date', 'DATE', 'first day with an order'),
      column('last_order_date', 'DATE', 'last day with an order up to as_of'),
      column('first_stray_date', 'DATE', 'first day left out as stray'),
      column('order_days', 'BIGINT', 'days with orders up to as_of'),
      column('longest_gap_days', 'BIGINT', 'longest time between two days with orders', 'days'),
      column('median_gap_days', 'DOUBLE', 'median time between two days with orders', 'days'),
    ],
    checks: [],
  },
  {
    name: 'periods',
    scope: 'global',
    materialized: 'table',
    folder,
    grain: 'one row per calendar period from the first order to the end of observation',
    key: ['granularity', 'period_start'],
    inputs: ['observation'],
    vars: ['as_of', 'fiscal_year_start', 'granularity'],
    doc: 'The calendar: weeks from Monday, months, quarters, years.',
    columns: [
      column('granularity', 'VARCHAR', 'week, month, quarter or year'),
      column('period_start', 'DATE', 'first day'),
      column('period_end', 'DATE', 'first day after it'),
      column('period_index', 'INTEGER', 'running number: ages are differences'),
      column('is_complete', 'BOOLEAN', 'observed from its first day to its last'),
    ],
    checks: [
      { kind: 'unique', columns: ['granularity', 'period_start'] },
      { kind: 'unique', columns: ['granularity', 'period_index'] },
    ],
  },
];
