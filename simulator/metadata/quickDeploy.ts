import type { Org } from '../org.ts';
import { deploy } from './deploy.ts';
import { deployResult, findDeployment } from './deployResult.ts';
import { CallProblem } from './problem.ts';

const tenDays = 10 * 24 * 60 * 60 * 1000;

/**
 * deployRecentValidation() (Metadata API Developer Guide): deploys what a check-only deploy of the last ten days has
 * validated, once, if tests were part of it. The guide has no text for one that cannot be deployed so.
 * @returns the id of the new deploy, and `<type>:<name>` of each component that was created, changed or deleted
 * @throws CallProblem
 */
export const deployRecentValidation = async (
  org: Org,
  id: string,
  userId: string
): Promise<{ id: string; changes: string[] }> => {
  const found = findDeployment(org, id);
  const now = org.settings.now();
  const { testLevel = 'NoTestRun', checkOnly } = found?.options ?? {};
  if (
    !found ||
    !checkOnly ||
    found.deployed ||
    testLevel === 'NoTestRun' ||
    now - found.started > tenDays ||
    !deployResult(org, found.id, now).success
  ) {
    throw new CallProblem('INVALID_ID_FIELD', 'Invalid deploy ID');
  }
  org.deploys.set(found.id, { ...found, deployed: true });
  return deploy(org, found.zip, { ...found.options, checkOnly: false }, userId);
};
