import { createRecord } from '../../simulator/data/records.ts';
import type { Row } from '../../simulator/org.ts';
import { rows } from '../../simulator/tables.ts';
import type { Pair } from './pair.ts';

/** The hub as its administrator writes to it. */
export const asAdmin = ({ hub }: Pair): Parameters<typeof createRecord>[0] => ({
  org: hub.org,
  userId: hub.org.adminId,
  api: 'data',
});

export const linkNameOf = ({ spoke }: Pair): string => `localhost_${new URL(spoke.url).port}`;

/** A group of the hub, with users in it. */
export const addGroup = (pair: Pair, name: string, users: Row[] = [], more: object = {}): Row => {
  const group = createRecord(asAdmin(pair), 'PermissionSetGroup', {
    DeveloperName: name,
    MasterLabel: name,
    ...more,
  });
  for (const { Id } of users)
    createRecord(asAdmin(pair), 'PermissionSetAssignment', {
      AssigneeId: Id,
      PermissionSetGroupId: group.Id,
    });
  return group;
};

/** A user of the hub who may run Apex, and nothing that has to do with links. */
export const addDeveloper = (pair: Pair, username: string): Row => {
  const user = pair.hub.addUser({ username });
  const name = 'Developers';
  const set =
    rows(pair.hub.org, 'PermissionSet').find(({ Name }) => Name === name) ??
    createRecord(asAdmin(pair), 'PermissionSet', {
      Name: name,
      Label: name,
      PermissionsAuthorApex: true,
      PermissionsCustomizeApplication: true,
    });
  createRecord(asAdmin(pair), 'PermissionSetAssignment', { AssigneeId: user.Id, PermissionSetId: set.Id });
  return user;
};

/** Calls through the link as a user, with Apex. @returns `called`, or the exception */
export const callAs = async (pair: Pair, user: Row): Promise<string> => {
  const script = `HttpRequest request = new HttpRequest();
    request.setEndpoint('callout:${linkNameOf(pair)}/services/data/v60.0/');
    request.setMethod('GET');
    System.assertEquals(200, new Http().send(request).getStatusCode());`;
  const url = `${pair.hub.url}/services/data/v60.0/tooling/executeAnonymous/?anonymousBody=${encodeURIComponent(script)}`;
  const answer = await fetch(url, { headers: { authorization: `Bearer ${pair.hub.login(user.Id)}` } });
  const outcome = (await answer.json()) as { success?: boolean; exceptionMessage?: string };
  return outcome.success === true ? 'called' : (outcome.exceptionMessage ?? JSON.stringify(outcome));
};
