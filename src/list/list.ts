import { describeEnd, describeLink } from '../describe.ts';
import type { OrgAuthorization } from '@salesforce/core';
import { linksOf } from '../observe/find.ts';
import type { Credential } from '../observe/credential.ts';
import { observeHub } from '../observe/hub.ts';
import { loginToSpoke } from '../observe/spokeLogin.ts';
import { readMarker } from '../metadata/marker.ts';
import { originOf } from '../names.ts';
import { type Clock, systemClock } from '../org/clock.ts';
import { atOrg } from '../org/explain.ts';
import { readLogins } from '../org/logins.ts';
import { useMyDomain } from '../org/myDomain.ts';
import type { LinkResult, LinksResult } from '../result.ts';
import type { End } from '../org/end.ts';
import { findApps, type Patience } from './apps.ts';
import { endingSoon, remedyOf } from './remedies.ts';

export type ListRequest = {
  hub: End;
  /** In how many days no certificate may end. */
  expiresWithin?: number;
  apiVersion?: string;
};

export type ListOutcome = {
  result: LinksResult;
  /** What to do, a line each, about links that are not as they should be. */
  remedies: string[];
  /** Which certificates end too soon. */
  ending: string[];
};

/** The spoke of a link: who it is as the login says or else the marker, where it is as the credential says. */
const spokeOf = (
  { component, tokenUrl, namedCredentials }: Credential,
  login: OrgAuthorization | undefined
): LinkResult['spoke'] => ({
  orgId: login?.orgId ?? readMarker(component.body.description)?.spokeId ?? null,
  username: login?.username ?? null,
  alias: login?.aliases?.[0] ?? null,
  url: originOf(tokenUrl) ?? originOf(namedCredentials[0]?.url) ?? null,
});

/**
 * Lists the links of a hub. Changes nothing. The hub alone is asked what there is; spokes to which this machine has a
 * login tell besides which app it is, as far as they answer in time.
 * @throws SfError when the hub can't be asked
 */
export const listLinks = async (
  { hub, expiresWithin, apiVersion }: ListRequest,
  clock: Clock = systemClock,
  patience?: Patience
): Promise<ListOutcome> => {
  await useMyDomain(hub.conn);
  const [state, logins] = await Promise.all([
    atOrg(hub.name, hub.conn.instanceUrl, observeHub(hub.conn, hub.name)),
    readLogins(),
  ]);
  const found = linksOf(state).map((credential) => ({ credential, login: loginToSpoke(credential, logins) }));
  const apps = await findApps(found, state.org.id, apiVersion, patience);
  const now = new Date(clock.now());
  const links = found.map(({ credential, login }) => {
    const spoke = spokeOf(credential, login);
    const known = { name: credential.name, hub: state, credential, spoke, app: apps.get(credential) };
    return describeLink(known, now);
  });
  return {
    result: { hub: describeEnd(state.org), links },
    remedies: found.flatMap(({ credential }, i) => remedyOf(state, credential, links[i], hub.name) ?? []),
    ending: expiresWithin === undefined ? [] : endingSoon(links, expiresWithin, hub.name),
  };
};
