import type { Connection } from '@salesforce/core';
import { diagnoseDeploy } from '../diagnosis/deploy.ts';
import { exitCodes, failure } from '../messages.ts';
import type { Component } from '../metadata/component.ts';
import { deploy } from '../org/deploy.ts';
import { atOrg } from '../org/explain.ts';
import type { Context } from './context.ts';

/**
 * Deploys components and waits for the end.
 * @param org how commands call it
 * @throws SfError with exit code 1 (refused) or 69 (not finished in time)
 */
export const deployAll = async (
  conn: Connection,
  org: string,
  components: Component[],
  { deadline, clock, again }: Context
): Promise<void> => {
  const outcome = await atOrg(
    org,
    conn.instanceUrl,
    deploy(conn, components, { checkOnly: false, deadline, clock })
  );
  if (outcome.status === 'failed')
    throw diagnoseDeploy(outcome.problems, { org, again, external: again }, exitCodes.failed);
  if (outcome.status === 'running')
    throw failure('deployRunning', { id: outcome.id, org, again }, exitCodes.unfinished);
};
