import type { SfError } from '@salesforce/core';
import { commandFor } from '../command.ts';
import { actionsFor, type Command, failure } from '../messages.ts';
import { isSameId, ownerOf, readMarker } from '../metadata/marker.ts';
import { nameOfOrg } from '../names.ts';
import { copyFor, isCopied } from '../observe/copy.ts';
import { pointsTo } from '../observe/find.ts';
import type { Credential, HubState } from '../observe/hub.ts';

/** A spoke that was asked for: how commands call it, its org id, and the origin of its My Domain. */
export type AskedSpoke = { name: string; id: string; url: string };

/** A credential that is to be verified, and for which spoke it was chosen. */
export type Chosen<T extends AskedSpoke> = { credential: Credential; spoke?: T };

const byName = (a: Credential, b: Credential): number =>
  a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1;

/** Credentials that are links of ours: every one that carries a marker, a sandbox refresh's copies included. */
const linksOf = (hub: HubState): Credential[] =>
  hub.credentials.filter(({ component }) => ownerOf(component.body.description, hub.org.id) !== 'foreign');

/** The credentials that lead to a spoke: ours, or else those made by hand that point there. */
const linksTo = (hub: HubState, { id, url }: AskedSpoke): Credential[] => {
  const isMarked = ({ component }: Credential): boolean => {
    const marker = readMarker(component.body.description);
    return marker !== undefined && isSameId(marker.hubId, hub.org.id) && isSameId(marker.spokeId, id);
  };
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

const notLinked = (hub: string, spokes: string[]): SfError => {
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
    const all = linksOf(hub).sort(byName);
    if (all.length > 0) return all.map((credential) => ({ credential }));
    const target = 'ALIAS_OF_SPOKE';
    throw failure('noLinks', { hub: hubName, spoke: target, link: linkCommand(hubName, target) });
  }
  const links = spokes.map((spoke) => ({ spoke, credentials: linksTo(hub, spoke).sort(byName) }));
  const missing = links.filter(({ credentials }) => credentials.length === 0);
  if (missing.length > 0)
    throw notLinked(
      hubName,
      missing.map(({ spoke }) => spoke.name)
    );
  const chosen = links.flatMap(({ spoke, credentials }) =>
    credentials.map((credential) => ({ credential, spoke }))
  );
  const names = chosen.map(({ credential }) => credential.name);
  return chosen.filter(({ credential }, i) => names.indexOf(credential.name) === i);
};
