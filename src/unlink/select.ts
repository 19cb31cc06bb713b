import { asList, type Component, textOf } from '../metadata/component.ts';
import { readOnlyName } from '../metadata/hub.ts';
import { isAdopted, isSameId, ownerOf, readMarker, readRetiring } from '../metadata/marker.ts';
import { isSameName, nameOfOrg, originOf, withoutNamespace } from '../names.ts';
import { pointsTo } from '../observe/find.ts';
import type { Credential } from '../observe/credential.ts';
import type { HubState } from '../observe/hub.ts';
import type { OwnSet } from '../observe/ownSets.ts';

/** What a hub holds of one link: all of it, or what a run that was stopped has left. */
export type HubPart = {
  name: string;
  spokeId: string;
  external?: Component;
  credential?: Credential;
  named: Component[];
  sets: OwnSet[];
};

/** Which link is asked for: by its name, by its spoke, or both. */
export type Asked = { name?: string; spoke?: { id: string; url: string } };

const markerIn = ({ body }: Component): ReturnType<typeof readMarker> => readMarker(body.description);
const isOurs = (component: Component, { org }: HubState): boolean =>
  ownerOf(component.body.description, org.id) === 'ours';

/** The external credential that a named credential uses. */
export const externalOf = ({ body }: Component): string | undefined =>
  asList(body.namedCredentialParameters)
    .map(({ externalCredential }) => textOf(externalCredential))
    .find((name) => name !== '');

/** Whether a named credential belongs to a link: by its marker, or because it has the name of what we made and uses it. */
const isOwnNamed = (named: Component, external: Component | undefined, hub: HubState): boolean => {
  if (isOurs(named, hub)) return true;
  // Below v64 a named credential has no description.
  const isMade = external && isOurs(external, hub) && !isAdopted(external.body.description);
  return isMade === true && isSameName(named.fullName, external.fullName);
};

/** Credentials whose principals a permission set carries: `acme-NamedPrincipal`, in some orgs `ns__acme-NamedPrincipal`. */
const carriedBy = ({ component }: OwnSet, namespace: string | undefined): string[] =>
  asList(component.body.externalCredentialPrincipalAccesses).map(({ externalCredentialPrincipal }) =>
    withoutNamespace(textOf(externalCredentialPrincipal).split('-')[0], namespace)
  );

/** Pure: every link of a hub, half-made ones included, by the name that its components have. */
export const partsOf = (hub: HubState, sets: OwnSet[]): HubPart[] => {
  const parts: HubPart[] = [];
  const partNamed = (name: string, spokeId: string): HubPart => {
    const known = parts.find((part) => isSameName(part.name, name));
    if (known) return known;
    const part: HubPart = { name, spokeId, named: [], sets: [] };
    parts.push(part);
    return part;
  };
  for (const external of hub.externalCredentials.filter((one) => isOurs(one, hub))) {
    const part = partNamed(external.fullName, markerIn(external)!.spokeId);
    part.external = external;
    part.credential = hub.credentials.find(({ name }) => isSameName(name, external.fullName));
  }
  for (const named of hub.namedCredentials) {
    const used = externalOf(named);
    const external = hub.externalCredentials.find(({ fullName }) => isSameName(fullName, used));
    if (!isOwnNamed(named, external, hub)) continue;
    const isOfExternal = external !== undefined && isOurs(external, hub);
    const { spokeId } = markerIn(isOfExternal ? external : named)!;
    partNamed(isOfExternal ? external.fullName : named.fullName, spokeId).named.push(named);
  }
  for (const set of sets) {
    const { fullName } = set.component;
    const named = (nameOf: (name: string) => string): string | undefined =>
      parts.find(({ name }) => isSameName(fullName, nameOf(name)))?.name;
    const carried = carriedBy(set, hub.org.namespace).filter((name) =>
      parts.some((part) => isSameName(part.name, name))
    );
    // A link may have the name of another's second set, so its own name goes first.
    const name = named((own) => own) ?? named(readOnlyName) ?? carried[0] ?? fullName.replace(/_Read$/, '');
    partNamed(name, markerIn(set.component)!.spokeId).sets.push(set);
  }
  return parts;
};

