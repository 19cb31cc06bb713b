import type { Org, Row } from '../org.ts';
import { rows } from '../tables.ts';

/** What a group gave before it was changed, and until when (milliseconds since 1970) it goes on giving that. */
type Former = { former?: string[]; recalculatedAt?: number };

const isPending = ({ recalculatedAt }: Row & Former, org: Org): boolean =>
  recalculatedAt !== undefined && recalculatedAt > org.settings.now();

const members = (org: Org, groupId: unknown): string[] =>
  rows(org, 'PermissionSetGroupComponent').flatMap((row) =>
    row.PermissionSetGroupId === groupId ? [String(row.PermissionSetId)] : []
  );

/**
 * Ids of the permission sets that count through a group. A change counts when the group has been recalculated (Object
 * Reference, PermissionSetGroupComponent; Salesforce Help, perm_set_groups_considerations). A group that asks for
 * activation gives nothing here: sessions in which it is activated are not simulated.
 */
export const setsOfGroup = (org: Org, group: Row & Former): string[] => {
  if (group.HasActivationRequired === true) return [];
  return isPending(group, org) ? (group.former ?? []) : members(org, group.Id);
};

/** Object Reference, PermissionSetGroup (`Status`). */
export const statusOfGroup = (org: Org, group: Row): string =>
  isPending(group, org) ? 'Updating' : String(group.Status ?? 'Updated');

/** Before a group is changed: what it gives until it has been recalculated. */
export const beginRecalculation = (org: Org, groupId: unknown): void => {
  const group = org.tables.get('PermissionSetGroup')?.get(String(groupId));
  if (group === undefined || org.settings.groupRecalculation === 0) return;
  org.tables.get('PermissionSetGroup')?.set(group.Id, {
    ...group,
    former: setsOfGroup(org, group),
    recalculatedAt: org.settings.now() + org.settings.groupRecalculation,
  });
};

/** Groups with the status that they have at this moment. */
export const groupsNow = (org: Org): Row[] =>
  rows(org, 'PermissionSetGroup').map((group) => ({ ...group, Status: statusOfGroup(org, group) }));
