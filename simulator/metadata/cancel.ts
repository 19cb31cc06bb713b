import type { Org } from '../org.ts';
import { deployResult, findDeployment } from './deployResult.ts';
import { CallProblem } from './problem.ts';

/**
 * cancelDeploy() (Metadata API Developer Guide; its faults are those of the guide): a deploy in the queue is cancelled
 * at once, one in progress a moment later, and what it changed is taken back.
 * @returns CancelDeployResult: whether it is cancelled already
 * @throws CallProblem for an id that is none of a deploy, and for a deploy that is over
 */
export const cancelDeploy = (org: Org, id: string, userId: string): { done: boolean; id: string } => {
  const found = findDeployment(org, id);
  if (!found) throw new CallProblem('INVALID_ID_FIELD', 'Invalid deploy ID');
  const now = org.settings.now();
  if (found.canceled || deployResult(org, found.id, now).done) {
    throw new CallProblem('INVALID_ID_FIELD', 'Deployment already completed');
  }
  found.undo();
  org.deploys.set(found.id, { ...found, canceled: { at: now, userId } });
  return { done: now <= found.started, id: found.id };
};
