import type { Line } from '../../mart/fixture.js';

/** Ten orders of five customers over three years, and a return on a day of its own. */
export const tenRows: readonly Line[] = [
  { customer: 'A', order: '1', ts: '2018-01-02', amount: '100' },
  { customer: 'A', order: '2', ts: '2018-07-01', amount: '50' },
  { customer: 'A', order: '3', ts: '2019-03-01', amount: '30' },
  { customer: 'B', order: '4', ts: '2018-05-05', amount: '80' },
  { customer: 'B', order: '5', ts: '2020-02-02', amount: '40' },
  { customer: 'C', order: '6', ts: '2019-02-01', amount: '60' },
  { customer: 'C', order: '7', ts: '2019-02-15', amount: '20' },
  { customer: 'C', order: '8', ts: '2020-12-31', amount: '10' },
  { customer: 'D', order: '9', ts: '2019-06-01', amount: '90' },
  { customer: 'D', order: '9R', ts: '2020-03-03', amount: '-30' },
  { customer: 'E', order: '10', ts: '2020-04-04', amount: '70' },
];
