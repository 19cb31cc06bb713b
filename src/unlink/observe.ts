import { type Connection, Org, type SfError } from '@salesforce/core';
import type { Side } from '../link/step.ts';
import { isSameId } from '../metadata/marker.ts';
import { type HubState, observeHub } from '../observe/hub.ts';
import { atOrg } from '../org/explain.ts';
import { findLogin, nameOfLogin, readLogins } from '../org/logins.ts';
import type { End } from '../org/end.ts';
import { useMyDomain } from '../org/myDomain.ts';
import { goingOf } from './hubSteps.ts';
import { observeSpokeParts, type SpokeParts } from './observeSpoke.ts';
import type { UnlinkEnds, UnlinkRequest } from './request.ts';
import { type Asked, type Selection, selectLink } from './select.ts';
import { readOwnSets } from '../observe/ownSets.ts';
import { readUsage, type Usage } from './usage.ts';

/** An org, as far as the login knows it without asking. */
export type KnownEnd = End & { id: string; url: string };

/** The hub of a link; without a connection where nobody is logged in to it, but its id is known. */
export type HubEnd = Omit<KnownEnd, 'conn' | 'url'> & Partial<Pick<KnownEnd, 'conn' | 'url'>>;

export type HubParts = { state: HubState; selection: Selection; usage: Usage };

/** What is known before anything is planned. Where an org could not be reached, the problem stands for its parts. */
export type Seen = {
  hub: HubEnd;
  spoke?: KnownEnd;
  hubParts?: HubParts;
  spokeParts?: SpokeParts;
  problems: Partial<Record<Side, SfError>>;
};

/** What means that an org is out of reach, as opposed to what its user may not do. */
const outOfReach = ['LoginExpiredError', 'UnreachableError', 'UnexpectedAnswerError'];

const reach = async <T>(
  { conn, name }: KnownEnd,
  work: Promise<T>
): Promise<{ parts?: T; problem?: SfError }> => {
  try {
    return { parts: await atOrg(name, conn.instanceUrl, work) };
  } catch (error) {
    if (!outOfReach.includes((error as SfError).name)) throw error;
    return { problem: error as SfError };
  }
};

const endOf = (conn: Connection, name: string): KnownEnd => ({
  conn,
  name,
  id: String(conn.getAuthInfoFields().orgId),
  url: new URL(conn.instanceUrl).origin,
});

const observeHubParts = async ({ conn, name }: KnownEnd, asked: Asked): Promise<HubParts> => {
  const state = await observeHub(conn, name);
  const all = await readOwnSets(conn, state.org.id, state.org.namespace);
  // An org that calls itself holds those of both ends; those of the hub carry a principal.
  const isSelf = asked.spoke !== undefined && isSameId(asked.spoke.id, state.org.id);
  const sets = all.filter(
    ({ component }) => !isSelf || component.body.externalCredentialPrincipalAccesses !== undefined
  );
  const selection = selectLink(state, sets, asked);
  return { state, selection, usage: await readUsage(conn, state, selection, goingOf(selection)) };
};

const observeSpokeEnd = async (
  hub: HubEnd,
  { conn, name, id }: KnownEnd,
  key: () => Promise<string | undefined>
): Promise<SpokeParts> => {
  const parts = await observeSpokeParts(conn, name, hub.id, key);
  if (!isSameId(id, hub.id)) return parts;
  const sets = parts.sets.filter(
    ({ component }) => component.body.externalCredentialPrincipalAccesses === undefined
  );
  return { ...parts, sets };
};

/** A login of this machine to the spoke of a link: to exactly that org, because it is to be changed. */
const loginTo = async (spokeId: string, apiVersion: string): Promise<KnownEnd | undefined> => {
  const login = findLogin(await readLogins(), { id: spokeId });
  if (!login) return undefined;
  const org = await Org.create({ aliasOrUsername: login.username }).catch(() => undefined);
  return org && endOf(org.getConnection(apiVersion), nameOfLogin(login));
};

/** Looks at the spoke alone: what is a hub's there is told by the hub's id. */
const observeSpokeAlone = async (conn: Connection, request: UnlinkRequest, hubId: string): Promise<Seen> => {
  await useMyDomain(conn);
  const hub = { id: hubId, name: request.hub };
  const spoke = endOf(conn, String(request.spoke));
  const { parts, problem } = await reach(
    spoke,
    observeSpokeEnd(hub, spoke, () => Promise.resolve(undefined))
  );
  if (problem) throw problem;
  return { hub, spoke, spokeParts: parts, problems: {} };
};

/**
 * Looks at both orgs; changes nothing. An org that can't be reached is left out.
 * @throws SfError when no end can be asked, or one refuses for another reason than being out of reach
 */
export const observeEnds = async (ends: UnlinkEnds, request: UnlinkRequest): Promise<Seen> => {
  if ('hubId' in ends) return observeSpokeAlone(ends.spoke, request, ends.hubId);
  await Promise.all([ends.hub, ...(ends.spoke ? [ends.spoke] : [])].map((conn) => useMyDomain(conn)));
  const hub = endOf(ends.hub, request.hub);
  const named = ends.spoke && endOf(ends.spoke, String(request.spoke));
  const seenHub = reach(hub, observeHubParts(hub, { name: request.name, spoke: named }));
  const key = async (): Promise<string | undefined> =>
    (await seenHub).parts?.selection.parts.find(({ credential }) => credential)?.credential?.claims.iss;
  const spokeId = async (): Promise<string | undefined> => (await seenHub).parts?.selection.parts[0]?.spokeId;
  const spoke =
    named ??
    (await spokeId().then((id) => (id === undefined ? undefined : loginTo(id, ends.hub.getApiVersion()))));
  const seenSpoke = spoke ? reach(spoke, observeSpokeEnd(hub, spoke, key)) : undefined;
  const [onHub, onSpoke] = await Promise.all([seenHub, seenSpoke]);
  // Its id, known from the login alone, tells what on the spoke is this hub's.
  if (onHub.problem && (!onSpoke?.parts || ends.hub.getAuthInfoFields().orgId === undefined))
    throw onHub.problem;
  return {
    hub,
    spoke,
    hubParts: onHub.parts,
    spokeParts: onSpoke?.parts,
    problems: { hub: onHub.problem, spoke: onSpoke?.problem },
  };
};
