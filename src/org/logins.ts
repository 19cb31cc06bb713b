import { AuthInfo, type OrgAuthorization } from '@salesforce/core';
import { isSameId } from '../metadata/marker.ts';
import { originOf } from '../names.ts';

/** How a login is called in commands: its first alias, or its username. */
export const nameOfLogin = ({ aliases, username }: Pick<OrgAuthorization, 'aliases' | 'username'>): string =>
  aliases?.[0] ?? username;

/**
 * A login that this machine has to an org: one with an alias before one without.
 * @param org known by its id, by its origin, or both
 */
export const findLogin = async (org: {
  id?: string;
  url?: string;
}): Promise<OrgAuthorization | undefined> => {
  const logins = await AuthInfo.listAllAuthorizations();
  const working = logins.filter(({ error }) => error === undefined);
  const byId = working.filter(({ orgId }) => org.id !== undefined && isSameId(orgId, org.id));
  // A refreshed org has another id at the same address.
  const byUrl = working.filter(
    ({ instanceUrl }) => org.url !== undefined && originOf(instanceUrl) === org.url
  );
  const fitting = byId.length > 0 ? byId : byUrl;
  return fitting.find(({ aliases }) => (aliases ?? []).length > 0) ?? fitting[0];
};
