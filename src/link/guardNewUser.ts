import type { SfError } from '@salesforce/core';
import { type Command, failure, type Values } from '../text/messages.ts';
import { isFormula } from '../metadata/formula.ts';
import type { Peer } from '../org/peer.ts';
import { isAddress, isUsername, longestUsername } from '../org/users.ts';
import {
  integrationLicense,
  integrationPermissionSetLicense,
  type LicenseState,
  type ServiceUserState,
  type ServiceUserWishes,
} from '../observe/serviceUser.ts';
import { againCommand, type LinkRequest } from './request.ts';
import { isOwnUser } from './serviceUser.ts';

/**
 * Refuses a username or an e-mail address that no org would take, and a formula, which Salesforce would work out for each
 * callout: the hub would call as whoever it names.
 * @throws SfError
 */
export const guardAddresses = ({
  createServiceUser,
  serviceUser,
  serviceUserEmail: email,
}: Pick<LinkRequest, 'createServiceUser' | 'serviceUser' | 'serviceUserEmail'>): void => {
  const illegal = (flag: string, user: string): SfError =>
    failure('illegalUsername', { flag, user, longest: longestUsername });
  if (createServiceUser !== undefined && !isUsername(createServiceUser))
    throw illegal('--create-service-user', createServiceUser);
  // What else it may be is settled by whether the org has such a user.
  if (serviceUser !== undefined && isFormula(serviceUser)) throw illegal('--service-user', serviceUser);
  if (email !== undefined && !isAddress(email)) throw failure('illegalEmail', { email });
};

/** Refuses where the org has no such licence, or none is left. */
const guardFree = (
  license: LicenseState | undefined,
  kind: 'User' | 'PermissionSet',
  values: Values
): void => {
  const name = kind === 'User' ? integrationLicense : integrationPermissionSetLicense;
  if (!license) throw failure(`missing${kind}License`, { ...values, license: name });
  const { total, used } = license;
  if (used >= total) throw failure(`noFree${kind}License`, { ...values, license: license.name, total, used });
};

const guardSets = (seen: ServiceUserState, wishes: ServiceUserWishes, values: Values): void => {
  const missing = wishes.permissionSets.filter((name) => !seen.sets.some(({ asked }) => asked === name));
  if (missing.length > 0) throw failure('noPermissionSet', { ...values, names: missing.join(', ') });
  // Ids of user licences begin with 100: a permission set that is made for one can't be had with another.
  const other = seen.sets.find(
    ({ licenseId }) => licenseId?.startsWith('100') === true && licenseId !== seen.license?.id
  );
  if (wishes.create && other)
    throw failure('permissionSetLicense', {
      ...values,
      permissionSet: other.asked,
      license: integrationLicense,
    });
};

/**
 * Refuses a service user that can't be made, or can't get what is asked for, before anything is changed: the username is
 * somebody else's here, a licence is missing or used up, there is no profile for it, no such permission set.
 * @throws SfError
 */
export const guardNewUser = (
  seen: ServiceUserState,
  wishes: ServiceUserWishes,
  hub: Pick<Peer, 'id'>,
  request: LinkRequest
): void => {
  const { username } = wishes;
  const existing = (serviceUser: string): Command =>
    againCommand({
      ...request,
      serviceUser,
      createServiceUser: undefined,
      serviceUserEmail: undefined,
    });
  const values = {
    hub: request.hub,
    spoke: request.spoke,
    user: username,
    choose: existing('USERNAME'),
  };
  guardSets(seen, wishes, values);
  if (!wishes.create) return;
  if (seen.user && !isOwnUser(seen, hub.id))
    throw failure('serviceUserTaken', { ...values, use: existing(username) });
  if (seen.user?.isActive !== true) guardFree(seen.license, 'User', values);
  if (!seen.isLicensed) guardFree(seen.permissionSetLicense, 'PermissionSet', values);
  if (!seen.user && seen.profileId === undefined) throw failure('noApiOnlyProfile', values);
};
