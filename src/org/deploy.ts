import type { Connection } from '@salesforce/core';
import type { Component } from '../metadata/component.ts';
import { asked } from './asked.ts';
import { noteDone } from './done.ts';
import { zipPackage } from './package.ts';
import type { Clock } from './clock.ts';

/** A component that an org refused, in the org's words. */
export type DeployProblem = { component: string; problem: string; line?: number; column?: number };

export type DeployOutcome =
  | { status: 'succeeded' }
  | { status: 'failed'; problems: DeployProblem[] }
  | { status: 'running'; id: string };

type DeployMessage = {
  componentType?: string | null;
  fullName?: string;
  fileName?: string;
  problem?: string;
  lineNumber?: number | string;
  columnNumber?: number | string;
};
type DeployResult = {
  done: boolean;
  success: boolean;
  status: string;
  errorMessage?: string | null;
  errorStatusCode?: string | null;
  details?: { componentFailures?: DeployMessage | DeployMessage[] };
};
type DeployAnswer = { id: string; deployResult: DeployResult };

const problemsOf = (result: DeployResult): DeployProblem[] => {
  const failures = [result.details?.componentFailures ?? []].flat().map((failure) => ({
    component:
      [failure.componentType, failure.fullName].filter(Boolean).join(' ') || (failure.fileName ?? ''),
    problem: failure.problem ?? '',
    line: failure.lineNumber === undefined ? undefined : Number(failure.lineNumber),
    column: failure.columnNumber === undefined ? undefined : Number(failure.columnNumber),
  }));
  if (failures.length > 0) return failures;
  return [{ component: '', problem: result.errorMessage ?? result.errorStatusCode ?? result.status }];
};

/** How long a deploy is waited for where nobody says it, in milliseconds. */
export const longestDeploy = 600_000;

const shortest = 250;
const longest = 4000;

/** Milliseconds from one question to the next: not more than a tenth of the time that the deploy has taken. */
const interval = (taken: number): number => Math.min(Math.max(taken / 10, shortest), longest);

/** `deadline`: when to stop waiting, in milliseconds since 1970; the outcome is then `running`. */
type DeployOptions = { checkOnly: boolean; deadline: number; clock: Clock };

/** Deploys components in one transaction (rollbackOnError) over REST and waits for the end. */
export const deploy = async (
  conn: Connection,
  components: Component[],
  options: DeployOptions
): Promise<DeployOutcome> => {
  const outcome = await deployZip(conn, await zipPackage(components, conn.getApiVersion()), options);
  const names = components.map(({ type, fullName }) => `${type} ${fullName}`);
  if (outcome.status === 'succeeded' && !options.checkOnly) noteDone(conn.instanceUrl, '+', names);
  return outcome;
};

/**
 * The same with a package as it travels. Polls start fast and slow down; the first is not at once, because no org is that
 * quick. The client library's own waiting is not used: on a time-out it may never settle.
 * Source: Metadata API Developer Guide, "Deploying Metadata with REST".
 */
export const deployZip = async (
  conn: Connection,
  zip: Buffer,
  { checkOnly, deadline, clock }: DeployOptions
): Promise<DeployOutcome> => {
  const options = { checkOnly, rollbackOnError: true, singlePackage: true };
  const started = (await conn.metadata.deployRest(zip, options)) as unknown as { id: string };
  if (!started?.id) throw new SyntaxError('The answer to the deploy names no deploy.');
  const url = `/services/data/v${conn.getApiVersion()}/metadata/deployRequest/${started.id}?includeDetails=true`;
  const begin = clock.now();
  await clock.sleep(Math.min(shortest, Math.max(0, deadline - begin)));
  for (;;) {
    const time = clock.now();
    const { deployResult } = await asked(() => conn.request<DeployAnswer>(url));
    if (deployResult.done) {
      return deployResult.success
        ? { status: 'succeeded' }
        : { status: 'failed', problems: problemsOf(deployResult) };
    }
    const pause = Math.max(0, time + interval(time - begin) - clock.now());
    if (clock.now() + pause > deadline) return { status: 'running', id: started.id };
    await clock.sleep(pause);
  }
};
