import type { Connection } from '@salesforce/core';
import { diagnoseDeploy } from '../diagnosis/deploy.ts';
import { type Command, exitCodes, failure } from '../text/messages.ts';
import type { Component } from '../metadata/component.ts';
import type { Clock } from '../org/clock.ts';
import { deploy } from '../org/deploy.ts';

/** How a deploy is spoken of: how commands call the org, the command that goes on, and the same with an external client app. */
export type DeployWords = { org: string; again: Command; external?: Command };

/**
 * Deploys components, or lets the org check them without saving, and waits for the end.
 * @throws SfError with exit code 1 where the org refuses, or 69 when the deploy is not finished in time
 */
export const deployed = async (
  conn: Connection,
  components: Component[],
  { org, again, external = again }: DeployWords,
  options: { checkOnly?: boolean; deadline: number; clock: Clock }
): Promise<void> => {
  const outcome = await deploy(conn, components, { checkOnly: false, ...options });
  if (outcome.status === 'failed') throw diagnoseDeploy(outcome.problems, { org, again, external });
  if (outcome.status === 'running')
    throw failure('deployRunning', { id: outcome.id, org, again }, exitCodes.unfinished);
};
