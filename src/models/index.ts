/**
 * `clv-audit/models`: buy-till-you-die models for programs. Pure functions of numbers; nothing is read or written.
 */
export { bgnbd } from './bgnbd/index.js';
export { gammagamma } from './gammagamma/index.js';
export { mbgnbd } from './mbgnbd/index.js';
export { nbd } from './nbd/index.js';
export { paretonbd } from './paretonbd/index.js';
