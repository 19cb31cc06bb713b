import { generateKeyPair, randomInt } from 'node:crypto';
import { promisify } from 'node:util';
import type { Org, OrgKind, OrgSettings, Row } from './org.ts';
import { insertRow, dateTime, longId, rows } from './tables.ts';
import { apiIntegration } from './data/licenses.ts';
import { licenses, profiles } from './data/profiles.ts';
import { userPermissions } from './data/permissions.ts';
import { addUser } from './users.ts';

export type CreateOrgOptions = {
  kind?: OrgKind;
  alias?: string;
  /** Organization.Name. */
  name?: string;
  /** User name of the administrator. */
  username?: string;
  /** Lowest and highest API version on offer, e.g. `[59, 66]`. */
  versions?: [number, number];
  settings?: Partial<OrgSettings>;
};

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const day = 24 * 60 * 60 * 1000;

const randomText = (length: number): string =>
  Array.from({ length }, () => digits[randomInt(digits.length)]).join('');

const defaults: OrgSettings = {
  now: Date.now,
  latency: 0,
  deployDuration: 0,
  certificateDuration: 0,
  failingDeploys: 0,
  propagation: 0,
  sessionTimeout: 2 * 60 * 60 * 1000,
  loginsPerHour: 3600,
  // "5 free" in most editions (Salesforce Help, "Integration Users").
  integrationLicenses: 5,
  integrationPermissionSetLicenses: 5,
  takenUsernames: [],
  connectedAppCreation: false,
  externalClientApps: true,
  revealConsumerKey: true,
  dependencyApi: true,
  groupRecalculation: 0,
  credentialDelete: 'drops',
  keyPair: (bits) => promisify(generateKeyPair)('rsa', { modulusLength: bits }),
};

/** Versions 21.0 to 30.0 are retired (Salesforce Help, "Legacy API Versions Retirement"). */
const oldestVersion = 31;
const newestVersion = 66;

/**
 * A new org with what each org has from the start: its Organization row, licences, standard profiles with the permission
 * sets that they own, an administrator, and the two users that Salesforce keeps for itself (Salesforce Help, "Automated
 * Process User", "Platform Integration User"). It has no URL until a server listens for it.
 */
export const createOrg = (options: CreateOrgOptions = {}): Org => {
  const kind = options.kind ?? 'developer';
  const alias = options.alias ?? kind;
  const [oldest, newest] = options.versions ?? [oldestVersion, newestVersion];
  const org: Org = {
    id: longId(`00D${randomText(5)}00000${randomText(2)}`),
    kind,
    alias,
    name: options.name ?? `Simulated ${alias}`,
    url: '',
    apiVersions: Array.from({ length: newest - oldest + 1 }, (_, i) => `${oldest + i}.0`),
    adminId: '',
    lastId: 0,
    tables: new Map(),
    components: new Map(),
    certificates: new Map(),
    sessions: new Map(),
    calloutTokens: new Map(),
    seenJti: new Set(),
    loginIpRanges: new Map(),
    deploys: new Map(),
    log: [],
    faults: [],
    settings: { ...defaults, ...options.settings },
  };
  seedOrganization(org);
  for (const license of licenses)
    insertRow(org, 'UserLicense', { Name: license.name, MasterLabel: license.name });
  insertRow(org, 'PermissionSetLicense', {
    DeveloperName: apiIntegration.developerName,
    MasterLabel: apiIntegration.label,
  });
  for (const profile of profiles) seedProfile(org, profile);
  seedUsers(org, options.username ?? `admin@${alias}.example.com`.toLowerCase());
  return org;
};

/** Sandbox = IsSandbox without TrialExpirationDate, scratch org = with it (the rule of `@salesforce/core`). */
const seedOrganization = (org: Org): void => {
  const expires = org.kind === 'trial' || org.kind === 'scratch';
  const row: Row = {
    Id: org.id,
    Name: org.name,
    InstanceName: org.kind === 'sandbox' ? 'USA2S' : 'USA2',
    IsSandbox: org.kind === 'sandbox' || org.kind === 'scratch',
    TrialExpirationDate: expires ? dateTime(org.settings.now() + 30 * day) : null,
    NamespacePrefix: null,
    OrganizationType: org.kind === 'developer' ? 'Developer Edition' : 'Enterprise Edition',
    LanguageLocaleKey: 'en_US',
    DefaultLocaleSidKey: 'en_US',
    TimeZoneSidKey: 'America/Los_Angeles',
    CreatedDate: dateTime(org.settings.now()),
    LastModifiedDate: dateTime(org.settings.now()),
    SystemModstamp: dateTime(org.settings.now()),
  };
  org.tables.set('Organization', new Map([[org.id, row]]));
};

const seedProfile = (org: Org, profile: (typeof profiles)[number]): void => {
  const license = rows(org, 'UserLicense').find((row) => row.Name === profile.license);
  const row = insertRow(org, 'Profile', {
    Name: profile.name,
    UserLicenseId: license?.Id,
    UserType: profile.userType,
    Description: null,
  });
  const granted = new Set<string>(profile.permissions);
  const set = insertRow(org, 'PermissionSet', {
    Name: `X${row.Id.toLowerCase()}`,
    Label: row.Id.slice(0, 15),
    Description: null,
    IsOwnedByProfile: true,
    IsCustom: false,
    ProfileId: row.Id,
    LicenseId: license?.Id,
    HasActivationRequired: false,
    NamespacePrefix: null,
    PermissionSetGroupId: null,
    Type: 'Profile',
    ...Object.fromEntries(userPermissions.map((name) => [`Permissions${name}`, granted.has(name)])),
  });
  if (profile.userExternalCredentials) {
    insertRow(org, 'ObjectPermissions', {
      ParentId: set.Id,
      SobjectType: 'UserExternalCredential',
      PermissionsCreate: true,
      PermissionsRead: true,
      PermissionsEdit: true,
      PermissionsDelete: true,
      PermissionsViewAllRecords: true,
      PermissionsModifyAllRecords: true,
    });
  }
};

const seedUsers = (org: Org, username: string): void => {
  const admin = addUser(org, {
    username,
    firstName: 'Ada',
    lastName: 'Admin',
    profile: 'System Administrator',
  });
  org.adminId = admin.Id;
  for (const table of org.tables.values()) {
    for (const row of table.values()) row.CreatedById = row.LastModifiedById = admin.Id;
  }
  const own = org.id.slice(0, 15).toLowerCase();
  addUser(org, {
    username: `autoproc@${own}`,
    lastName: 'Automated Process',
    profile: null,
    userType: 'AutomatedProcess',
  });
  addUser(org, {
    username: `cloud@${own}`,
    firstName: 'Platform Integration',
    lastName: 'User',
    profile: null,
    userType: 'CloudIntegrationUser',
  });
};
