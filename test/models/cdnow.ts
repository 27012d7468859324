import { hasShared, readShared } from './shared-data.js';

export const CDNOW_FILE = 'data/cdnow/sample-orders.csv';
export const hasCdnow = hasShared(CDNOW_FILE) && hasShared('reference/published.json');

export interface CdnowCustomer {
  readonly x: number;
  readonly t_x: number;
  readonly T: number;
  /** Mean spend over the repeat purchase days of the calibration. */
  readonly meanSpend: number;
  /** Mean over all purchase days, the first included. */
  readonly meanSpendAll: number;
  /** Purchase days in the 39 weeks after the calibration. */
  readonly holdout: number;
}

/** The 1/10 sample by a plain loop: purchase days by customer, weeks = days/7, calibration to 1997-09-30. */
export function cdnowCustomers(): CdnowCustomer[] {
  const days = new Map<string, Map<number, number>>();
  for (const line of readShared(CDNOW_FILE).trim().split('\n').slice(1)) {
    const [, id, date, , amount] = line.trim().split(',') as [string, string, string, string, string];
    const day = Date.parse(date) / 86_400_000;
    const own = days.get(id) ?? new Map<number, number>();
    own.set(day, (own.get(day) ?? 0) + Number(amount));
    days.set(id, own);
  }
  const end = Date.parse('1997-09-30') / 86_400_000;
  const holdoutEnd = Date.parse('1998-06-30') / 86_400_000;
  return [...days.keys()].sort().map((id) => {
    const own = [...days.get(id)!].sort(([a], [b]) => a - b);
    const calibration = own.filter(([day]) => day <= end);
    const first = calibration[0]![0];
    const last = calibration[calibration.length - 1]![0];
    const spends = calibration.map(([, spend]) => spend);
    const repeats = spends.slice(1);
    return {
      x: repeats.length,
      t_x: (last - first) / 7,
      T: (end - first) / 7,
      meanSpend: repeats.length > 0 ? mean(repeats) : 0,
      meanSpendAll: mean(spends),
      holdout: own.filter(([day]) => day > end && day <= holdoutEnd).length,
    };
  });
}

export function columnsOf(customers: readonly { x: number; t_x: number; T: number }[]) {
  return {
    X: customers.map((c) => c.x),
    T_X: customers.map((c) => c.t_x),
    T: customers.map((c) => c.T),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, v) => sum + v, 0) / values.length;
}
