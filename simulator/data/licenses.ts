import type { Org, Row } from '../org.ts';
import { SalesforceError } from '../errors.ts';
import { rows } from '../tables.ts';
import { licenses, type License } from './profiles.ts';
import { userPermissions } from './permissions.ts';

/** The permission set licence that comes with the Salesforce Integration user licence (Salesforce Help, "Integration Users"). */
export const apiIntegration = {
  developerName: 'SalesforceAPIIntegrationPsl',
  label: 'Salesforce API Integration',
  /** Licence of the users who need it. */
  userLicense: 'Salesforce Integration',
};

const find = (org: Org, sobject: string, id: unknown): Row | undefined =>
  org.tables.get(sobject)?.get(String(id));

const limitExceeded = (): SalesforceError =>
  // Seen live, for portal users with ` - <licence>` behind it.
  new SalesforceError(400, 'LICENSE_LIMIT_EXCEEDED', 'License Limit Exceeded');

/** The user licence of a user, by way of the profile. */
export const licenseOf = (org: Org, user: Record<string, unknown>): License | undefined => {
  const profile = find(org, 'Profile', user.ProfileId);
  const name = find(org, 'UserLicense', profile?.UserLicenseId)?.Name;
  return licenses.find((license) => license.name === name);
};

/** Integration users are counted; of other licences an org has more than any test uses up. */
const plenty = 1000;

/** How many there are of a user licence, and how many active users have it: an inactive one gives it back. */
export const userLicenseRows = (org: Org): Row[] =>
  rows(org, 'UserLicense').map((row) => ({
    ...row,
    Status: 'Active',
    TotalLicenses: row.Name === apiIntegration.userLicense ? org.settings.integrationLicenses : plenty,
    UsedLicenses: rows(org, 'User').filter(
      (user) => user.IsActive === true && licenseOf(org, user)?.name === row.Name
    ).length,
  }));

/**
 * The same of permission set licences. Whether one that an inactive user holds is free, sources disagree (Salesforce Help
 * 000394412 names three packages for which it is, and says that it was not before): here it stays used.
 */
export const permissionSetLicenseRows = (org: Org): Row[] =>
  rows(org, 'PermissionSetLicense').map((row) => ({
    ...row,
    Status: 'Active',
    TotalLicenses: org.settings.integrationPermissionSetLicenses,
    UsedLicenses: rows(org, 'PermissionSetLicenseAssign').filter(
      (assigned) => assigned.PermissionSetLicenseId === row.Id
    ).length,
  }));

/** @throws SalesforceError when no licence is free for a user who becomes active, or gets another profile */
export const checkFreeLicense = (org: Org, user: Record<string, unknown>, id: string | undefined): void => {
  const before = id === undefined ? undefined : find(org, 'User', id);
  const license = licenseOf(org, user);
  const had = before?.IsActive === true ? licenseOf(org, before) : undefined;
  if (user.IsActive !== true || license === undefined || license === had) return;
  const row = userLicenseRows(org).find(({ Name }) => Name === license.name);
  if (Number(row?.UsedLicenses) >= Number(row?.TotalLicenses)) throw limitExceeded();
};

const holdsLicense = (org: Org, user: Row): boolean =>
  rows(org, 'PermissionSetLicenseAssign').some((row) => row.AssigneeId === user.Id);

/** What a permission set gives that an integration user holds only through the permission set licence, in words. */
const gatedRight = (org: Org, set: Row): string | undefined => {
  const object = rows(org, 'ObjectPermissions').find(
    ({ ParentId, SobjectType }) =>
      ParentId === set.Id && SobjectType !== 'UserExternalCredential' && !/__c$/.test(String(SobjectType))
  );
  if (object) return `Read ${String(object.SobjectType)}s`;
  return userPermissions.find((name) => name !== 'ApiEnabled' && set[`Permissions${name}`] === true);
};

