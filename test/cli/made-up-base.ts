import { addDays } from '../../src/common/calendar.js';

/** Eighty customers, forty of whom come again: small, but enough for a fit. Deterministic. */
export function madeUpOrders(spend: (customer: number, order: number) => string = varied): string[] {
  const rows = ['customer_id,order_id,order_date,amount'];
  let order = 0;
  for (let c = 0; c < 80; c++) {
    const id = `C${String(c).padStart(3, '0')}`;
    let day = (c * 37) % 200;
    const purchases = c % 2 === 1 ? 1 : 2 + ((c / 2) % 5);
    for (let i = 0; i < purchases; i++) {
      rows.push(`${id},O${order},${addDays('2022-01-01', day)},${spend(c, order)}`);
      order += 1;
      day += 5 + ((c * 13 + i * 29) % 70);
    }
  }
  return rows;
}

function varied(customer: number, order: number): string {
  const mean = 20 + ((customer * 17) % 60);
  return (mean * (0.5 + ((order * 31) % 100) / 100)).toFixed(2);
}
