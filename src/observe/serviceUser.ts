import type { Connection } from '@salesforce/core';
import { textOf } from '../metadata/component.ts';
import { field, queries, type QueryRow, soqlList, soqlText, told } from '../org/query.ts';
import type { SpokeState } from './spoke.ts';

/** What is asked of the service user of a link. */
export type ServiceUserWishes = {
  username: string;
  /** Whether it is to be made, or to be one that an earlier run made. */
  create: boolean;
  /** Of a user that is made; default: that of the user who is logged in. */
  email?: string;
  /** Permission sets that it shall hold besides the one that pre-authorises; of a package as `namespace__Name`. */
  permissionSets: string[];
};

/** A licence, and how many of it are used. */
export type LicenseState = { id: string; name: string; total: number; used: number };

/** A permission set by which somebody may be given rights. */
export type NamedSet = { asked: string; id: string; licenseId?: string };

/** What a spoke tells of the service user that is asked for, and of what one is made of. */
export type ServiceUserState = {
  /** Who has that username in this org. */
  user?: { id: string; name: string; title: string; isActive: boolean };
  /** The user licence Salesforce Integration; undefined where the org has none. */
  license?: LicenseState;
  /** The permission set licence without which such a user can't be given objects. */
  permissionSetLicense?: LicenseState;
  isLicensed: boolean;
  /** The API-only profile of that user licence with the fewest rights. */
  profileId?: string;
  /** Email, language, locale, time zone and encoding of the user who is logged in. */
  taste: Record<string, string>;
  sets: NamedSet[];
};

/**
 * User licence and permission set licence of integration users, by their API names: labels are translated. Source:
 * Salesforce Help, "Integration Users" (integration_user); Object Reference, UserLicense and PermissionSetLicense.
 */
export const integrationLicense = 'Salesforce Integration';
export const integrationPermissionSetLicense = 'SalesforceAPIIntegrationPsl';

/** Fields of a user that every user has to have and that are a matter of taste. Source: Object Reference, User. */
const tasteFields = ['Email', 'TimeZoneSidKey', 'LocaleSidKey', 'LanguageLocaleKey', 'EmailEncodingKey'];

/** Rights that a profile for integrations has no use for: one that has them is somebody's own. */
const excessive = ['ModifyAllData', 'ViewAllData', 'CustomizeApplication', 'ManageUsers', 'AuthorApex'];

const asLicense = (row: QueryRow | undefined, name: string): LicenseState | undefined =>
  row && {
    id: String(row.Id),
    name: String(row[name]),
    total: Number(row.TotalLicenses),
    used: Number(row.UsedLicenses),
  };

/**
 * Pure: the profile with the fewest rights among the API-only ones of the licence; of several the one that was there
 * first, which is Salesforce's own: its name is translated, and admins clone it.
 */
const leastProfile = (profiles: QueryRow[], objects: QueryRow[]): string | undefined => {
  const count = ({ Id }: QueryRow): number =>
    Number(objects.find((row) => row.ParentId === Id)?.objects ?? 0);
  const created = (row: QueryRow): number => Date.parse(String(row.CreatedDate));
  const [least] = profiles
    .filter((row) => !excessive.some((right) => row[`Permissions${right}`] === true))
    .sort((a, b) => count(a) - count(b) || created(a) - created(b));
  return least && String(least.ProfileId);
};

/** Name and namespace of a permission set, as commands of the CLI write it. */
const asSetName = (asked: string): { name: string; namespace?: string } => {
  const [first, ...rest] = asked.split('__');
  return rest.length > 0 ? { name: rest.join('__'), namespace: first } : { name: asked };
};

const findSets = (asked: string[], rows: QueryRow[], own: string | undefined): NamedSet[] =>
  asked.flatMap((text) => {
    const { name, namespace } = asSetName(text);
    const fits = rows.filter((row) => String(row.Name).toLowerCase() === name.toLowerCase());
    const found = fits.find(
      ({ NamespacePrefix: prefix }) =>
        (prefix ?? undefined) === namespace || (namespace === undefined && prefix === own)
    );
    return found
      ? [
          {
            asked: text,
            id: String(found.Id),
            licenseId: (found.LicenseId ?? undefined) as string | undefined,
          },
        ]
      : [];
  });

/**
 * Looks at what a spoke has for the service user that is asked for; changes nothing.
 * @throws Error in the org's words when it does not tell, or whatever the connection throws
 */
export const observeServiceUser = async (
  conn: Connection,
  { org }: Pick<SpokeState, 'org'>,
  { username, permissionSets }: ServiceUserWishes
): Promise<ServiceUserState> => {
  const ofLicense = `UserLicense.Name = ${soqlText(integrationLicense)}`;
  const names = permissionSets.map((asked) => asSetName(asked).name);
  const answers = await queries(conn, {
    user: `SELECT Id, Name, Title, IsActive FROM User WHERE Username = ${soqlText(username)}`,
    me: `SELECT ${tasteFields.join(', ')} FROM User WHERE Id = ${soqlText(org.user.id)}`,
    license: `SELECT Id, Name, TotalLicenses, UsedLicenses FROM UserLicense WHERE Name = ${soqlText(integrationLicense)}`,
    permissionSetLicense: `SELECT Id, MasterLabel, TotalLicenses, UsedLicenses FROM PermissionSetLicense WHERE DeveloperName = ${soqlText(integrationPermissionSetLicense)}`,
    licensed: `SELECT Id FROM PermissionSetLicenseAssign WHERE Assignee.Username = ${soqlText(username)} AND PermissionSetLicense.DeveloperName = ${soqlText(integrationPermissionSetLicense)}`,
    profiles: `SELECT Id, ProfileId, CreatedDate, ${excessive.map((right) => `Permissions${right}`).join(', ')} FROM PermissionSet WHERE IsOwnedByProfile = true AND PermissionsApiEnabled = true AND PermissionsApiUserOnly = true AND Profile.${ofLicense}`,
    objects: `SELECT ParentId, COUNT(Id) objects FROM ObjectPermissions WHERE Parent.IsOwnedByProfile = true AND Parent.Profile.${ofLicense} GROUP BY ParentId`,
    sets: `SELECT Id, Name, NamespacePrefix, LicenseId FROM PermissionSet WHERE IsOwnedByProfile = false AND Name IN ${soqlList(names.length > 0 ? names : [''])}`,
  });
  const [user] = told(answers.user);
  const [me] = told(answers.me);
  return {
    user: user && {
      id: String(user.Id),
      name: String(user.Name),
      title: textOf(user.Title),
      isActive: user.IsActive === true,
    },
    license: asLicense(told(answers.license)[0], 'Name'),
    permissionSetLicense: asLicense(told(answers.permissionSetLicense)[0], 'MasterLabel'),
    isLicensed: told(answers.licensed).length > 0,
    // Without the objects the oldest is taken.
    profileId: leastProfile(told(answers.profiles), answers.objects.rows),
    taste: Object.fromEntries(tasteFields.map((name) => [name, String(field(me, name))])),
    sets: findSets(permissionSets, told(answers.sets), org.namespace),
  };
};
