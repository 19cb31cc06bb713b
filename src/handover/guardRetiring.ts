import type { Connection } from '@salesforce/core';
import { againCommand, type LinkRequest } from '../link/request.ts';
import { failure } from '../text/messages.ts';
import { type App, labelOf, setsOf } from '../observe/app.ts';
import { type Login, readLoginHistory } from '../org/loginHistory.ts';
import { field, queries, soqlList, told } from '../org/query.ts';
import type { Seen } from './observeAccept.ts';
import type { AcceptPlan } from './planAccept.ts';

/** As far back as Salesforce keeps logins, in milliseconds. Source: Salesforce Help, "Monitor Login History" (six months). */
const kept = 180 * 24 * 60 * 60 * 1000;

/** When the last of some logins through any of some apps was, in milliseconds since 1970; 0 for never. */
const lastThrough = (apps: App[], logins: Login[]): number => {
  const labels = apps.map(labelOf);
  return Math.max(0, ...logins.filter(({ label }) => labels.includes(label)).map(({ time }) => time));
};

/**
 * Users who hold one of some permission sets, by itself or in a group, by id and username.
 * Source: Object Reference, PermissionSetAssignment, PermissionSetGroupComponent.
 */
const readHolders = async (conn: Connection, sets: string[]): Promise<Map<string, string>> => {
  const named = `PermissionSet.Name IN ${soqlList(sets)}`;
  const held = 'SELECT AssigneeId, Assignee.Username FROM PermissionSetAssignment WHERE';
  const { direct, grouped } = await queries(conn, {
    direct: `${held} ${named}`,
    grouped: `${held} PermissionSetGroupId IN (SELECT PermissionSetGroupId FROM PermissionSetGroupComponent WHERE ${named})`,
  });
  return new Map(
    [...told(direct), ...told(grouped)].map((row) => [
      String(row.AssigneeId),
      String(field(row, 'Assignee.Username')),
    ])
  );
};

/**
 * Refuses to let former apps of a link go while the last login of anybody who may use them was not through the one that
 * answers: the hub has not switched yet, or the request is one of before it did. A login history that the spoke
 * does not show is no reason to refuse.
 * @throws SfError
 */
export const guardRetiring = async (
  conn: Connection,
  { answering, spoke }: Seen,
  { ending, app }: AcceptPlan,
  request: LinkRequest,
  now: number
): Promise<void> => {
  if (ending.length === 0) return;
  const sets = [app.permissionSet, ...ending.flatMap((one) => [one.names.permissionSet, ...setsOf(one)])];
  const users = await readHolders(
    conn,
    [...new Set(sets)].filter((name) => name !== '')
  );
  const { serviceUser } = spoke;
  if (serviceUser) users.set(serviceUser.id, serviceUser.username);
  const logins = answering ? await readLoginHistory(conn, [...users.keys()], now - kept) : [];
  if (!logins) return;
  const through = answering ? [answering] : [];
  const late = [...users].filter(([id]) => {
    const own = logins.filter(({ userId }) => userId === id);
    return lastThrough(ending, own) > lastThrough(through, own);
  });
  if (late.length === 0 && lastThrough(through, logins) > 0) return;
  throw failure('hubNotSwitched', {
    hub: request.hub,
    spoke: request.spoke,
    app: app.app,
    file: request.files && 'request' in request.files ? request.files.output : undefined,
    apps: ending.map(({ names }) => names.app).join(', '),
    users: late.length > 0 ? late.map(([, name]) => name).join(', ') : serviceUser?.username,
    permissionSet: app.permissionSet,
    again: againCommand(request),
  });
};
