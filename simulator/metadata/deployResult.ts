import type { Org } from '../org.ts';
import type { DeployMessage, Deployment } from './deployment.ts';
import { CallProblem } from './problem.ts';
import { field } from './records.ts';

/** Status of a deploy (Metadata API Developer Guide, DeployResult, version 67). */
export type DeployResult = {
  canceledBy: string | null;
  canceledByName: string | null;
  checkOnly: boolean;
  completedDate: string | null;
  createdBy: string;
  createdByName: string;
  createdDate: string;
  details: {
    componentFailures: DeployMessage[];
    componentSuccesses: DeployMessage[];
    retrieveResult: null;
    runTestResult: typeof noTests;
  };
  done: boolean;
  errorMessage: string | null;
  errorStatusCode: string | null;
  id: string;
  ignoreWarnings: boolean;
  lastModifiedDate: string;
  numberComponentErrors: number;
  numberComponentsDeployed: number;
  numberComponentsTotal: number;
  numberFiles: number;
  numberTestErrors: number;
  numberTestsCompleted: number;
  numberTestsTotal: number;
  rollbackOnError: boolean;
  runTestsEnabled: boolean;
  startDate: string | null;
  stateDetail: null;
  status: 'Pending' | 'InProgress' | 'Succeeded' | 'SucceededPartial' | 'Failed' | 'Canceling' | 'Canceled';
  success: boolean;
  zipSize: number;
};

/** No type that is simulated has tests. */
const noTests = {
  apexLogId: null,
  codeCoverage: [],
  codeCoverageWarnings: [],
  failures: [],
  flowCoverage: [],
  flowCoverageWarnings: [],
  numFailures: 0,
  numTestsRun: 0,
  successes: [],
  totalTime: 0,
};

/** A user's name, as results tell who asked for something. */
export const userName = (org: Org, userId: string): string =>
  field(org.tables.get('User')?.get(userId), 'Name');

const isComponent = ({ fullName }: DeployMessage): boolean => fullName !== 'package.xml';

/** What a deploy ends with that breaks inside Salesforce; the text was seen live (forcedotcom/cli#1781). */
const brokenMessage =
  'An unexpected error occurred. Please include this ErrorId if you contact support: 1234567890-12345 (-123456789)';

const outcomeOf = ({ successes, failures, options, broken }: Deployment): DeployResult['status'] => {
  if (broken) return 'Failed';
  if (failures.length === 0) return 'Succeeded';
  return options.rollbackOnError !== true && successes.some(isComponent) ? 'SucceededPartial' : 'Failed';
};

const statusOf = (deployment: Deployment, finished: number, now: number): DeployResult['status'] => {
  const { canceled, started } = deployment;
  if (canceled) return now > canceled.at || canceled.at <= started ? 'Canceled' : 'Canceling';
  if (now >= finished) return outcomeOf(deployment);
  return now > started ? 'InProgress' : 'Pending';
};

/** A deploy by its id of 15 or 18 characters. */
export const findDeployment = (org: Org, id: string): Deployment | undefined => {
  const found = [...org.deploys].find(([key]) => key === id || key.slice(0, 15) === id)?.[1] as
    Deployment | undefined;
  return found?.kind === 'deploy' ? found : undefined;
};

/**
 * What the org says about a deploy at a time, in milliseconds since 1970. Until the deploy has taken as long as the
 * org's deploys take, it is pending, then in progress, counts the components that are done, and names none of them.
 * @throws CallProblem for an id that is none of a deploy
 */
export const deployResult = (org: Org, id: string, now: number = org.settings.now()): DeployResult => {
  const found = findDeployment(org, id);
  if (!found) throw new CallProblem('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
  const { options, successes, failures, started, userId, canceled } = found;
  const finished = started + org.settings.deployDuration;
  const status = statusOf(found, finished, now);
  const over = canceled?.at ?? finished;
  const done = !['Pending', 'InProgress', 'Canceling'].includes(status);
  const told = done && !canceled;
  const deployed = successes.filter(isComponent).length;
  const share = Math.max(0, Math.min(now, over) - started) / Math.max(1, org.settings.deployDuration);
  const iso = (time: number): string => new Date(time).toISOString();
  return {
    canceledBy: canceled?.userId ?? null,
    canceledByName: canceled ? userName(org, canceled.userId) : null,
    checkOnly: options.checkOnly === true,
    completedDate: done ? iso(over) : null,
    createdBy: userId,
    createdByName: userName(org, userId),
    createdDate: iso(started),
    details: {
      componentFailures: told ? failures : [],
      componentSuccesses: told && !found.broken ? successes : [],
      retrieveResult: null,
      runTestResult: noTests,
    },
    done,
    errorMessage: told && found.broken ? brokenMessage : null,
    errorStatusCode: told && found.broken ? 'UNKNOWN_EXCEPTION' : null,
    id: found.id,
    ignoreWarnings: options.ignoreWarnings === true,
    lastModifiedDate: iso(done ? over : now),
    numberComponentErrors: told ? failures.length : 0,
    numberComponentsDeployed: told ? (found.broken ? 0 : deployed) : Math.floor(deployed * share),
    numberComponentsTotal: deployed + failures.length,
    numberFiles: found.numberFiles,
    numberTestErrors: 0,
    numberTestsCompleted: 0,
    numberTestsTotal: 0,
    rollbackOnError: options.rollbackOnError === true,
    runTestsEnabled: false,
    startDate: status === 'Pending' ? null : iso(started),
    stateDetail: null,
    status,
    success: status === 'Succeeded',
    zipSize: found.zip.length,
  };
};
