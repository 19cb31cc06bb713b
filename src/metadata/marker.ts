import { textOf } from './component.ts';

/** How an external credential says that a sandbox is meant to call production; no refresh can make that up. */
const productionAllowed = ', production allowed';

/** The line by which a component says to which link it belongs. */
export const marker = (hubId: string, spokeId: string, allowsProduction = false): string =>
  `Managed by sf s2s: ${hubId} -> ${spokeId}${allowsProduction ? productionAllowed : ''}`;

export type Marker = { hubId: string; spokeId: string };

const adopted = ' (adopted)';
const line = /\bManaged by sf s2s: (00D\w{15}) -> (00D\w{15})\b(?:, production allowed)?( \(adopted\))?/;

/** The marker in a description, wherever in it; undefined when somebody else made the component. */
export const readMarker = (description: unknown): Marker | undefined => {
  const [, hubId, spokeId] = line.exec(textOf(description)) ?? [];
  return hubId ? { hubId, spokeId } : undefined;
};

/**
 * Whose a component is.
 * `ours`: this link's, or that of a spoke which was refreshed since. `copy`: what a sandbox refresh copied from
 * another hub; on the spoke such a thing belongs to that hub. `foreign`: somebody else's.
 */
export type Owner = 'ours' | 'copy' | 'foreign';

/** Whether two ids are of the same thing: 15 and 18 characters are both in use. */
export const isSameId = (a: string, b: string): boolean => a.slice(0, 15) === b.slice(0, 15);

/** @param description of the component; @param hubId the hub of the link in question */
export const ownerOf = (description: unknown, hubId: string): Owner => {
  const found = readMarker(description);
  if (!found) return 'foreign';
  return isSameId(found.hubId, hubId) ? 'ours' : 'copy';
};

/** Whether a component was taken over from somebody else: what its maker made of it is not ours to delete. */
export const isAdopted = (description: unknown): boolean => line.exec(textOf(description))?.[3] !== undefined;

/** Whether `--allow-production` was given when a sandbox hub was linked. */
export const allowsProduction = (description: unknown): boolean =>
  line.exec(textOf(description))?.[0].includes(productionAllowed) === true;

/**
 * The description of a component that is there, with a marker and whatever else an admin wrote into it. Where there was
 * no marker the component is taken over, and says so for good.
 */
export const withMarker = (description: unknown, wanted: string): string => {
  const text = textOf(description);
  if (line.test(text)) return text.replace(line, isAdopted(text) ? `${wanted}${adopted}` : wanted);
  return text === '' ? `${wanted}${adopted}` : `${text}\n${wanted}${adopted}`;
};

/** A description as it was before a component was taken over; undefined when nothing is left of it. */
export const withoutMarker = (description: unknown): string | undefined =>
  textOf(description).replace(line, '').trim() || undefined;
