import { type FrequencyApi, frequencyApi } from '../frequency-api.js';
import { paretonbdFamily } from './family.js';
import { paretonbdModel } from './model.js';
import type { ParetoParameters } from './parameters.js';

/** Pareto/NBD: dropout at any time; predictions of given parameters, and their fit. */
export const paretonbd: FrequencyApi<ParetoParameters> = frequencyApi(paretonbdModel, paretonbdFamily);
