import { type FrequencyApi, frequencyApi } from '../frequency-api.js';
import { geometricFamily } from '../geometric-dropout/family.js';
import { type MbgnbdParameters, mbgnbdModel } from './model.js';

export const mbgnbdFamily = geometricFamily(mbgnbdModel, 1);

/** MBG/NBD: dropout after each purchase, the first included; predictions and fit. */
export const mbgnbd: FrequencyApi<MbgnbdParameters> = frequencyApi(mbgnbdModel, mbgnbdFamily);
