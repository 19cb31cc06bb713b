import type { Connection } from '@salesforce/core';
import { type Command, failure } from '../text/messages.ts';
import type { Component } from '../metadata/component.ts';
import { assignPermissionSet, joinGroups, renewAssignments } from '../org/assign.ts';
import { deleteRows } from '../org/records.ts';
import type { Clock } from '../org/clock.ts';
import { deployed } from './deployed.ts';
import type { GroupCommit } from './groupCommit.ts';
import { isSent, type Known, toDeploy } from './plan.ts';
import type { Progress } from './progress.ts';
import type { Side, Step } from './step.ts';

/** The half of a link at one org: what is to be done there, and how it is spoken of. */
export type Half = {
  side: Side;
  conn: Connection;
  /** How commands call the org. */
  org: string;
  /** The org's own namespace, where it has one. */
  namespace?: string;
  /** Steps of the whole link; those of the other org are left alone. */
  steps: Step[];
  /** The command that goes on, and the same with an external client app. */
  again: Command;
  external?: Command;
  deadline: number;
  clock: Clock;
  progress: Progress;
  /** Deploys together with other links. */
  commit?: GroupCommit['commit'];
};

/** Deploys components to the org of a half. @throws SfError when it refuses, or is not finished in time */
export const deployHalf = (half: Half, components: Component[]): Promise<void> =>
  half.commit ? half.commit(components, half) : deployed(half.conn, components, half, half);

/** Deploys what is planned for the org of a half. @throws like `deployHalf` */
export const saveHalf = async (half: Half, known: Known): Promise<void> => {
  const components = toDeploy(half, half.side, known);
  if (components.length === 0) return;
  half.progress({ stage: half.side });
  await deployHalf(half, components);
};

/** Ids by permission set. */
const bySet = (ids: [permissionSet: string, id: string][]): [string, string[]][] =>
  [...new Set(ids.map(([set]) => set))].map((set) => [
    set,
    ids.flatMap(([other, id]) => (other === set ? [id] : [])),
  ]);

/** Takes away what is planned to go. @throws SfError with what the org refused, in its words */
const takeAway = async ({ conn, org, side, steps, again }: Half): Promise<void> => {
  const going = steps.filter((step) => step.org === side && step.action === 'delete');
  const refused = await Promise.all(
    [...new Set(going.map(({ type }) => type))].map((type) => {
      const rows = going.flatMap(({ name, rowId, ...step }) =>
        step.type === type && rowId ? [{ id: rowId, name }] : []
      );
      return deleteRows(conn, type, rows);
    })
  );
  if (refused.flat().length > 0) throw failure('deletionRefused', { org, problems: refused.flat(), again });
};

/** Assigns permission sets, and takes them away, as planned for the org of a half. @throws SfError when the org refuses */
export const assignHalf = async (half: Half): Promise<void> => {
  const { conn, side, steps, namespace } = half;
  const written = steps.filter((step) => step.org === side && isSent(step));
  const sent = written.flatMap((step) => step.assigned ?? []);
  const assigned = sent.filter(({ ended }) => ended === undefined);
  const joined = written.flatMap((step) => step.joined ?? []);
  await takeAway(half);
  await Promise.all([
    ...bySet(assigned.map(({ permissionSet, user }) => [permissionSet, user.id])).map(([set, ids]) =>
      assignPermissionSet(conn, { name: set, namespace }, ids)
    ),
    ...bySet(joined.map(({ permissionSet, group }) => [permissionSet, group.id])).map(([set, ids]) =>
      joinGroups(conn, { name: set, namespace }, ids)
    ),
    renewAssignments(
      conn,
      sent.flatMap(({ ended, permissionSet }) => (ended ? [{ id: ended, permissionSet }] : []))
    ),
  ]);
};
