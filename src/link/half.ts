import type { Connection } from '@salesforce/core';
import type { Command } from '../messages.ts';
import type { Component } from '../metadata/component.ts';
import { assignPermissionSet, renewAssignments } from '../org/assign.ts';
import type { Clock } from '../org/clock.ts';
import { deployed } from './deployed.ts';
import { isSent, type Known, toDeploy } from './plan.ts';
import type { Progress } from './progress.ts';
import type { Side, Step } from './step.ts';

/** The half of a link at one org: what is to be done there, and how it is spoken of. */
export type Half = {
  side: Side;
  conn: Connection;
  /** How commands call the org. */
  org: string;
  /** Steps of the whole link; those of the other org are left alone. */
  steps: Step[];
  /** The command that goes on, and the same with an external client app. */
  again: Command;
  external?: Command;
  /** Exit code where the org refuses. */
  refused?: number;
  deadline: number;
  clock: Clock;
  progress: Progress;
};

/** Deploys components to the org of a half. @throws SfError when it refuses, or is not finished in time */
export const deployHalf = (half: Half, components: Component[]): Promise<void> =>
  deployed(half.conn, components, half, half, half.refused);

/** Deploys what is planned for the org of a half. @throws like `deployHalf` */
export const saveHalf = async (half: Half, known: Known): Promise<void> => {
  const components = toDeploy(half, half.side, known);
  if (components.length === 0) return;
  half.progress({ stage: half.side });
  await deployHalf(half, components);
};

/** Assigns permission sets as planned for the org of a half. */
export const assignHalf = async ({ conn, side, steps }: Half): Promise<void> => {
  const sent = steps
    .filter((step) => step.org === side && isSent(step))
    .flatMap((step) => step.assigned ?? []);
  const assigned = sent.filter(({ ended }) => ended === undefined);
  const sets = [...new Set(assigned.map(({ permissionSet }) => permissionSet))];
  await Promise.all([
    ...sets.map((set) => {
      const users = assigned.filter(({ permissionSet }) => permissionSet === set).map(({ user }) => user.id);
      return assignPermissionSet(conn, set, users);
    }),
    renewAssignments(
      conn,
      sent.flatMap(({ ended }) => ended ?? [])
    ),
  ]);
};
