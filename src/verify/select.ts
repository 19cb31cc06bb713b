import type { SfError } from '@salesforce/core';
import { commandFor } from '../command.ts';
import { actionsFor, type Command, failure } from '../text/messages.ts';
import { isMarkedFor, isSameId } from '../metadata/marker.ts';
import { nameOfOrg } from '../names.ts';
import { copyFor, isCopied } from '../observe/copy.ts';
import { inOrderOfNames, linksOf, pointsTo } from '../observe/find.ts';
import type { Credential } from '../observe/credential.ts';
import type { HubState } from '../observe/hub.ts';

/** A spoke that was asked for: how commands call it, its org id, and the origin of its My Domain. */
export type AskedSpoke = { name: string; id: string; url: string };

/** A credential that is to be verified, and for which spoke it was chosen. */
export type Chosen<T extends AskedSpoke> = { credential: Credential; spoke?: T };

/** The credentials that lead to a spoke: ours, or else those made by hand that point there. */
const linksTo = (hub: HubState, { id, url }: AskedSpoke): Credential[] => {
  const isMarked = ({ component }: Credential): boolean =>
    isMarkedFor(component.body.description, hub.org.id, id);
  const ours = linksOf(hub).filter((credential) => isMarked(credential) || pointsTo(credential, url));
  if (ours.length > 0) return ours;
  const byHand = hub.credentials.filter((credential) => pointsTo(credential, url));
  if (byHand.length > 0) return byHand;
  // What a sandbox refresh copied still points at the spoke of the org that it was copied from.
  const copy = copyFor(hub, url);
  return copy
    ? [copy]
    : hub.credentials.filter((other) => other.name === nameOfOrg(url) && isCopied(hub, other));
};

const linkCommand = (hub: string, spoke: string): Command => commandFor('link', { hub, spoke });

const notLinked = (hub: string, hubId: string, missing: AskedSpoke[]): SfError => {
  const self = missing.find(({ id }) => isSameId(id, hubId));
  if (self) {
    const link = commandFor('link', { hub, spoke: self.name, 'allow-self': true });
    return failure('selfNotLinked', { hub, link });
  }
  const spokes = missing.map(({ name }) => name);
  const error = failure('notLinked', {
    hub,
    spoke: spokes.join(', '),
    link: linkCommand(hub, spokes[0]),
  });
  error.actions = spokes.flatMap((spoke) =>
    actionsFor('s2s', 'error.notLinked', { link: linkCommand(hub, spoke) })
  );
  return error;
};

/**
 * Pure: the links to verify. Those of the spokes that were asked for, in that order, or all of the hub; by name where
 * nothing else orders them, and none twice.
 * @param hubName how commands call the hub
 * @throws SfError when a spoke that was asked for has no link, or the hub has none at all
 */
export const selectLinks = <T extends AskedSpoke>(
  hub: HubState,
  hubName: string,
  spokes: T[]
): Chosen<T>[] => {
  if (spokes.length === 0) {
    const all = linksOf(hub);
    if (all.length > 0) return all.map((credential) => ({ credential }));
    const target = 'ALIAS_OF_SPOKE';
    throw failure('noLinks', { hub: hubName, spoke: target, link: linkCommand(hubName, target) });
  }
  const links = spokes.map((spoke) => ({ spoke, credentials: inOrderOfNames(linksTo(hub, spoke)) }));
  const missing = links.filter(({ credentials }) => credentials.length === 0);
  if (missing.length > 0)
    throw notLinked(
      hubName,
      hub.org.id,
      missing.map(({ spoke }) => spoke)
    );
  const chosen = links.flatMap(({ spoke, credentials }) =>
    credentials.map((credential) => ({ credential, spoke }))
  );
  const names = chosen.map(({ credential }) => credential.name);
  return chosen.filter(({ credential }, i) => names.indexOf(credential.name) === i);
};

/** Refuses what is no org id. @throws SfError */
export const guardHubId = (hubId: string): void => {
  if (!/^00D\w{12}(\w{3})?$/.test(hubId)) throw failure('illegalHubId', { hubId });
};
