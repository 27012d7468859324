import { type FrequencyApi, frequencyApi } from '../frequency-api.js';
import { geometricFamily } from '../geometric-dropout/family.js';
import { type BgnbdParameters, bgnbdModel } from './model.js';

export const bgnbdFamily = geometricFamily(bgnbdModel, 0);

/** BG/NBD: dropout after repeat purchases; predictions of given parameters, and their fit. */
export const bgnbd: FrequencyApi<BgnbdParameters> = frequencyApi(bgnbdModel, bgnbdFamily);
