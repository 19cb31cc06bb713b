import type { Connection } from '@salesforce/core';
import { deployed } from '../link/deployed.ts';
import type { Command } from '../text/messages.ts';
import type { Component } from '../metadata/component.ts';
import { atOrg } from '../org/explain.ts';
import type { Context, Rotating } from './context.ts';

/**
 * Deploys components and waits for the end.
 * @param org how commands call it
 * @param external the command that helps where a new connected app is refused
 * @throws SfError with exit code 1 (refused) or 69 (not finished in time)
 */
export const deployAll = (
  conn: Connection,
  org: string,
  components: Component[],
  context: Context,
  external?: Command
): Promise<void> =>
  atOrg(org, conn.instanceUrl, deployed(conn, components, { org, again: context.again, external }, context));

/** Deploys the external credential of a link, when it is the hub's turn. @throws SfError like `deployAll` */
export const deployCredential = (
  { hubName }: Rotating,
  component: Component,
  context: Context
): Promise<void> => context.hubTurn(() => deployAll(context.hub, hubName, [component], context));