/** Whether a part leads to a spoke: by its marker, by where it points, or, after a refresh of the spoke, by its usual name. */
const isOfSpoke = (
  { spokeId, credential, external, name }: HubPart,
  { id, url }: NonNullable<Asked['spoke']>
): boolean =>
  isSameId(spokeId, id) ||
  (credential !== undefined && pointsTo(credential, url)) ||
  (external === undefined && isSameName(name, nameOfOrg(url)));

/** An external credential that stays, of a link or made by hand, as far as it tells which app on a spoke it uses. */
export type Bystander = {
  name: string;
  /** Consumer key that it names. */
  key?: string;
  /** Username on the spoke as whom it calls. */
  subject?: string;
  /** Whether it is a link of ours. */
  isOurs: boolean;
  /** App whose place another has taken in a rotation; the hub may still hold a token of it. */
  retiring?: string;
  /** Whether it leads to the spoke of what was chosen. */
  isOfSpoke: boolean;
};

/** What was chosen of a hub, and what it holds besides. */
export type Selection = {
  parts: HubPart[];
  /** Every other external credential of the hub: those that stay. */
  bystanders: Bystander[];
  /** Components of that name, or that lead to that spoke, which are not ours, and why. */
  others: { component: Component; why: 'foreign' | 'copy' }[];
  /** That name belongs to the link to another spoke. */
  otherSpoke?: HubPart;
};

const othersIn = (hub: HubState, { name, spoke }: Asked): Selection['others'] => {
  const found = [...hub.externalCredentials, ...hub.namedCredentials].filter((component) =>
    name !== undefined
      ? isSameName(component.fullName, name)
      : hub.credentials.some(
          (credential) =>
            credential.component === component && spoke !== undefined && pointsTo(credential, spoke.url)
        )
  );
  return found.flatMap((component) => {
    const owner = ownerOf(component.body.description, hub.org.id);
    return owner === 'ours' ? [] : [{ component, why: owner }];
  });
};

/** The external credentials of a hub that are not chosen, and whether they lead where the chosen parts do. */
const bystandersOf = (hub: HubState, parts: HubPart[], chosen: HubPart[], { spoke }: Asked): Bystander[] => {
  const urls = chosen.flatMap(({ credential }) => originOf(credential?.tokenUrl) ?? []);
  return hub.externalCredentials
    .filter((component) => !chosen.some(({ external }) => external === component))
    .map((component) => {
      const credential = hub.credentials.find((one) => one.component === component);
      const part = parts.find(({ external }) => external === component);
      return {
        name: component.fullName,
        key: credential?.claims.iss,
        subject: credential?.claims.sub,
        isOurs: isOurs(component, hub),
        retiring: readRetiring(component.body.description)?.app,
        isOfSpoke:
          (part !== undefined &&
            (chosen.some(({ spokeId }) => isSameId(spokeId, part.spokeId)) ||
              (spoke !== undefined && isOfSpoke(part, spoke)))) ||
          (credential !== undefined &&
            [...urls, ...(spoke ? [spoke.url] : [])].some((url) => pointsTo(credential, url))),
      };
    });
};

/** Pure: what of a hub's links is asked for. More than one part with an external credential is for the caller to refuse. */
export const selectLink = (hub: HubState, sets: OwnSet[], asked: Asked): Selection => {
  const parts = partsOf(hub, sets);
  const { name, spoke } = asked;
  const fitting = parts.filter(
    (part) =>
      (name === undefined || isSameName(part.name, name)) && (spoke === undefined || isOfSpoke(part, spoke))
  );
  return {
    parts: fitting,
    bystanders: bystandersOf(hub, parts, fitting, asked),
    others: othersIn(hub, asked).filter(
      ({ component }) =>
        !fitting.some(({ external, named }) => external === component || named.includes(component))
    ),
    otherSpoke:
      name !== undefined && spoke !== undefined
        ? parts.find((part) => isSameName(part.name, name) && !isOfSpoke(part, spoke))
        : undefined,
  };
};
