import type { Connection } from '@salesforce/core';
import { isSameId, markerPattern, readMarker } from '../metadata/marker.ts';
import { integrationPermissionSetLicense } from '../observe/serviceUser.ts';
import { appGrantsQuery } from '../org/preAuthorise.ts';
import { field, queries, type QueryRow, soqlList, soqlText, told } from '../org/query.ts';
import type { SetRow } from '../observe/ownSets.ts';

/** A service user that link made for a hub, with what it holds. */
export type OwnUser = {
  id: string;
  username: string;
  isActive: boolean;
  /** Permission sets and groups, without that of its profile; of a set also its name as commands take it. */
  assignments: (SetRow & { permissionSet?: string })[];
  licenses: SetRow[];
  /** Ids of the apps that it is let into by those permission sets. */
  appIds: string[];
};

const markedQuery = (hubId: string): string =>
  `SELECT Id, Username, IsActive, Title FROM User WHERE Title LIKE ${markerPattern(hubId)}`;

const assignmentName = (row: QueryRow, username: string): string =>
  `${String(field(row, 'PermissionSetGroup.DeveloperName') ?? field(row, 'PermissionSet.Name'))}: ${username}`;

/** Name of an assigned permission set, of a package with its prefix; undefined for that of a group. */
const setOf = (row: QueryRow): string | undefined => {
  if (typeof row.PermissionSetGroupId === 'string') return undefined;
  const prefix = field(row, 'PermissionSet.NamespacePrefix');
  const name = String(field(row, 'PermissionSet.Name'));
  return typeof prefix === 'string' ? `${prefix}__${name}` : name;
};

/** Ids of the permission sets behind some assignments, those of permission set groups included. */
const setsBehind = (assigned: QueryRow[], members: QueryRow[]): unknown[] => [
  ...assigned.map(({ PermissionSetId }) => PermissionSetId),
  ...members
    .filter(({ PermissionSetGroupId: id }) => assigned.some((row) => row.PermissionSetGroupId === id))
    .map(({ PermissionSetId }) => PermissionSetId),
];

/**
 * Reads the users of an org whose title says that link made them for a hub; changes nothing.
 * Source: Object Reference, User, PermissionSetAssignment, PermissionSetLicenseAssign.
 */
export const readOwnUsers = async (conn: Connection, hubId: string): Promise<OwnUser[]> => {
  const { marked } = await queries(conn, { marked: markedQuery(hubId) });
  const own = told(marked).filter(({ Title }) => isSameId(readMarker(Title)?.hubId ?? '', hubId));
  if (own.length === 0) return [];
  const ofUsers = `AssigneeId IN ${soqlList(own.map(({ Id }) => String(Id)))}`;
  const answers = await queries(conn, {
    assignments: `SELECT Id, AssigneeId, PermissionSetId, PermissionSet.Name, PermissionSet.NamespacePrefix, PermissionSet.IsOwnedByProfile, PermissionSetGroupId, PermissionSetGroup.DeveloperName FROM PermissionSetAssignment WHERE ${ofUsers}`,
    members: `SELECT PermissionSetId, PermissionSetGroupId FROM PermissionSetGroupComponent WHERE PermissionSetGroupId IN (SELECT PermissionSetGroupId FROM PermissionSetAssignment WHERE ${ofUsers})`,
    licenses: `SELECT Id, AssigneeId FROM PermissionSetLicenseAssign WHERE ${ofUsers} AND PermissionSetLicense.DeveloperName = ${soqlText(integrationPermissionSetLicense)}`,
    grants: appGrantsQuery,
  });
  const [members, grants] = [told(answers.members), told(answers.grants)];
  const held = told(answers.assignments).filter(
    (row) => field(row, 'PermissionSet.IsOwnedByProfile') !== true
  );
  return own.map(({ Id, Username, IsActive }) => {
    const isTheirs = ({ AssigneeId }: QueryRow): boolean => isSameId(String(AssigneeId), String(Id));
    const username = String(Username);
    const mine = held.filter(isTheirs);
    const sets = setsBehind(mine, members);
    return {
      id: String(Id),
      username,
      isActive: IsActive === true,
      assignments: mine.map((row) => ({
        id: String(row.Id),
        name: assignmentName(row, username),
        permissionSet: setOf(row),
      })),
      licenses: told(answers.licenses)
        .filter(isTheirs)
        .map((row) => ({ id: String(row.Id), name: `${integrationPermissionSetLicense}: ${username}` })),
      appIds: grants
        .filter(({ ParentId }) => sets.includes(ParentId))
        .map(({ SetupEntityId }) => String(SetupEntityId)),
    };
  });
};
