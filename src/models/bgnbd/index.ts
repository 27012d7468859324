import { predictionsOf } from '../predict.js';
import { bgnbdModel } from './model.js';

/** BG/NBD: predictions of given parameters. */
export const bgnbd = predictionsOf(bgnbdModel);
