import { type Connection, Org } from '@salesforce/core';
import { findCredential, pointsTo } from '../observe/find.ts';
import { commandFor } from '../command.ts';
import { describeCertificate, describeEnd } from '../describe.ts';
import { observeHubLink } from '../observe/hubLink.ts';
import { type Credential, type HubState, observeHub } from '../observe/hub.ts';
import { nameOfOrg, originOf } from '../names.ts';
import { observeSpoke, type SpokeState } from '../observe/spoke.ts';
import { failure } from '../messages.ts';
import { ownerOf, readMarker } from '../metadata/marker.ts';
import { type Clock, systemClock } from '../org/clock.ts';
import { atOrg } from '../org/explain.ts';
import { useMyDomain } from '../org/myDomain.ts';
import { findLogin, nameOfLogin } from '../org/logins.ts';
import type { LinkResult, LinksResult } from '../result.ts';
import { type Verdict, verifyLink, type VerifyOptions } from './verify.ts';
import { type LinkView, spokeIdOf, spokeUrlOf } from './view.ts';

/** A connection and how commands call it. */
export type End = { conn: Connection; name: string };

/** Credentials that are links of ours: every one that carries a marker, a sandbox refresh's copies included. */
const linksOf = (hub: HubState): Credential[] =>
  hub.credentials.filter(({ component }) => ownerOf(component.body.description, hub.org.id) !== 'foreign');

/** The credential that leads to a spoke: ours, or one made by hand that points there. */
const linkTo = (hub: HubState, spoke: Connection): Credential | undefined => {
  const target = { id: String(spoke.getAuthInfoFields().orgId), url: new URL(spoke.instanceUrl).origin };
  return (
    findCredential(hub, target) ??
    hub.credentials.find((credential) => pointsTo(credential, target.url)) ??
    // What a sandbox refresh copied still points at the spoke of the org that it was copied from.
    hub.credentials.find(
      ({ name, component }) =>
        name === nameOfOrg(target.url) && ownerOf(component.body.description, hub.org.id) === 'copy'
    )
  );
};

/** The spoke of a link: named by the user, or a local login that was found for it and may not work any more. */
type Spoke = End & { isNamed: boolean };

/** A local login to the spoke of a credential, where there is one. */
const connectSpoke = async (
  { component, tokenUrl }: Credential,
  apiVersion?: string
): Promise<Spoke | undefined> => {
  const login = await findLogin({
    id: readMarker(component.body.description)?.spokeId,
    url: originOf(tokenUrl),
  });
  if (!login) return undefined;
  const org = await Org.create({ aliasOrUsername: login.username });
  return { conn: org.getConnection(apiVersion), name: nameOfLogin(login), isNamed: false };
};

/**
 * What the spoke holds. A login that was only found is as good as none when it does not work, and so is one that may
 * not look at what is asked for.
 */
const observeEnd = async (
  spoke: Spoke,
  hub: HubState,
  { claims }: Credential
): Promise<SpokeState | undefined> => {
  const selector = {
    hubId: hub.org.id,
    spokeId: String(spoke.conn.getAuthInfoFields().orgId),
    appName: nameOfOrg(hub.org.url),
    isNameGiven: false,
    consumerKey: () => Promise.resolve(claims.iss),
  };
  const work = observeSpoke(spoke.conn, selector, () => Promise.resolve(claims.sub), spoke.name);
  const explained = atOrg(spoke.name, spoke.conn.instanceUrl, work);
  return explained.catch((error: unknown) => {
    if (spoke.isNamed && (error as Error).name !== 'ForbiddenError') throw error;
    return undefined;
  });
};

const observeLink = async (
  hub: End,
  state: HubState,
  credential: Credential,
  spoke: Spoke | undefined,
  asked: string[]
): Promise<LinkView> => {
  const [link, spokeState] = await Promise.all([
    atOrg(
      hub.name,
      hub.conn.instanceUrl,
      observeHubLink(hub.conn, state, credential.name, [state.org.user.username, ...asked])
    ),
    spoke && observeEnd(spoke, state, credential),
  ]);
  return {
    hub: state,
    link,
    credential,
    certificate: state.certificates.find(({ name }) => name === credential.certificate),
    spoke: spokeState,
    calloutUsers: asked,
    hubName: hub.name,
    spokeName: spoke?.name,
  };
};

const describe = (view: LinkView, { checks }: Verdict): LinkResult => ({
  name: view.credential.name,
  spoke: view.spoke
    ? describeEnd(view.spoke.org)
    : { orgId: spokeIdOf(view) ?? null, username: null, alias: null, url: spokeUrlOf(view) ?? null },
  app: view.spoke?.app?.names.app ?? null,
  serviceUser: view.credential.claims.sub ?? null,
  certificate: view.credential.certificate
    ? describeCertificate(view.credential.certificate, view.certificate)
    : null,
  changed: false,
  steps: [],
  checks,
});

export type VerifyRequest = { hub: End; spoke?: End; calloutUsers: string[]; apiVersion?: string };

/**
 * Verifies the link to one spoke, or every link that a hub has. Changes nothing.
 * @param wait how long refusals that can mean "still spreading" are tried again, in milliseconds
 * @throws SfError when there is nothing to verify, or the hub can't be asked
 */
export const verifyLinks = async (
  { hub, spoke, calloutUsers, apiVersion }: VerifyRequest,
  { wait, waiting }: { wait: number; waiting: (text: string) => void },
  clock: Clock = systemClock
): Promise<{ result: LinksResult; passed: boolean }> => {
  const ends = spoke ? [hub, spoke] : [hub];
  await Promise.all(ends.map(({ conn }) => useMyDomain(conn)));
  const options: VerifyOptions = { deadline: clock.now() + wait, clock, waiting };
  const state = await atOrg(hub.name, hub.conn.instanceUrl, observeHub(hub.conn, hub.name));
  const credentials = spoke ? [linkTo(state, spoke.conn)].flatMap((found) => found ?? []) : linksOf(state);
  if (credentials.length === 0) {
    const target = spoke?.name ?? 'ALIAS_OF_SPOKE';
    throw failure(spoke ? 'notLinked' : 'noLinks', {
      hub: hub.name,
      spoke: target,
      link: commandFor('link', { hub: hub.name, spoke: target }),
    });
  }
  const links = await Promise.all(
    credentials.map(async (credential) => {
      const end = spoke ? { ...spoke, isNamed: true } : await connectSpoke(credential, apiVersion);
      const view = await observeLink(hub, state, credential, end, calloutUsers);
      const verdict = await verifyLink(view, hub.conn, options);
      return { result: describe(view, verdict), passed: verdict.passed };
    })
  );
  return {
    result: { hub: describeEnd(state.org), links: links.map(({ result }) => result) },
    passed: links.every(({ passed }) => passed),
  };
};
