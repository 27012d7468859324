import { calendarRelations } from './list/calendar.js';
import { customerRelations } from './list/customers.js';
import { orderRelations } from './list/orders.js';
import { scores } from './list/scores.js';
import { sources } from './list/sources.js';
import { profileRelations } from './profile/relations.js';
import type { Relation } from './relation.js';

/** The relations of the mart, inputs before readers. Lenses add their own. */
export const martRelations: readonly Relation[] = [
  ...sources,
  ...orderRelations,
  ...calendarRelations,
  ...customerRelations,
  ...profileRelations,
  ...scores,
];
