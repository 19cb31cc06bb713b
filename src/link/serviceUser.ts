import { marker, ownerOf } from '../metadata/marker.ts';
import type { OrgUser } from '../org/users.ts';
import {
  integrationPermissionSetLicense,
  type NamedSet,
  type ServiceUserState,
  type ServiceUserWishes,
} from '../observe/serviceUser.ts';
import type { SpokeState } from '../observe/spoke.ts';
import type { Step } from './step.ts';

/** What has to happen so that the service user is as it is asked for, and who it is: without an id where it is yet to be made. */
export type ServiceUserPlan = { user?: OrgUser; steps: Step[] };

const longestAlias = 8;

/**
 * The fields of a new user. Its title says that link made it, and for which link: every org has that field, the API may
 * write it, it holds 80 characters, and it stands on top of the user's page in Setup (Object Reference, User).
 * `AboutMe` needs Chatter; departments and divisions are what sharing rules and provisioning go by.
 */
const newUser = (
  { username, email }: ServiceUserWishes,
  { taste, profileId }: ServiceUserState,
  title: string
): Record<string, string> => {
  const [name] = username.split('@');
  return {
    ...taste,
    ...(email !== undefined && { Email: email }),
    Username: username,
    LastName: name,
    Alias: name.replace(/[^A-Za-z0-9]/g, '').slice(0, longestAlias) || 's2s',
    Title: title,
    ProfileId: String(profileId),
  };
};

const userStep = (wishes: ServiceUserWishes, seen: ServiceUserState, title: string): Step => {
  const base = { org: 'spoke' as const, type: 'User' as const, name: wishes.username };
  if (!seen.user)
    return { ...base, action: 'create', changes: [], record: { fields: newUser(wishes, seen, title) } };
  const fields = {
    ...(!seen.user.isActive && { IsActive: true }),
    ...(seen.user.title !== title && { Title: title }),
  };
  const changes = Object.keys(fields);
  return {
    ...base,
    action: changes.length > 0 ? 'update' : 'unchanged',
    changes,
    record: { id: seen.user.id, fields },
  };
};

const licenseStep = (
  { username }: ServiceUserWishes,
  { isLicensed, permissionSetLicense }: ServiceUserState
): Step => ({
  org: 'spoke',
  type: 'PermissionSetLicenseAssign',
  name: `${integrationPermissionSetLicense}: ${username}`,
  action: isLicensed ? 'unchanged' : 'create',
  changes: [],
  record: { fields: { PermissionSetLicenseId: String(permissionSetLicense?.id) } },
});

/** A permission set that is asked for: held, no more held, or to be assigned. */
const setStep = (
  { asked, id }: NamedSet,
  user: { username: string; id?: string },
  { held, ended }: Pick<SpokeState, 'held' | 'ended'>
): Step => {
  const base = {
    org: 'spoke' as const,
    type: 'PermissionSetAssignment' as const,
    name: `${asked}: ${user.username}`,
  };
  if (held.includes(id)) return { ...base, action: 'unchanged', changes: [] };
  const over = ended.find((one) => one.setId === id && one.id !== undefined)?.id;
  return over === undefined
    ? {
        ...base,
        action: 'create',
        changes: [],
        record: { fields: { PermissionSetId: id, ...(user.id && { AssigneeId: user.id }) } },
      }
    : {
        ...base,
        action: 'update',
        changes: ['ExpirationDate'],
        record: { id: over, fields: { ExpirationDate: null } },
      };
};

/** Whether a user that is there is one that link made for this hub: its title says so. */
export const isOwnUser = ({ user }: ServiceUserState, hubId: string): boolean =>
  user !== undefined && ownerOf(user.title, hubId) === 'ours';

/**
 * Pure: what has to happen on a spoke so that the service user is there and holds what is asked for, and nothing else.
 * `guardNewUser` has made sure that it can.
 * @param hubId 18 characters; the marker names it
 */
export const planServiceUser = (
  spoke: SpokeState,
  seen: ServiceUserState,
  wishes: ServiceUserWishes,
  hubId: string
): ServiceUserPlan => {
  const { username, create } = wishes;
  const sets = seen.sets.map((set) =>
    setStep(set, { username: spoke.serviceUser?.username ?? username, id: seen.user?.id }, spoke)
  );
  if (!create) return { user: spoke.serviceUser, steps: sets };
  const user: OrgUser = {
    id: seen.user?.id ?? '',
    username: spoke.serviceUser?.username ?? username,
    name: seen.user?.name ?? username,
    isActive: true,
    userType: 'Standard',
  };
  return {
    user,
    steps: [userStep(wishes, seen, marker(hubId, spoke.org.id)), licenseStep(wishes, seen), ...sets],
  };
};

/** What was seen of a spoke, with the service user as it will be: what else is planned goes by that. */
export const withServiceUser = (spoke: SpokeState, { user }: ServiceUserPlan): SpokeState =>
  user ? { ...spoke, serviceUser: { ...spoke.serviceUser, ...user } } : spoke;
