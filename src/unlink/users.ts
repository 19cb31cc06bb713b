import type { Connection } from '@salesforce/core';
import { isSameId, readMarker } from '../metadata/marker.ts';
import { integrationPermissionSetLicense } from '../observe/serviceUser.ts';
import { field, queries, type QueryRow, soqlList, soqlText, told } from '../org/query.ts';
import type { SetRow } from './sets.ts';

/** A service user that link made for a hub, with what it holds. */
export type OwnUser = {
  id: string;
  username: string;
  isActive: boolean;
  /** Permission sets and groups, without that of its profile. */
  assignments: SetRow[];
  licenses: SetRow[];
  /** Ids of the apps that it is let into by those permission sets. */
  appIds: string[];
};

const markedQuery = (hubId: string): string =>
  `SELECT Id, Username, IsActive, Title FROM User WHERE Title LIKE '%Managed by sf s2s: ${hubId.slice(0, 15)}%'`;

const assignmentName = (row: QueryRow, username: string): string =>
  `${String(field(row, 'PermissionSetGroup.DeveloperName') ?? field(row, 'PermissionSet.Name'))}: ${username}`;

/** Apps into which some permission sets and groups let who holds them. */
const readAppIds = async (
  conn: Connection,
  held: QueryRow[]
): Promise<{ setId: string; groupId?: string; appId: string }[]> => {
  const groupIds = held.flatMap(({ PermissionSetGroupId: id }) => (typeof id === 'string' ? [id] : []));
  const { members } =
    groupIds.length === 0
      ? { members: { rows: [] } }
      : await queries(conn, {
          members: `SELECT PermissionSetId, PermissionSetGroupId FROM PermissionSetGroupComponent WHERE PermissionSetGroupId IN ${soqlList(groupIds)}`,
        });
  const sets = [
    ...held.map((row) => ({ setId: String(row.PermissionSetId), groupId: undefined })),
    ...told(members).map((row) => ({
      setId: String(row.PermissionSetId),
      groupId: String(row.PermissionSetGroupId),
    })),
  ];
  if (sets.length === 0) return [];
  const { grants } = await queries(conn, {
    grants: `SELECT ParentId, SetupEntityId FROM SetupEntityAccess WHERE SetupEntityType IN ('ExternalClientApplication', 'ConnectedApplication') AND ParentId IN ${soqlList(sets.map(({ setId }) => setId))}`,
  });
  return told(grants).flatMap((row) =>
    sets
      .filter(({ setId }) => isSameId(setId, String(row.ParentId)))
      .map((set) => ({ ...set, appId: String(row.SetupEntityId) }))
  );
};

/**
 * Reads the users of an org whose title says that link made them for a hub; changes nothing.
 * Source: Object Reference, User, PermissionSetAssignment, PermissionSetLicenseAssign.
 */
export const readOwnUsers = async (conn: Connection, hubId: string): Promise<OwnUser[]> => {
  const { marked } = await queries(conn, { marked: markedQuery(hubId) });
  const own = told(marked).filter(({ Title }) => isSameId(readMarker(Title)?.hubId ?? '', hubId));
  if (own.length === 0) return [];
  const ofUsers = `AssigneeId IN ${soqlList(own.map(({ Id }) => String(Id)))}`;
  const { assignments, licenses } = await queries(conn, {
    assignments: `SELECT Id, AssigneeId, PermissionSetId, PermissionSet.Name, PermissionSet.IsOwnedByProfile, PermissionSetGroupId, PermissionSetGroup.DeveloperName FROM PermissionSetAssignment WHERE ${ofUsers}`,
    licenses: `SELECT Id, AssigneeId FROM PermissionSetLicenseAssign WHERE ${ofUsers} AND PermissionSetLicense.DeveloperName = ${soqlText(integrationPermissionSetLicense)}`,
  });
  const held = told(assignments).filter((row) => field(row, 'PermissionSet.IsOwnedByProfile') !== true);
  const apps = await readAppIds(conn, held);
  return own.map(({ Id, Username, IsActive }) => {
    const isTheirs = ({ AssigneeId }: QueryRow): boolean => isSameId(String(AssigneeId), String(Id));
    const username = String(Username);
    const mine = held.filter(isTheirs);
    return {
      id: String(Id),
      username,
      isActive: IsActive === true,
      assignments: mine.map((row) => ({ id: String(row.Id), name: assignmentName(row, username) })),
      licenses: told(licenses)
        .filter(isTheirs)
        .map((row) => ({
          id: String(row.Id),
          name: `${integrationPermissionSetLicense}: ${username}`,
        })),
      appIds: apps
        .filter(({ setId, groupId }) =>
          mine.some((row) =>
            groupId === undefined ? row.PermissionSetId === setId : row.PermissionSetGroupId === groupId
          )
        )
        .map(({ appId }) => appId),
    };
  });
};
