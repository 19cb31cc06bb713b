import type { OrgAuthorization } from '@salesforce/core';
import pLimit from 'p-limit';
import { describeEnd, describeLink } from '../describe.ts';
import { observeHubLink } from '../observe/hubLink.ts';
import type { Credential } from '../observe/credential.ts';
import { type HubState, observeHub } from '../observe/hub.ts';
import { nameOfOrg } from '../names.ts';
import { observeSpoke, type SpokeState } from '../observe/spoke.ts';
import { connectLogin, loginToSpoke } from '../observe/spokeLogin.ts';
import { type Clock, systemClock } from '../org/clock.ts';
import { atOrg } from '../org/explain.ts';
import { readLogins } from '../org/logins.ts';
import { probesOn } from '../org/probes.ts';
import type { End } from '../org/end.ts';
import { useMyDomain } from '../org/myDomain.ts';
import type { LinkResult, LinksResult } from '../result.ts';
import { type AskedSpoke, selectLinks } from './select.ts';
import { type Verdict, verifyLink, type VerifyOptions } from './verify.ts';
import { type LinkView, spokeIdOf, spokeUrlOf, todosOf } from './view.ts';

/** The spoke of a link: named by the user, or a local login that was found for it and may not work any more. */
export type Spoke = End & { isNamed: boolean };

/** A local login to the spoke of a credential, where there is one. */
export const connectSpoke = async (
  credential: Credential,
  logins: OrgAuthorization[],
  apiVersion?: string
): Promise<Spoke | undefined> => {
  const login = loginToSpoke(credential, logins);
  const end = login && (await connectLogin(login, apiVersion).catch(() => undefined));
  return end && { ...end, isNamed: false };
};

/**
 * What the spoke holds. A login that was only found is as good as none when it does not work, and so is one that may
 * not look at what is asked for.
 */
const observeEnd = async (
  spoke: Spoke,
  hub: HubState,
  { claims }: Credential,
  now: Date
): Promise<SpokeState | undefined> => {
  const selector = {
    hubId: hub.org.id,
    spokeId: String(spoke.conn.getAuthInfoFields().orgId),
    appName: nameOfOrg(hub.org.url),
    isNameGiven: false,
    isNameEnough: false,
    consumerKey: () => Promise.resolve(claims.iss),
  };
  const work = observeSpoke(spoke.conn, selector, () => Promise.resolve(claims.sub), now, spoke.name);
  const explained = atOrg(spoke.name, spoke.conn.instanceUrl, work);
  return explained.catch((error: unknown) => {
    if (spoke.isNamed && (error as Error).name !== 'ForbiddenError') throw error;
    return undefined;
  });
};

/** What the hub holds for a link, and its spoke, where somebody is logged in there. */
export const observeLink = async (
  hub: End,
  state: HubState,
  credential: Credential,
  spoke: Spoke | undefined,
  { calloutUsers, expiresWithin }: Asked,
  now: Date
): Promise<LinkView> => {
  const [link, spokeState] = await Promise.all([
    atOrg(
      hub.name,
      hub.conn.instanceUrl,
      observeHubLink(hub.conn, state, credential.name, [state.org.user.username, ...calloutUsers], now)
    ),
    spoke && observeEnd(spoke, state, credential, now),
  ]);
  return {
    hub: state,
    link,
    credential,
    certificate: state.certificates.find(({ name }) => name === credential.certificate),
    spoke: spokeState,
    calloutUsers,
    expiresWithin,
    hubName: hub.name,
    spokeName: spoke?.name,
  };
};

/** A link as a result. @param known what was done besides looking */
export const describe = (view: LinkView, now: Date, run: Parameters<typeof describeLink>[2]): LinkResult => {
  const { hub, credential, spoke } = view;
  const end = spoke
    ? describeEnd(spoke.org)
    : { orgId: spokeIdOf(view) ?? null, username: null, alias: null, url: spokeUrlOf(view) ?? null };
  const known = { name: credential.name, hub, credential, spoke: end, app: spoke?.app?.names };
  return describeLink(known, now, { ...run, todo: todosOf(view) });
};

/** What is asked of every link: who has to be able to call, and in how many days no certificate may end. */
type Asked = { calloutUsers: string[]; expiresWithin?: number };

/** `spokes`: those whose links are verified; none for all links of the hub. */
export type VerifyRequest = Asked & { hub: End; spokes: End[]; apiVersion?: string };

export type VerifyOutcome = {
  result: LinksResult;
  passed: boolean;
  /** Whether all that failed may yet pass by itself, and the time to wait for it is up. */
  unfinished: boolean;
  /** When the run began, in milliseconds since 1970. */
  started: number;
  /** What was seen of each link, and what was found. */
  views: LinkView[];
  verdicts: Verdict[];
};

/** So many links are looked at at once: the hub answers every one of these requests. */
const mostAtOnce = 5;

/** A spoke that the user named. */
export type NamedSpoke = End & AskedSpoke;

/** The spokes by which links are chosen; a spoke that was named twice counts once. */
export const asSpokes = (ends: End[]): NamedSpoke[] => {
  const usernames = ends.map(({ conn }) => conn.getUsername());
  return ends
    .filter((_, i) => usernames.indexOf(usernames[i]) === i)
    .map((end) => ({
      ...end,
      id: String(end.conn.getAuthInfoFields().orgId),
      url: new URL(end.conn.instanceUrl).origin,
    }));
};

/**
 * Verifies the links to some spokes, or every link that a hub has. Changes nothing. All links are looked at before the
 * first token is asked for.
 * @param wait how long refusals that can mean "still spreading" are tried again, in milliseconds
 * @throws SfError when there is nothing to verify, or an org that was named can't be asked
 */
export const verifyLinks = async (
  { hub, spokes, apiVersion, ...asked }: VerifyRequest,
  { wait, waiting }: { wait: number; waiting: VerifyOptions['waiting'] },
  clock: Clock = systemClock
): Promise<VerifyOutcome> => {
  const started = clock.now();
  const inTurn = pLimit(mostAtOnce);
  await Promise.all([hub, ...spokes].map(({ conn }) => useMyDomain(conn)));
  const state = await atOrg(hub.name, hub.conn.instanceUrl, observeHub(hub.conn, hub.name));
  const chosen = selectLinks(state, hub.name, asSpokes(spokes));
  const logins = spokes.length > 0 ? [] : await readLogins();
  const views = await Promise.all(
    chosen.map(({ credential, spoke }) =>
      inTurn(async () => {
        const end = spoke ? { ...spoke, isNamed: true } : await connectSpoke(credential, logins, apiVersion);
        return observeLink(hub, state, credential, end, asked, new Date(clock.now()));
      })
    )
  );
  const options: VerifyOptions = { deadline: started + wait, clock, waiting, probe: probesOn(hub.conn) };
  const verdicts = await Promise.all(views.map((view) => verifyLink(view, hub.conn, options)));
  return {
    result: {
      hub: describeEnd(state.org),
      links: views.map((view, i) => describe(view, new Date(started), { checks: verdicts[i].checks })),
    },
    passed: verdicts.every(({ passed }) => passed),
    unfinished:
      wait > 0 &&
      verdicts.some(({ pending }) => pending) &&
      verdicts.every(({ passed, pending }) => passed || pending),
    started,
    views,
    verdicts,
  };
};
