import type { Org, Row } from './org.ts';

/** Key prefixes of record ids (Salesforce Help, "Standard Field Record ID Prefix Decoder"). */
export const keyPrefixes: Record<string, string> = {
  Organization: '00D',
  User: '005',
  Profile: '00e',
  UserLicense: '100',
  PermissionSetLicense: '0PL',
  PermissionSetLicenseAssign: '2LA',
  PermissionSet: '0PS',
  PermissionSetAssignment: '0Pa',
  PermissionSetGroup: '0PG',
  PermissionSetGroupComponent: '0PN',
  ObjectPermissions: '110',
  SetupEntityAccess: '0J0',
  ExternalClientApplication: '0xI',
  ExtlClntAppOauthSettings: '0Um',
  ExtlClntAppOauthPlcyCnfg: '0Uo',
  ExtlClntAppGlobalOauthSettings: '0Un',
  ExtlClntAppConfigurablePolicies: '0Up',
  ConnectedApplication: '0H4',
  ExternalCredential: '0pe',
  ExternalCredentialParameter: '0pu',
  NamedCredential: '0XA',
  // No source tells this one.
  ExternalServiceRegistration: '0eS',
  Flow: '301',
  Certificate: '0P1',
  LoginHistory: '0Ya',
  DeployRequest: '0Af',
  RetrieveRequest: '09S',
  RemoteProxy: '0rp',
  ExtlClntAppOauthSecuritySettings: '0Uq',
  UserLogin: '0Yw',
  AuthSession: '0Ak',
  QueryLocator: '01g',
  UserPermissionAccess: '0L0',
};

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** The 18-character form of a 15-character id: three letters that tell which characters are upper case. */
export const longId = (id: string): string =>
  id +
  [0, 5, 10]
    .map((start) => {
      const bits = Array.from(id.slice(start, start + 5), (c, i) => (c >= 'A' && c <= 'Z' ? 2 ** i : 0));
      return alphabet[bits.reduce((sum: number, bit) => sum + bit, 0)];
    })
    .join('');

/** A new id of an sObject, unique within the org. */
export const newId = (org: Org, sobject: string): string => {
  const prefix = keyPrefixes[sobject];
  if (prefix === undefined) throw new Error(`not simulated: sObject ${sobject}`);
  org.lastId += 1;
  return longId(`${prefix}${org.id.slice(3, 8)}${org.lastId.toString(36).padStart(7, '0')}`);
};

/** All rows of an sObject, oldest first. */
export const rows = (org: Org, sobject: string): Row[] => [...(org.tables.get(sobject)?.values() ?? [])];

/** A point in time as the REST API writes it, e.g. `2026-01-31T08:00:00.000+0000`. */
export const dateTime = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().replace('Z', '+0000');

/** Adds a row as it is, with the system fields; no rule is checked here. */
export const insertRow = (org: Org, sobject: string, fields: Record<string, unknown>): Row => {
  const now = dateTime(org.settings.now());
  const row: Row = {
    CreatedDate: now,
    CreatedById: org.adminId,
    LastModifiedDate: now,
    LastModifiedById: org.adminId,
    SystemModstamp: now,
    ...fields,
    Id: newId(org, sobject),
  };
  const table = org.tables.get(sobject) ?? new Map<string, Row>();
  org.tables.set(sobject, table.set(row.Id, row));
  return row;
};

/** Takes rows away that fit. */
export const deleteRows = (org: Org, sobject: string, fits: (row: Row) => boolean): Row[] => {
  const gone = rows(org, sobject).filter(fits);
  for (const row of gone) org.tables.get(sobject)?.delete(row.Id);
  return gone;
};
