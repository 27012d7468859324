import { lensRelations } from '../lenses/relations.js';
import { martDocs } from '../mart/docs.js';
import { martRelations } from '../mart/relations.js';

/** The data dictionary of all relations. */
export function martDocumentation(form: 'markdown' | 'html'): string {
  return martDocs([...martRelations, ...lensRelations])[form];
}
