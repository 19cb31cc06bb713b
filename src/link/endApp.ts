import type { Connection } from '@salesforce/core';
import { type Command, exitCodes, failure } from '../text/messages.ts';
import { isAdopted, withoutMarker } from '../metadata/marker.ts';
import type { App } from '../observe/app.ts';
import type { Clock } from '../org/clock.ts';
import { atOrg } from '../org/explain.ts';
import { deleteComponents } from '../org/metadata.ts';
import { deployed } from './deployed.ts';

/**
 * Ends an app of ours that has had its day: it is deleted, or, where it was taken over, given back to whoever made it.
 * @param spoke how commands call the org
 * @throws SfError when the spoke refuses
 */
export const endApp = async (
  conn: Connection,
  spoke: string,
  { component }: App,
  { again, ...time }: { again: Command; deadline: number; clock: Clock }
): Promise<void> => {
  const { type, fullName, body } = component;
  const at = <T>(work: Promise<T>): Promise<T> => atOrg(spoke, conn.instanceUrl, work);
  if (isAdopted(body.description)) {
    // What is left out might stay.
    const description = withoutMarker(body.description) ?? '';
    const givenBack = { ...component, body: { ...body, description } };
    await at(deployed(conn, [givenBack], { org: spoke, again }, time));
    return;
  }
  const [refused] = await at(deleteComponents(conn, type, [fullName]));
  if (!refused) return;
  throw failure(
    'appNotDeleted',
    { app: fullName, spoke, problem: refused.problem, again },
    exitCodes.partial
  );
};
