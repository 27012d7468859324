import { predictionsOf } from '../predict.js';
import { paretonbdModel } from './model.js';

export const paretonbd = predictionsOf(paretonbdModel);
