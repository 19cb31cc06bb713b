import type { Org } from '../org.ts';
import { newId } from '../tables.ts';
import { openArchives } from './archive.ts';
import type { DeployOptions, Deployment } from './deployment.ts';
import { applyPackage, preparePackage } from './deployPackage.ts';
import type { Prepared, Request } from './deployPackage.ts';
import { CallProblem } from './problem.ts';
import { undoable } from './snapshot.ts';

const testLevels = [
  'NoTestRun',
  'RunSpecifiedTests',
  'RunLocalTests',
  'RunAllTestsInOrg',
  'RunRelevantTests',
];

/**
 * Refuses options that a deploy cannot have, as the call itself fails for them (texts seen live).
 * @throws CallProblem
 */
const checkOptions = (org: Org, options: DeployOptions): void => {
  const { testLevel } = options;
  if (testLevel !== undefined && !testLevels.includes(testLevel)) {
    throw new CallProblem(
      'UNKNOWN_EXCEPTION',
      `'${testLevel}' is not a valid value for the enum 'TestLevel'`
    );
  }
  if (org.kind === 'production' && testLevel === 'NoTestRun') {
    throw new CallProblem(
      'INVALID_OPERATION',
      'testLevel of NoTestRun cannot be used in production organizations'
    );
  }
  if (org.kind === 'production' && options.rollbackOnError !== true) {
    throw new CallProblem('INVALID_OPERATION', 'rollbackOnError option must be true on a production org');
  }
  if (options.performRetrieve) throw new CallProblem('UNKNOWN_EXCEPTION', 'not simulated: performRetrieve');
  if ((options.runTests ?? []).length > 0)
    throw new CallProblem('UNKNOWN_EXCEPTION', 'not simulated: runTests');
};

/**
 * Deploys a zip (Metadata API Developer Guide, deploy()). The work is done before this resolves; deployResult tells it
 * once the time that a deploy takes in this org has passed. A check-only deploy changes nothing; with rollbackOnError a
 * failed one leaves the org as it was.
 * @returns the id to ask with, and `<type>:<name>` of each component that was created, changed or deleted
 * @throws CallProblem for options that the org refuses
 */
export const deploy = async (
  org: Org,
  zip: Buffer,
  options: DeployOptions = {},
  userId: string = org.adminId
): Promise<{ id: string; changes: string[] }> => {
  checkOptions(org, options);
  const id = newId(org, 'DeployRequest');
  const started = org.settings.now();
  const request: Request = { options, userId, at: started };
  const opened = (await openArchives(zip, options.singlePackage === true)) ?? [];
  // What is no package at all has no package.xml either.
  const archives = opened.length > 0 ? opened : [{ root: '', files: new Map<string, Buffer>() }];
  const packages: Prepared[] = [];
  for (const archive of archives) packages.push(await preparePackage(org, archive, request));
  const { result: outcomes, undo } = undoable(org, () =>
    packages.map((prepared) => applyPackage(org, prepared, request))
  );
  const failures = outcomes.flatMap((outcome) => outcome.failures);
  const broken = failures.length === 0 && org.settings.failingDeploys > 0;
  if (broken) org.settings.failingDeploys -= 1;
  const undone =
    broken || options.checkOnly === true || (failures.length > 0 && options.rollbackOnError === true);
  if (undone) undo();
  const deployment: Deployment = {
    kind: 'deploy',
    id,
    userId,
    started,
    options,
    successes: outcomes.flatMap((outcome) => outcome.successes),
    failures,
    zip,
    broken,
    numberFiles: archives.reduce((count, { files }) => count + files.size, 0),
    undo: undone ? () => undefined : undo,
  };
  org.deploys.set(id, deployment);
  return { id, changes: undone ? [] : outcomes.flatMap((outcome) => outcome.changes) };
};
