import type { Org, Row } from '../org.ts';
import { dateTime, deleteRows, insertRow, rows } from '../tables.ts';

/** The first row that fits. */
export const rowOf = (org: Org, sobject: string, fits: (row: Row) => boolean): Row | undefined =>
  rows(org, sobject).find(fits);

/** The row of a setup object of the org's own by its API name. */
export const developerRow = (org: Org, sobject: string, name: string): Row | undefined =>
  rowOf(org, sobject, (row) => row.DeveloperName === name && !row.NamespacePrefix);

/** Whether a row of PermissionSet is a component of the org's own. */
export const isOfComponent = (row: Row): boolean => row.IsOwnedByProfile !== true && !row.NamespacePrefix;

/** A permission set that can be deployed: one that belongs to no profile and came with no package. */
export const permissionSetRow = (org: Org, name: string): Row | undefined =>
  rowOf(org, 'PermissionSet', (row) => row.Name === name && isOfComponent(row));

/** Inserts a row, or puts a changed copy in the place of the one that fits. Rows are never changed in place. */
export const putRow = (
  org: Org,
  sobject: string,
  fits: (row: Row) => boolean,
  fields: Record<string, unknown>
): Row => {
  const existing = rowOf(org, sobject, fits);
  if (!existing) return insertRow(org, sobject, fields);
  const now = dateTime(org.settings.now());
  const row = { ...existing, ...fields, LastModifiedDate: now, SystemModstamp: now };
  org.tables.get(sobject)?.set(row.Id, row);
  return row;
};

/**
 * Makes the rows of SetupEntityAccess that fit be exactly those between the parents (ids of permission sets) and the
 * entities, keeping those that are there.
 */
export const putAccess = (
  org: Org,
  type: string,
  pairs: { parentId: string; entityId: string }[],
  fits: (row: Row) => boolean
): void => {
  const same = (row: Row, pair: { parentId: string; entityId: string }): boolean =>
    row.ParentId === pair.parentId && row.SetupEntityId === pair.entityId;
  deleteRows(org, 'SetupEntityAccess', (row) => fits(row) && !pairs.some((pair) => same(row, pair)));
  for (const pair of pairs) {
    if (rowOf(org, 'SetupEntityAccess', (row) => same(row, pair))) continue;
    insertRow(org, 'SetupEntityAccess', {
      ParentId: pair.parentId,
      SetupEntityId: pair.entityId,
      SetupEntityType: type,
      SetupKeyPrefix: pair.entityId.slice(0, 3),
    });
  }
};

/** Ids of the permission sets and profiles' permission sets that have access to an entity, oldest first. */
export const parentsOf = (org: Org, entityId: string): string[] =>
  rows(org, 'SetupEntityAccess')
    .filter((row) => row.SetupEntityId === entityId)
    .map((row) => String(row.ParentId));

/** A text field of a row; `''` where it is empty or no text. */
export const field = (row: Row | undefined, name: string): string => {
  const value = row?.[name];
  return typeof value === 'string' ? value : '';
};
