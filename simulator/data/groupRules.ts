import type { Org, Row } from '../org.ts';
import { SalesforceError } from '../errors.ts';
import { rows } from '../tables.ts';
import { beginRecalculation, setsOfGroup, statusOfGroup } from './groups.ts';
import { licenseObjection } from './licenses.ts';

/** Most permission sets of a group (Salesforce Help, perm_set_groups_considerations). */
const mostSets = 100;

const refuse = (code: string, message: string, fields?: string[]): never => {
  throw new SalesforceError(400, code, message, fields);
};

const find = (org: Org, sobject: string, id: unknown): Row | undefined =>
  org.tables.get(sobject)?.get(String(id));

/**
 * A user who is about to get a group. The text was seen live (trailheadapps/multiframework-recipes#100), its code was
 * not. That licences have to fit: Salesforce Help, perm_set_groups_faqs.
 */
export const checkGroupAssignment = (org: Org, groupId: unknown, user: Row): void => {
  const group = find(org, 'PermissionSetGroup', groupId);
  if (group === undefined) return;
  if (statusOfGroup(org, group) !== 'Updated') {
    refuse(
      'FIELD_INTEGRITY_EXCEPTION',
      'You can only assign users to permission set groups that have the "Updated" status.'
    );
  }
  const sets = setsOfGroup(org, group).flatMap((id) => find(org, 'PermissionSet', id) ?? []);
  const [objection] = sets.flatMap((set) => licenseObjection(org, user, set) ?? []);
  if (objection !== undefined) refuse('FIELD_INTEGRITY_EXCEPTION', objection);
};

const membersOf = (org: Org, groupId: unknown): Row[] =>
  rows(org, 'PermissionSetAssignment')
    .filter((row) => row.PermissionSetGroupId === groupId)
    .flatMap((row) => find(org, 'User', row.AssigneeId) ?? []);

/**
 * A permission set that is about to join a group (Object Reference, PermissionSetGroupComponent). Subscribers may add
 * sets of their own to a group of a package (Second-Generation Managed Packaging Guide, "Permission Set Groups"). No
 * source gives the texts, nor what a member without the licence for a set does to it: the stricter is that it is refused.
 */
const checkComponent = (org: Org, row: Record<string, unknown>): void => {
  const set = find(org, 'PermissionSet', row.PermissionSetId);
  const own = rows(org, 'PermissionSetGroupComponent').filter(
    (other) => other.PermissionSetGroupId === row.PermissionSetGroupId
  );
  if (set?.IsOwnedByProfile === true || set?.Type === 'Group')
    refuse('FIELD_INTEGRITY_EXCEPTION', "This permission set can't be added to a permission set group.", [
      'PermissionSetId',
    ]);
  if (own.some((other) => other.PermissionSetId === row.PermissionSetId)) {
    refuse(
      'DUPLICATE_VALUE',
      'duplicate value found: <unknown> duplicates value on record with id: <unknown>'
    );
  }
  if (own.length >= mostSets)
    refuse('LIMIT_EXCEEDED', `A permission set group can have up to ${mostSets} permission sets.`);
  const members = set ? membersOf(org, row.PermissionSetGroupId) : [];
  const [objection] = members.flatMap((user) => licenseObjection(org, user, set!) ?? []);
  if (objection !== undefined) refuse('FIELD_INTEGRITY_EXCEPTION', objection);
};

/** What holds for the permission sets of a group. */
export const groupComponentRules = {
  write: (org: Org, row: Record<string, unknown>): void => {
    checkComponent(org, row);
    beginRecalculation(org, row.PermissionSetGroupId);
  },
  remove: (org: Org, row: Row): void => {
    const group = find(org, 'PermissionSetGroup', row.PermissionSetGroupId);
    const set = find(org, 'PermissionSet', row.PermissionSetId);
    const isOfPackage = typeof set?.NamespacePrefix === 'string';
    if (isOfPackage && group?.NamespacePrefix === set.NamespacePrefix)
      refuse('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id');
    beginRecalculation(org, row.PermissionSetGroupId);
  },
};
