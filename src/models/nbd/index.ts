import { predictionsOf } from '../predict.js';
import { nbdModel } from './model.js';

export const nbd = predictionsOf(nbdModel);
