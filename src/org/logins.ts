import { AuthInfo, type Connection, type OrgAuthorization } from '@salesforce/core';
import { failure } from '../text/messages.ts';
import { isSameId } from '../metadata/marker.ts';
import { isPrivate, originOf } from '../names.ts';

/** How a login is called in commands: its first alias, or its username. */
export const nameOfLogin = ({ aliases, username }: Pick<OrgAuthorization, 'aliases' | 'username'>): string =>
  aliases?.[0] ?? username;

/**
 * Refuses a login with an address without TLS, be it the org's or the one where the session is renewed.
 * @param org how it is called in messages
 * @throws SfError
 */
export const guardLogin = (conn: Connection, org: string): void => {
  const { loginUrl } = conn.getAuthInfoFields();
  const open = [conn.instanceUrl, loginUrl].find((url) => url !== undefined && !isPrivate(url));
  if (open !== undefined) throw failure('insecure', { org, problem: open });
};

/** The logins of this machine that can be read. Whether they still work only their orgs know. */
export const readLogins = async (): Promise<OrgAuthorization[]> =>
  (await AuthInfo.listAllAuthorizations()).filter(({ error }) => error === undefined);

/**
 * A login to an org: one with an alias before one without.
 * @param org known by its id, by its origin, or both
 */
export const findLogin = (
  logins: OrgAuthorization[],
  org: { id?: string; url?: string }
): OrgAuthorization | undefined => {
  const byId = logins.filter(({ orgId }) => org.id !== undefined && isSameId(orgId, org.id));
  // A refreshed org has another id at the same address.
  const byUrl = logins.filter(
    ({ instanceUrl }) => org.url !== undefined && originOf(instanceUrl) === org.url
  );
  const fitting = byId.length > 0 ? byId : byUrl;
  return fitting.find(({ aliases }) => (aliases ?? []).length > 0) ?? fitting[0];
};
