import { martDocs } from '../mart/docs.js';
import { allRelations } from './open-mart.js';

/** The data dictionary of all relations. */
export function martDocumentation(form: 'markdown' | 'html'): string {
  return martDocs(allRelations)[form];
}
