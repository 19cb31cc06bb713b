import type { Connection } from '@salesforce/core';
import type { Component } from '../metadata/component.ts';
import { isSameId, markerPattern, readMarker } from '../metadata/marker.ts';
import { isSameName, withoutNamespace } from '../names.ts';
import { readComponents } from '../org/metadata.ts';
import { field, queries, type QueryOutcome, type QueryRow, soqlList, told } from '../org/query.ts';

/** A row that hangs on a permission set: who holds it, which group or app it is joined to. */
export type SetRow = { id: string; name: string };

/** A permission set that carries the marker of a hub, with everything that hangs on it. */
export type OwnSet = {
  id: string;
  component: Component;
  assignments: SetRow[];
  groups: SetRow[];
  /** Apps that it pre-authorises: their ids, and those of the rows. */
  grants: { id: string; appId: string }[];
};

const markedQuery = (hubId: string): string =>
  `SELECT Id, Name, Description FROM PermissionSet WHERE IsOwnedByProfile = false AND Description LIKE ${markerPattern(hubId)}`;

const asRow = (row: QueryRow, name: string): SetRow => ({
  id: String(row.Id),
  name: String(field(row, name)),
});

/**
 * Reads the permission sets of an org whose marker names a hub, whatever they are called; changes nothing.
 * Source: Object Reference, PermissionSet, PermissionSetAssignment, PermissionSetGroupComponent, SetupEntityAccess.
 */
export const readOwnSets = async (
  conn: Connection,
  hubId: string,
  namespace: string | undefined
): Promise<OwnSet[]> => {
  const { marked } = await queries(conn, { marked: markedQuery(hubId) });
  const own = told(marked).filter(({ Description }) => isSameId(readMarker(Description)?.hubId ?? '', hubId));
  if (own.length === 0) return [];
  const names = own.map(({ Name }) => String(Name));
  const ofSets = `PermissionSetId IN ${soqlList(own.map(({ Id }) => String(Id)))}`;
  const [components, rows] = await Promise.all([
    readComponents(conn, 'PermissionSet', [
      ...names,
      ...(namespace === undefined ? [] : names.map((name) => `${namespace}__${name}`)),
    ]),
    queries(conn, {
      assignments: `SELECT Id, PermissionSetId, Assignee.Username FROM PermissionSetAssignment WHERE ${ofSets}`,
      groups: `SELECT Id, PermissionSetId, PermissionSetGroup.DeveloperName FROM PermissionSetGroupComponent WHERE ${ofSets}`,
      grants: `SELECT Id, ParentId, SetupEntityId FROM SetupEntityAccess WHERE SetupEntityType IN ('ExternalClientApplication', 'ConnectedApplication') AND ParentId IN ${soqlList(own.map(({ Id }) => String(Id)))}`,
    }),
  ]);
  return own.flatMap(({ Id, Name }) => {
    const component = components
      .map((one) => ({ ...one, fullName: withoutNamespace(one.fullName, namespace) }))
      .find(({ fullName }) => isSameName(fullName, String(Name)));
    const ofThis = (outcome: QueryOutcome, key: string): QueryRow[] =>
      told(outcome).filter((row) => isSameId(String(row[key]), String(Id)));
    if (!component) return [];
    return [
      {
        id: String(Id),
        component,
        assignments: ofThis(rows.assignments, 'PermissionSetId').map((row) =>
          asRow(row, 'Assignee.Username')
        ),
        groups: ofThis(rows.groups, 'PermissionSetId').map((row) =>
          asRow(row, 'PermissionSetGroup.DeveloperName')
        ),
        grants: ofThis(rows.grants, 'ParentId').map((row) => ({
          id: String(row.Id),
          appId: String(row.SetupEntityId),
        })),
      },
    ];
  });
};

/** The users who hold the permission sets of a hub on a spoke: as one of them the hub calls. */
export const findHolders = async (
  conn: Connection,
  hubId: string,
  { namespace }: { namespace?: string }
): Promise<string[]> => {
  const sets = await readOwnSets(conn, hubId, namespace);
  return [...new Set(sets.flatMap(({ assignments }) => assignments.map(({ name }) => name)))];
};
