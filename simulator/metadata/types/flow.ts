import { newId } from '../../tables.ts';
import { text } from '../content.ts';
import { MetadataProblem } from '../problem.ts';
import type { TypeRules } from '../typeRules.ts';
import { checkLength } from '../values.ts';

/** Flow (Metadata API Developer Guide): kept as it was sent. It has one version, and it never runs. */
export const flow: TypeRules = {
  check: (_org, _fullName, sent) => {
    checkLength('Flow Label', text(sent, 'label'), 255);
    return { body: sent, warnings: ['not simulated: running a Flow, and checking what it refers to'] };
  },
  save: (org, fullName) => org.components.get(`Flow:${fullName}`)?.id ?? newId(org, 'Flow'),
  // Active versions can't be deleted, and what holds for the others is not simulated.
  remove: () => {
    throw new MetadataProblem('UNKNOWN_EXCEPTION', 'not simulated: deleting a Flow');
  },
  read: (_org, { body }) => body,
};
