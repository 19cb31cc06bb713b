import { textOf } from './component.ts';

/** How an external credential says that a sandbox is meant to call production; no refresh can make that up. */
const productionAllowed = ', production allowed';

const heading = 'Managed by sf s2s: ';

/** The line by which a component says to which link it belongs. */
export const marker = (hubId: string, spokeId: string, allowsProduction = false): string =>
  `${heading}${hubId} -> ${spokeId}${allowsProduction ? productionAllowed : ''}`;

/** The operand of SOQL's LIKE that finds what carries the marker of a hub. @param hubId 15 or 18 characters */
export const markerPattern = (hubId: string): string => `'%${heading}${hubId.slice(0, 15)}%'`;

export type Marker = { hubId: string; spokeId: string };

const adopted = ' (adopted)';
const line = new RegExp(
  String.raw`\b${heading}(00D\w{15}) -> (00D\w{15})\b(?:${productionAllowed})?( \(adopted\))?`
);

/** The marker in a description, wherever in it; undefined when somebody else made the component. */
export const readMarker = (description: unknown): Marker | undefined => {
  const [, hubId, spokeId] = line.exec(textOf(description)) ?? [];
  return hubId ? { hubId, spokeId } : undefined;
};

/** Whether a component belongs to the link of a hub to a spoke. */
export const isMarkedFor = (description: unknown, hubId: string, spokeId: string): boolean => {
  const found = readMarker(description);
  return found !== undefined && isSameId(found.hubId, hubId) && isSameId(found.spokeId, spokeId);
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
  withoutRotation(textOf(description).replace(line, '')).trim() || undefined;

/** The app whose place another has taken, and since when (ISO date) the hub has no use for it any more. */
export type Retiring = { since: string; app: string };

const isoDate = String.raw`\d{4}-\d\d-\d\dT[\d:.]+Z`;
const retiringLine = new RegExp(String.raw`\s*Retiring since (${isoDate}): (\w+)`);
const rotatedLine = new RegExp(String.raw`\s*Rotated (${isoDate})`);

/** What the description of an external credential says of an app that is to be deleted. */
export const readRetiring = (description: unknown): Retiring | undefined => {
  const [, since, app] = retiringLine.exec(textOf(description)) ?? [];
  return since ? { since, app } : undefined;
};

/** When (ISO date) the last rotation of an external credential ended. */
export const readRotated = (description: unknown): string | undefined =>
  rotatedLine.exec(textOf(description))?.[1];

const withoutRotation = (description: unknown): string =>
  textOf(description).replace(retiringLine, '').replace(rotatedLine, '');

/** The same description, of a credential whose rotation goes on. */
export const withRetiring = (description: unknown, { since, app }: Retiring): string =>
  `${withoutRotation(description)}\nRetiring since ${since}: ${app}`;

/** The same description, of a credential whose rotation has ended. @param date ISO date */
export const withRotated = (description: unknown, date: string): string =>
  `${withoutRotation(description)}\nRotated ${date}`;

/** The description of what we made ourselves, though it had no marker then: it was not taken over from anybody. */
export const asMade = (description: unknown): string => textOf(description).replace(adopted, '');

/**
 * The same description with other ids, and without what holds for one environment only: a rotation that goes on or has
 * ended, and that a sandbox may call production.
 */
export const inAnyOrg = (description: unknown, hubId: string, spokeId: string): string =>
  withoutRotation(description).replace(
    line,
    () => `${marker(hubId, spokeId)}${isAdopted(description) ? adopted : ''}`
  );
