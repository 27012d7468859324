import { cohortRelations } from './cohorts/relations.js';
import { lens1Relations } from './lens1/relations.js';
import { lens2Relations } from './lens2/relations.js';
import { lens3Relations } from './lens3/relations.js';
import { lens4Relations } from './lens4/relations.js';
import { productRelations } from './product/relations.js';
import { rfmRelations } from './rfm/relations.js';

/** Every relation of the lenses. */
export const lensRelations = [
  ...lens1Relations,
  ...rfmRelations,
  ...lens2Relations,
  ...lens3Relations,
  ...cohortRelations,
  ...lens4Relations,
  ...productRelations,
] as const;
