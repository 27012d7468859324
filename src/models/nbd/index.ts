import { type FrequencyApi, frequencyApi } from '../frequency-api.js';
import { nbdFamily } from './family.js';
import { type NbdParameters, nbdModel } from './model.js';

/** NBD: purchases without dropout; predictions of given parameters, and their fit. */
export const nbd: FrequencyApi<NbdParameters> = frequencyApi(nbdModel, nbdFamily);
