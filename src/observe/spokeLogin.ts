import { AuthInfo, Connection, type OrgAuthorization } from '@salesforce/core';
import { readMarker } from '../metadata/marker.ts';
import { originOf } from '../names.ts';
import { findLogin, nameOfLogin } from '../org/logins.ts';
import type { Credential } from './credential.ts';

/** A login of this machine to the spoke of a credential, where there is one. */
export const loginToSpoke = (
  { component, tokenUrl }: Credential,
  logins: OrgAuthorization[]
): OrgAuthorization | undefined =>
  findLogin(logins, { id: readMarker(component.body.description)?.spokeId, url: originOf(tokenUrl) });

/**
 * A connection by a login, and how commands call it.
 * @param version of the API; without one the org is asked for its newest, unless this machine has one set
 * @throws whatever core throws for a login that can't be used
 */
export const connectLogin = async (
  login: OrgAuthorization,
  version?: string
): Promise<{ conn: Connection; name: string }> => {
  const authInfo = await AuthInfo.create({ username: login.username });
  const connectionOptions = version === undefined ? {} : { connectionOptions: { version } };
  return { conn: await Connection.create({ authInfo, ...connectionOptions }), name: nameOfLogin(login) };
};
