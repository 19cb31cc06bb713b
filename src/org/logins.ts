import { AuthInfo, type OrgAuthorization } from '@salesforce/core';
import { isSameId } from '../metadata/marker.ts';
import { originOf } from '../names.ts';

/** How a login is called in commands: its first alias, or its username. */
export const nameOfLogin = ({ aliases, username }: Pick<OrgAuthorization, 'aliases' | 'username'>): string =>
  aliases?.[0] ?? username;

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
