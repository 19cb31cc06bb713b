import { AuthInfo, type OrgAuthorization } from '@salesforce/core';
import { isSameId } from '../metadata/marker.ts';

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
  const fitting = logins.filter(
    ({ orgId, instanceUrl, error }) =>
      error === undefined &&
      (org.id === undefined
        ? org.url !== undefined &&
          instanceUrl !== undefined &&
          URL.canParse(instanceUrl) &&
          new URL(instanceUrl).origin === org.url
        : isSameId(orgId, org.id))
  );
  return fitting.find(({ aliases }) => (aliases ?? []).length > 0) ?? fitting[0];
};
