import type { OrgAuthorization } from '@salesforce/core';
import pLimit from 'p-limit';
import { commandFor, repointCommand } from '../command.ts';
import { describeEnd } from '../describe.ts';
import { type ManifestLink, manifestVersion } from '../manifest/schema.ts';
import { say } from '../text/messages.ts';
import { originOf } from '../names.ts';
import { isCopied } from '../observe/copy.ts';
import type { Credential } from '../observe/credential.ts';
import { inOrderOfNames, linksOf } from '../observe/find.ts';
import { type HubState, observeHub } from '../observe/hub.ts';
import { loginToSpoke } from '../observe/spokeLogin.ts';
import { type Clock, systemClock } from '../org/clock.ts';
import { atOrg } from '../org/explain.ts';
import { readLogins } from '../org/logins.ts';
import { useMyDomain } from '../org/myDomain.ts';
import type { End } from '../org/end.ts';
import { connectSpoke, observeLink } from '../verify/links.ts';
import { isFormula } from '../metadata/formula.ts';
import { declare } from './declare.ts';
import { readHolders } from './holders.ts';
import type { ExportResult } from './result.ts';

export type ExportRequest = { hub: End; apiVersion?: string };

export type ExportOutcome = {
  result: ExportResult;
  /** Links that the manifest can't declare, a line each, with what to do. */
  left: string[];
  /** What to apply the manifest would change all the same. */
  warnings: string[];
};

/** So many links are looked at at once: the hub answers every one of these requests. */
const mostAtOnce = 5;

/** Where a link leads, as the hub tells it. */
const urlOf = ({ tokenUrl, namedCredentials }: Credential): string =>
  originOf(tokenUrl) ?? originOf(namedCredentials[0]?.url) ?? '?';

/** Why a link can't be declared without a look at its spoke; undefined where it can. */
const obstacle = (
  hub: HubState,
  hubName: string,
  credential: Credential,
  logins: OrgAuthorization[]
): string | undefined => {
  const { name, claims } = credential;
  const values = { name, url: urlOf(credential) };
  if (isCopied(hub, credential))
    return say('s2s', 'export.copied', { ...values, link: repointCommand(hubName, name) });
  if (!loginToSpoke(credential, logins)) return say('s2s', 'export.noLogin', values);
  return isFormula(claims.sub) ? say('s2s', 'export.formula', values) : undefined;
};

/** Credentials that are no links of ours but could be. */
const othersIn = (hub: HubState, hubName: string): string[] => {
  const ours = linksOf(hub);
  return inOrderOfNames(hub.credentials.filter((credential) => !ours.includes(credential))).map(
    (credential) => {
      const { name } = credential;
      const link = commandFor('link', { hub: hubName, spoke: 'ALIAS_OF_SPOKE', name, adopt: true });
      return say('s2s', 'export.foreign', { name, url: urlOf(credential), link });
    }
  );
};

/** A link of the manifest, or why there is none, and what to apply it would change. */
type Exported = { link?: ManifestLink; left?: string; warning?: string };

/**
 * The manifest of the links that a hub has. Changes nothing.
 * @throws SfError when the hub can't be asked
 */
export const exportLinks = async (
  { hub, apiVersion }: ExportRequest,
  clock: Clock = systemClock
): Promise<ExportOutcome> => {
  await useMyDomain(hub.conn);
  const atHub = <T>(work: Promise<T>): Promise<T> => atOrg(hub.name, hub.conn.instanceUrl, work);
  const [state, logins] = await Promise.all([atHub(observeHub(hub.conn, hub.name)), readLogins()]);
  const credentials = linksOf(state);
  const names = credentials.map(({ name }) => name);
  const holders = await atHub(readHolders(hub.conn, names, state.org.namespace));
  const now = new Date(clock.now());
  const exportLink = async (credential: Credential): Promise<Exported> => {
    const { name } = credential;
    const left = obstacle(state, hub.name, credential, logins);
    if (left !== undefined) return { left };
    const end = await connectSpoke(credential, logins, apiVersion);
    if (end) await useMyDomain(end.conn);
    const asked = { calloutUsers: holders.get(name) ?? [] };
    const view = await observeLink(hub, state, credential, end, asked, now);
    const { spoke, spokeName } = view;
    if (!spoke || spokeName === undefined)
      return { left: say('s2s', 'export.loginFails', { name, url: urlOf(credential), spoke: end?.name }) };
    const { link, isSelfIn } = declare({ ...view, spoke, spokeName }, now);
    const values = { hub: hub.name, name, user: state.org.user.username };
    return { link, warning: isSelfIn ? undefined : say('s2s', 'export.selfOut', values) };
  };
  const inTurn = pLimit(mostAtOnce);
  const exported = await Promise.all(credentials.map((credential) => inTurn(() => exportLink(credential))));
  const links = exported.flatMap(({ link }) => link ?? []);
  return {
    result: {
      hub: describeEnd(state.org),
      manifest: { version: manifestVersion, hubs: [{ hub: hub.name, links }] },
    },
    left: [...exported.flatMap(({ left }) => left ?? []), ...othersIn(state, hub.name)],
    warnings: exported.flatMap(({ warning }) => warning ?? []),
  };
};
