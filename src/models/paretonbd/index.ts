import { type FrequencyApi, frequencyApi } from '../frequency-api.js';
import { paretonbdFamily } from './family.js';
import { type ParetoParameters, paretonbdModel } from './model.js';

/** Pareto/NBD: dropout at any time; predictions of given parameters, and their fit. */
export const paretonbd: FrequencyApi<ParetoParameters> = frequencyApi(paretonbdModel, paretonbdFamily);
