import type { Org, Row } from '../org.ts';
import { rows } from '../tables.ts';
import { licenses } from './profiles.ts';

const find = (org: Org, sobject: string, id: unknown): Row | undefined =>
  org.tables.get(sobject)?.get(String(id));

/** Whether the permission set asks for more than a user without a full licence can hold. */
export const holdsModifyAll = (org: Org, permissionSetId: unknown): boolean =>
  rows(org, 'ObjectPermissions').some(
    (row) =>
      row.ParentId === permissionSetId &&
      row.SobjectType === 'UserExternalCredential' &&
      row.PermissionsModifyAllRecords === true
  );

/** Whether the licence of a user can hold Modify All on User External Credentials. */
export const canHoldModifyAll = (org: Org, user: Row): boolean => {
  const profile = find(org, 'Profile', user.ProfileId);
  const license = find(org, 'UserLicense', profile?.UserLicenseId);
  return licenses.some(({ name, modifyAll }) => name === license?.Name && modifyAll);
};

/** The text of a licence clash, as it was seen live. */
export const licenseClash = (set: Row, user: Row): string =>
  `Can't assign permission set "${String(set.Label)}" to user "${String(user.Name)}". The user license doesn't allow the permission: Modify All User External Credentials`;
