import type { Line } from './fixture.js';

/** The relations of orders and customers once more, by plain loops over lines. Money in ten-thousandths. */
export interface NaiveSettings {
  readonly zeroValue: 'keep' | 'drop';
  readonly timeZone: string;
  readonly fiscalYearStart: number;
}

interface Sums {
  lines: number;
  units: bigint | null;
  amount: bigint;
  profit: bigint | null;
  knownAmount: bigint;
  ts: string;
}

interface NaiveOrder extends Sums {
  readonly id: string;
  readonly customer: string;
  readonly day: string;
}

export interface NaiveMart {
  readonly orders: string[];
  readonly returns: string[];
  readonly customerPeriods: string[];
  readonly customers: string[];
}

export function naiveMart(lines: readonly Line[], settings: NaiveSettings): NaiveMart {
  const id = (line: Line) => line.order ?? `@${line.ts}`;
  const cancelled = new Set<string>();
  for (const line of lines) if (line.cancelled) cancelled.add(`${id(line)}|${line.customer}`);
  const orders = new Map<string, NaiveOrder>();
  const returns = new Map<string, NaiveOrder>();
  for (const line of [...lines].sort((a, b) => (a.ts < b.ts ? -1 : a.ts > b.ts ? 1 : 0))) {
    const key = `${id(line)}|${line.customer}`;
    if (cancelled.has(key)) continue;
    const amount = exact(line.amount);
    if (amount === 0n && settings.zeroValue === 'drop') continue;
    const day = localDay(line.ts, settings.timeZone);
    const isReturn = line.isReturn ?? line.amount.startsWith('-');
    const sign = isReturn ? -1n : 1n;
    const into = isReturn ? returns : orders;
    const place = isReturn ? `${key}|${day}` : key;
    let row = into.get(place);
    if (!row) {
      row = {
        id: id(line),
        customer: line.customer,
        day,
        lines: 0,
        units: null,
        amount: 0n,
        profit: null,
        knownAmount: 0n,
        ts: line.ts,
      };
      into.set(place, row);
    }
    row.lines++;
    row.amount += sign * amount;
    if (line.quantity !== undefined) row.units = (row.units ?? 0n) + sign * exact(line.quantity);
    if (line.profit !== undefined) {
      row.profit = (row.profit ?? 0n) + exact(line.profit);
      row.knownAmount += sign * amount;
    }
  }
  return {
    orders: [...orders.values()].map(orderText).sort(),
    returns: [...returns.values()].map(orderText).sort(),
    customerPeriods: periodRows([...orders.values()], [...returns.values()], settings),
    customers: customerRows([...orders.values()], [...returns.values()]),
  };
}

function orderText(row: NaiveOrder): string {
  return [
    row.id,
    row.customer,
    row.day,
    row.lines,
    plain(row.units),
    plain(row.amount),
    plain(row.profit),
    plain(row.knownAmount),
    row.ts,
  ].join(' ');
}

interface Tally {
  orders: number;
  days: Set<string>;
  units: bigint | null;
  spend: bigint;
  returns: bigint;
  profit: bigint | null;
  known: bigint;
}

function periodRows(
  orders: readonly NaiveOrder[],
  returns: readonly NaiveOrder[],
  { fiscalYearStart }: NaiveSettings,
): string[] {
  const found = new Map<string, Tally>();
  for (const granularity of ['week', 'month', 'quarter', 'year'] as const) {
    for (const [rows, isReturn] of [
      [orders, false],
      [returns, true],
    ] as const) {
      for (const row of rows) {
        const key = `${granularity} ${row.customer} ${startOf(row.day, granularity, fiscalYearStart)}`;
        add(found, key, row, isReturn);
      }
    }
  }
  return [...found].map(([key, sums]) => `${key} ${tallyText(sums)}`).sort();
}

function customerRows(orders: readonly NaiveOrder[], returns: readonly NaiveOrder[]): string[] {
  const found = new Map<string, Tally>();
  for (const row of orders) add(found, row.customer, row, false);
  for (const row of returns) add(found, row.customer, row, true);
  return [...found]
    .map(([customer, sums]) => {
      const days = [...sums.days].sort();
      return `${customer} ${tallyText(sums)} ${days[0] ?? '-'} ${days.at(-1) ?? '-'}`;
    })
    .sort();
}

function add(found: Map<string, Tally>, key: string, row: NaiveOrder, isReturn: boolean): void {
  let sums = found.get(key);
  if (!sums) {
    sums = { orders: 0, days: new Set(), units: null, spend: 0n, returns: 0n, profit: null, known: 0n };
    found.set(key, sums);
  }
  const sign = isReturn ? -1n : 1n;
  if (isReturn) sums.returns += row.amount;
  else {
    sums.orders++;
    sums.days.add(row.day);
    sums.spend += row.amount;
  }
  if (row.units !== null) sums.units = (sums.units ?? 0n) + sign * row.units;
  if (row.profit !== null) sums.profit = (sums.profit ?? 0n) + row.profit;
  sums.known += sign * row.knownAmount;
}

function tallyText(sums: Tally): string {
  return [
    sums.orders,
    sums.days.size,
    plain(sums.units),
    plain(sums.spend),
    plain(sums.returns),
    plain(sums.spend - sums.returns),
    plain(sums.profit),
    plain(sums.known),
  ].join(' ');
}

function startOf(day: string, granularity: string, fiscalYearStart: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  if (granularity === 'week') {
    while (date.getUTCDay() !== 1) date.setUTCDate(date.getUTCDate() - 1);
    return date.toISOString().slice(0, 10);
  }
  date.setUTCDate(1);
  const starts = (month: number) =>
    granularity === 'month' || (month - fiscalYearStart + 24) % (granularity === 'quarter' ? 3 : 12) === 0;
  while (!starts(date.getUTCMonth() + 1)) date.setUTCMonth(date.getUTCMonth() - 1);
  return date.toISOString().slice(0, 10);
}

function localDay(ts: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(new Date(`${ts}Z`));
}

function exact(decimal: string): bigint {
  const [, sign, whole, part = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal)!;
  return BigInt(`${sign}${whole}${part.padEnd(4, '0')}`);
}

function plain(value: bigint | null): string {
  if (value === null) return '-';
  const digits = String(value < 0n ? -value : value).padStart(5, '0');
  const text = `${digits.slice(0, -4)}.${digits.slice(-4)}`.replace(/\.?0+$/, '');
  return value < 0n ? `-${text}` : text;
}
