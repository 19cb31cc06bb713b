import type { Org, Row } from './org.ts';
import { deleteRows, insertRow, rows } from './tables.ts';

export type UserOptions = {
  username: string;
  firstName?: string;
  lastName?: string;
  email?: string;
  /** Name of a profile of the org; null for the users that Salesforce keeps for itself. Default: Standard User. */
  profile?: string | null;
  userType?: string;
  isActive?: boolean;
};

/**
 * Gives a user the permission set that the profile owns, and takes away that of a former profile. Object Reference,
 * PermissionSetAssignment: these rows are there for every user.
 */
export const assignProfile = (org: Org, user: Row): void => {
  const owned = rows(org, 'PermissionSet').filter((set) => set.IsOwnedByProfile === true);
  const isOwned = (id: unknown): boolean => owned.some((set) => set.Id === id);
  const wanted = owned.find((set) => set.ProfileId === user.ProfileId);
  const mine = (row: Row): boolean => row.AssigneeId === user.Id && isOwned(row.PermissionSetId);
  deleteRows(org, 'PermissionSetAssignment', (row) => mine(row) && row.PermissionSetId !== wanted?.Id);
  if (wanted === undefined || rows(org, 'PermissionSetAssignment').some(mine)) return;
  insertRow(org, 'PermissionSetAssignment', {
    AssigneeId: user.Id,
    PermissionSetId: wanted.Id,
    PermissionSetGroupId: null,
    ExpirationDate: null,
    IsActive: true,
  });
};

/**
 * Adds a user, with the row that assigns the permission set which the profile owns.
 * @throws Error for a profile that the org does not have
 */
export const addUser = (org: Org, options: UserOptions): Row => {
  const profileName = options.profile === undefined ? 'Standard User' : options.profile;
  const profile = rows(org, 'Profile').find((row) => row.Name === profileName);
  if (profileName !== null && profile === undefined) throw new Error(`no profile ${profileName}`);
  const lastName = options.lastName ?? 'User';
  const user = insertRow(org, 'User', {
    Username: options.username,
    FirstName: options.firstName ?? null,
    LastName: lastName,
    Name: [options.firstName, lastName].filter(Boolean).join(' '),
    Email: options.email ?? options.username,
    Alias: options.username.slice(0, 8),
    IsActive: options.isActive ?? true,
    UserType: options.userType ?? profile?.UserType ?? 'Standard',
    ProfileId: profile?.Id ?? null,
    LanguageLocaleKey: 'en_US',
    LocaleSidKey: 'en_US',
    TimeZoneSidKey: 'America/Los_Angeles',
    EmailEncodingKey: 'UTF-8',
    LastLoginDate: null,
  });
  insertRow(org, 'UserLogin', { UserId: user.Id, IsFrozen: false, IsPasswordLocked: false });
  assignProfile(org, user);
  return user;
};

/** The user of a user name; Salesforce compares user names without regard to case. */
export const userByUsername = (org: Org, username: string): Row | undefined =>
  rows(org, 'User').find((user) => String(user.Username).toLowerCase() === username.toLowerCase());