/** Rights of administration: whether the permission set licence allows them no source tells, so it does not. */
const forbidden = [
  'AuthorApex',
  'CustomizeApplication',
  'InstallPackaging',
  'ManageInternalUsers',
  'ManageProfilesPermissionsets',
  'ManageUsers',
] as const;

const forbiddenRight = (set: Row): string | undefined =>
  forbidden.find((name) => set[`Permissions${name}`] === true);

/** Whether the permission set asks for more than a user without a full licence can hold. */
const holdsModifyAll = (org: Org, set: Row): boolean =>
  rows(org, 'ObjectPermissions').some(
    (row) =>
      row.ParentId === set.Id &&
      row.SobjectType === 'UserExternalCredential' &&
      row.PermissionsModifyAllRecords === true
  );

/**
 * Why a user's licence keeps the user from holding a permission set, in the platform's words; undefined when it does not.
 * "The user license doesn't allow the permission" was seen live for standard objects without the permission set licence
 * and for Modify All. That a set made for one user licence can't be had with another is documented (Salesforce Help,
 * "Permission Sets"), the text of that refusal is not.
 */
export const licenseObjection = (org: Org, user: Row, set: Row): string | undefined => {
  const head = `Can't assign permission set "${String(set.Label)}" to user "${String(user.Name)}".`;
  const license = licenseOf(org, user);
  const madeFor = find(org, 'UserLicense', set.LicenseId);
  if (madeFor && madeFor.Name !== license?.name)
    return `${head} The user license doesn't match the license of the permission set: ${String(madeFor.Name)}`;
  if (holdsModifyAll(org, set) && license?.modifyAll !== true)
    return `${head} The user license doesn't allow the permission: Modify All User External Credentials`;
  if (license?.name !== apiIntegration.userLicense) return undefined;
  const gated = holdsLicense(org, user) ? forbiddenRight(set) : gatedRight(org, set);
  return gated && `${head} The user license doesn't allow the permission: ${gated}`;
};

const refuse = (code: string, message: string, fields?: string[]): never => {
  throw new SalesforceError(400, code, message, fields);
};

/** Object Reference, PermissionSetLicenseAssign. No source gives the texts for inactive users and for none left. */
const checkLicenseAssignment = (org: Org, row: Record<string, unknown>): void => {
  if (find(org, 'User', row.AssigneeId)?.IsActive !== true)
    refuse('FIELD_INTEGRITY_EXCEPTION', "Can't assign permission set license to inactive user", [
      'AssigneeId',
    ]);
  const license = permissionSetLicenseRows(org).find(({ Id }) => Id === row.PermissionSetLicenseId);
  const isHeld = rows(org, 'PermissionSetLicenseAssign').some(
    (one) => one.AssigneeId === row.AssigneeId && one.PermissionSetLicenseId === license?.Id
  );
  // Core's "org assign permsetlicense" goes by the beginning of this text.
  if (isHeld)
    refuse(
      'DUPLICATE_VALUE',
      'duplicate value found: <unknown> duplicates value on record with id: <unknown>'
    );
  if (Number(license?.UsedLicenses) >= Number(license?.TotalLicenses)) throw limitExceeded();
};

/**
 * "First remove or modify the relevant assigned permission sets that require the license" (Salesforce Help,
 * users_permissionset_licenses_remove); no source gives the text.
 */
const checkLicenseRemoval = (org: Org, row: Row): void => {
  const needing = rows(org, 'PermissionSetAssignment')
    .filter(({ AssigneeId }) => AssigneeId === row.AssigneeId)
    .flatMap(({ PermissionSetId }) => find(org, 'PermissionSet', PermissionSetId) ?? [])
    .find((set) => set.IsOwnedByProfile !== true && gatedRight(org, set) !== undefined);
  if (needing)
    refuse(
      'DELETE_FAILED',
      `You can't remove a permission set license that the permission set ${String(needing.Label)} requires.`
    );
};

export const permissionSetLicenseAssignRules = { write: checkLicenseAssignment, remove: checkLicenseRemoval };
