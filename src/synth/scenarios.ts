import type { Scenario } from './scenario.js';
import { baseline } from './scenarios/baseline.js';
import { madrigal } from './scenarios/madrigal.js';
import { texas } from './scenarios/texas.js';
import { highChurn, launch, promotion, recall, seasonal, stable } from './scenarios/variations.js';

/** Every scenario, in the order of the help. */
export const SCENARIOS: readonly Scenario[] = [
  madrigal,
  texas,
  baseline,
  highChurn,
  recall,
  promotion,
  launch,
  seasonal,
  stable,
];
