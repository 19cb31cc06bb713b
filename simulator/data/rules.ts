import type { Org, Row } from '../org.ts';
import { SalesforceError } from '../errors.ts';
import { MetadataProblem } from '../metadata/problem.ts';
import { appApproving, usedByApp } from '../metadata/types/permissionSet.ts';
import { checkName } from '../metadata/values.ts';
import { endSessionOf } from '../oauth/sessions.ts';
import { deleteRows, keyPrefixes, rows } from '../tables.ts';
import { checkGroupAssignment, groupComponentRules } from './groupRules.ts';
import { licenseObjection, permissionSetLicenseAssignRules } from './licenses.ts';
import { userRules } from './userRules.ts';

/** What holds for the rows of one sObject beyond types and required fields. Each may throw a SalesforceError. */
export type Rules = {
  /**
   * Checks a row that a user is about to write, with its id if it exists already; fills in what Salesforce derives.
   */
  write?: (org: Org, row: Record<string, unknown>, id: string | undefined, userId: string) => void;
  /** Follows a written row. */
  written?: (org: Org, row: Row) => void;
  remove?: (org: Org, row: Row) => void;
};

const refuse = (code: string, message: string, fields?: string[]): never => {
  throw new SalesforceError(400, code, message, fields);
};

const find = (org: Org, sobject: string, id: unknown): Row | undefined =>
  org.tables.get(sobject)?.get(String(id));

const duplicate = (
  org: Org,
  sobject: string,
  row: Record<string, unknown>,
  fields: string[]
): Row | undefined =>
  rows(org, sobject).find((other) =>
    fields.every((field) => (other[field] ?? null) === (row[field] ?? null))
  );

/**
 * Object Reference, PermissionSetAssignment; the texts of a duplicate and of a licence clash were seen live, the one for
 * an inactive user is not documented.
 */
const checkAssignment = (org: Org, row: Record<string, unknown>): void => {
  const user = find(org, 'User', row.AssigneeId);
  if (user?.IsActive !== true) {
    refuse(
      'FIELD_INTEGRITY_EXCEPTION',
      `Can't assign permission set to inactive user: ${String(row.AssigneeId)}`,
      ['AssigneeId']
    );
  }
  const { PermissionSetId: setId, PermissionSetGroupId: groupId } = row;
  if ((setId ?? groupId ?? null) === null) {
    refuse('REQUIRED_FIELD_MISSING', 'Required fields are missing: [PermissionSetId]', ['PermissionSetId']);
  }
  if (
    duplicate(org, 'PermissionSetAssignment', row, ['AssigneeId', 'PermissionSetId', 'PermissionSetGroupId'])
  ) {
    const to = setId ? `Permission Set: ${String(setId)}` : `Permission Set Group: ${String(groupId)}`;
    refuse(
      'DUPLICATE_VALUE',
      `Duplicate PermissionSetAssignment. Assignee: ${String(row.AssigneeId)}; ${to}`,
      ['AssigneeId', 'PermissionSetId']
    );
  }
  const set = find(org, 'PermissionSet', setId);
  const objection = user && set && licenseObjection(org, user, set);
  if (objection) refuse('FIELD_INTEGRITY_EXCEPTION', objection);
  if (user !== undefined) checkGroupAssignment(org, groupId, user);
};

const entityTypes = ['ExternalClientApplication', 'ConnectedApplication', 'ExternalCredentialParameter'];

/** Object Reference, SetupEntityAccess: SetupEntityType is derived from the id. */
const checkEntityAccess = (org: Org, row: Record<string, unknown>): void => {
  const id = String(row.SetupEntityId);
  const type = entityTypes.find((name) => id.startsWith(keyPrefixes[name]));
  if (type === undefined || find(org, type, id) === undefined) {
    refuse('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', ['SetupEntityId']);
  }
  if (duplicate(org, 'SetupEntityAccess', row, ['ParentId', 'SetupEntityId'])) {
    refuse(
      'DUPLICATE_VALUE',
      'duplicate value found: <unknown> duplicates value on record with id: <unknown>'
    );
  }
  row.SetupEntityType = type;
};

/** The rule for API names is that of metadata. */
const checkApiName = (type: string, name: unknown): void => {
  try {
    checkName(type, String(name));
  } catch (error) {
    if (!(error instanceof MetadataProblem)) throw error;
    refuse(error.statusCode, error.message, error.fields);
  }
};

const checkPermissionSet = (org: Org, row: Record<string, unknown>, id: string | undefined): void => {
  checkApiName('Permission Set', row.Name);
  if (rows(org, 'PermissionSet').some((set) => set.Id !== id && set.Name === row.Name)) {
    refuse(
      'DUPLICATE_DEVELOPER_NAME',
      `The name ${String(row.Name)} is already in use. Please choose a different one.`
    );
  }
  row.IsOwnedByProfile ??= false;
  row.IsCustom ??= true;
  row.Type ??= 'Regular';
};

const removePermissionSet = (org: Org, set: Row): void => {
  if (set.IsOwnedByProfile === true)
    refuse('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id');
  if (rows(org, 'PermissionSetAssignment').some((row) => row.PermissionSetId === set.Id)) {
    refuse('DELETE_FAILED', "You can't delete a permission set that's assigned to users.");
  }
  const app = appApproving(org, set.Id);
  if (app !== undefined) refuse('DELETE_FAILED', usedByApp(app));
  for (const child of ['ObjectPermissions', 'SetupEntityAccess'])
    deleteRows(org, child, (row) => row.ParentId === set.Id);
  deleteRows(org, 'PermissionSetGroupComponent', (row) => row.PermissionSetId === set.Id);
  org.components.delete(`PermissionSet:${String(set.Name)}`);
};

const removeAssignment = (org: Org, row: Row): void => {
  if (find(org, 'PermissionSet', row.PermissionSetId)?.IsOwnedByProfile === true) {
    refuse('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id');
  }
};

/** Rules by sObject. */
export const rules: Record<string, Rules> = {
  User: userRules,
  PermissionSet: { write: checkPermissionSet, remove: removePermissionSet },
  PermissionSetGroup: {
    write: (_, row) => {
      checkApiName('Permission Set Group', row.DeveloperName);
    },
  },
  PermissionSetGroupComponent: groupComponentRules,
  PermissionSetAssignment: {
    write: (org, row, id) => {
      if (id === undefined) checkAssignment(org, row);
      row.IsActive = true;
    },
    remove: removeAssignment,
  },
  PermissionSetLicenseAssign: permissionSetLicenseAssignRules,
  SetupEntityAccess: { write: checkEntityAccess },
  AuthSession: { remove: endSessionOf },
};
