import type { Step } from '../link/step.ts';

/** One thing that is taken away, given back, or kept. */
export type UnlinkStep = Pick<Step, 'org' | 'type' | 'name' | 'action' | 'changes' | 'component'> & {
  /** Id of a row that is deleted, or of a user that is deactivated. */
  rowId?: string;
  /** Why something is kept, or what goes along with it, in words. */
  reason?: string;
};

/** Whether a step writes to an org. */
export const isWork = ({ action }: UnlinkStep): boolean =>
  ['delete', 'release', 'deactivate'].includes(action);
