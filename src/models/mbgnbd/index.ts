import { predictionsOf } from '../predict.js';
import { mbgnbdModel } from './model.js';

export const mbgnbd = predictionsOf(mbgnbdModel);
