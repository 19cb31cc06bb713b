import type { Connection } from '@salesforce/core';
import { diagnoseDeploy } from '../diagnosis/deploy.ts';
import { type Command, exitCodes, failure } from '../messages.ts';
import type { Component } from '../metadata/component.ts';
import { deploy } from '../org/deploy.ts';
import { atOrg } from '../org/explain.ts';
import type { Context } from './context.ts';

/**
 * Deploys components and waits for the end.
 * @param org how commands call it
 * @param external the command that helps where a new connected app is refused
 * @throws SfError with exit code 1 (refused) or 69 (not finished in time)
 */
export const deployAll = async (
  conn: Connection,
  org: string,
  components: Component[],
  { deadline, clock, again }: Context,
  external: Command = again
): Promise<void> => {
  const outcome = await atOrg(
    org,
    conn.instanceUrl,
    deploy(conn, components, { checkOnly: false, deadline, clock })
  );
  if (outcome.status === 'failed')
    throw diagnoseDeploy(outcome.problems, { org, again, external }, exitCodes.failed);
  if (outcome.status === 'running')
    throw failure('deployRunning', { id: outcome.id, org, again }, exitCodes.unfinished);
};
