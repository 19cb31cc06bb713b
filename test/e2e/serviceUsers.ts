import type { Row } from '../../simulator/org.ts';
import { createRecord } from '../../simulator/data/records.ts';
import { rows } from '../../simulator/tables.ts';
import type { LinkRequest } from '../../src/link/request.ts';
import type { Pair } from './pair.ts';

export const username = 'hub@acme.example';
/** A link whose service user is to be made, with one permission set. */
export const wanted: Partial<LinkRequest> = { createServiceUser: username, serviceUserPermsets: ['Orders'] };

type Spoke = Pick<Pair, 'spoke'>;

export const userOf = ({ spoke }: Spoke, name = username): Row | undefined =>
  rows(spoke.org, 'User').find(({ Username }) => Username === name);

const named = (row: Row | undefined): string => String(row?.DeveloperName ?? row?.Name);

/** What a user holds besides the permission set of its profile: permission sets and licences, by API name. */
export const heldBy = ({ spoke: { org } }: Spoke, name = username): string[] => {
  const id = userOf({ spoke: { org } as Pair['spoke'] }, name)?.Id;
  const of = (sobject: string, key: string, parent: string): (Row | undefined)[] =>
    rows(org, sobject)
      .filter(({ AssigneeId }) => AssigneeId === id)
      .map((row) => org.tables.get(parent)?.get(String(row[key])));
  const sets = of('PermissionSetAssignment', 'PermissionSetId', 'PermissionSet');
  return [
    ...sets.filter((set) => set?.IsOwnedByProfile !== true),
    ...of('PermissionSetLicenseAssign', 'PermissionSetLicenseId', 'PermissionSetLicense'),
  ]
    .map(named)
    .sort();
};

/** A permission set of the spoke, which reads accounts unless told otherwise. */
export const addSet = (
  { spoke: { org } }: Spoke,
  name: string,
  fields: object = {},
  object = 'Account'
): Row => {
  const context = { org, userId: org.adminId, api: 'data' as const };
  const set = createRecord(context, 'PermissionSet', { Name: name, Label: name, ...fields });
  createRecord(context, 'ObjectPermissions', {
    ParentId: set.Id,
    SobjectType: object,
    PermissionsRead: true,
  });
  return set;
};
