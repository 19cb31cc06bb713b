import type { Org } from '../org.ts';
import type { DeployMessage, Deployment } from './deployment.ts';
import { CallProblem } from './problem.ts';
import { field } from './records.ts';

/** Status of a deploy (Metadata API Developer Guide, DeployResult, version 67). */
export type DeployResult = {
  canceledBy: null;
  canceledByName: null;
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
  errorMessage: null;
  errorStatusCode: null;
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
  status: 'Pending' | 'InProgress' | 'Succeeded' | 'SucceededPartial' | 'Failed';
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

const statusOf = ({ successes, failures, options }: Deployment): DeployResult['status'] => {
  if (failures.length === 0) return 'Succeeded';
  return options.rollbackOnError !== true && successes.some(isComponent) ? 'SucceededPartial' : 'Failed';
};

/**
 * What the org says about a deploy at a time, in milliseconds since 1970. Until the deploy has taken as long as the
 * org's deploys take, it is pending, then in progress, and tells of no component that succeeded.
 * @throws CallProblem for an id that is none of a deploy
 */
export const deployResult = (org: Org, id: string, now: number = org.settings.now()): DeployResult => {
  const found = [...org.deploys].find(([key]) => key === id || key.slice(0, 15) === id)?.[1] as
    Deployment | undefined;
  if (found?.kind !== 'deploy')
    throw new CallProblem('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
  const { options, successes, failures, started, userId } = found;
  const finished = started + org.settings.deployDuration;
  const done = now >= finished;
  const running = now > started ? 'InProgress' : 'Pending';
  const errors = failures.length;
  const deployed = successes.filter(isComponent).length;
  const iso = (time: number): string => new Date(time).toISOString();
  return {
    canceledBy: null,
    canceledByName: null,
    checkOnly: options.checkOnly === true,
    completedDate: done ? iso(finished) : null,
    createdBy: userId,
    createdByName: userName(org, userId),
    createdDate: iso(started),
    details: {
      componentFailures: done ? failures : [],
      componentSuccesses: done ? successes : [],
      retrieveResult: null,
      runTestResult: noTests,
    },
    done,
    errorMessage: null,
    errorStatusCode: null,
    id: found.id,
    ignoreWarnings: options.ignoreWarnings === true,
    lastModifiedDate: iso(done ? finished : now),
    numberComponentErrors: done ? errors : 0,
    numberComponentsDeployed: done ? deployed : 0,
    numberComponentsTotal: deployed + errors,
    numberFiles: found.numberFiles,
    numberTestErrors: 0,
    numberTestsCompleted: 0,
    numberTestsTotal: 0,
    rollbackOnError: options.rollbackOnError === true,
    runTestsEnabled: false,
    startDate: done || running === 'InProgress' ? iso(started) : null,
    stateDetail: null,
    status: done ? statusOf(found) : running,
    success: done && errors === 0,
    zipSize: found.zipSize,
  };
};
