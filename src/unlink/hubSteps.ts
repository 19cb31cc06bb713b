import { say } from '../text/messages.ts';
import { namesCertificate } from '../metadata/certificate.ts';
import { asList, type Component, textOf } from '../metadata/component.ts';
import { isAdopted, withoutMarker } from '../metadata/marker.ts';
import { merge } from '../metadata/merge.ts';
import { isOwnCertificate, isSameName } from '../names.ts';
import type { Side } from '../link/step.ts';
import type { HubState } from '../observe/hub.ts';
import type { HubPart, Selection } from './select.ts';
import type { OwnSet } from '../observe/ownSets.ts';
import type { UnlinkStep } from './step.ts';

/** The same component as its maker left it. An empty description is sent: what is left out might stay. */
const givenBack = (component: Component): Component => {
  const { body } = merge(component, { ...component, body: {} });
  return { ...component, body: { ...body, description: withoutMarker(body.description) ?? '' } };
};

/** What happens to a component of ours: it goes, or, where somebody else had made it, goes back to its maker. */
export const ending = (org: Side, component: Component, along: string[] = []): UnlinkStep => {
  const base = { org, type: component.type, name: component.fullName };
  return isAdopted(component.body.description)
    ? {
        ...base,
        action: 'release',
        changes: ['description'],
        component: givenBack(component),
        reason: say('s2s', 'unlink.reason.adopted'),
      }
    : {
        ...base,
        action: 'delete',
        changes: along,
        reason: along.length > 0 ? say('s2s', 'unlink.reason.along', { what: along.join(', ') }) : undefined,
      };
};

/** Something that stays, and why. */
export const keep = (org: Side, type: UnlinkStep['type'], name: string, reason: string): UnlinkStep => ({
  org,
  type,
  name,
  action: 'keep',
  changes: [],
  reason,
});

/** Elements that a permission set of ours has from the start. */
const usual = [
  'description',
  'label',
  'hasActivationRequired',
  'objectPermissions',
  'externalCredentialPrincipalAccesses',
];

/** What an admin added to a permission set of ours: it goes along. @param links names that their credentials may have */
const addedTo = ({ component: { body } }: OwnSet, links: string[]): string[] => {
  const objects = asList(body.objectPermissions)
    .map(({ object }) => textOf(object))
    .filter((object) => object !== 'UserExternalCredential');
  const principals = asList(body.externalCredentialPrincipalAccesses)
    .map(({ externalCredentialPrincipal }) => textOf(externalCredentialPrincipal))
    .filter((name) => !links.some((link) => isSameName(name.split('-')[0], link)));
  return [
    ...objects.map((object) => `objectPermissions ${object}`),
    ...principals.map((name) => `externalCredentialPrincipalAccesses ${name}`),
    // The client library gives an empty list for what the org did not tell.
    ...Object.keys(body).filter((element) => !usual.includes(element) && asList(body[element]).length > 0),
  ];
};

/** Rows that would stand in the way of a permission set of ours that goes: who holds it, and groups that it is in. */
export const rowsOf = (org: Side, { component, assignments, groups }: OwnSet): UnlinkStep[] =>
  isAdopted(component.body.description)
    ? []
    : [
        ...assignments.map((row) => ({ row, type: 'PermissionSetAssignment' as const })),
        ...groups.map((row) => ({ row, type: 'PermissionSetGroupComponent' as const })),
      ].map(({ row, type }) => ({
        org,
        type,
        name: `${component.fullName}: ${row.name}`,
        action: 'delete',
        changes: [],
        rowId: row.id,
      }));

/** A permission set of ours, with what others put into it. */
export const ownSet = (org: Side, set: OwnSet, links: string[]): UnlinkStep =>
  ending(org, set.component, addedTo(set, links));

/** Pure: the credentials of a link that are to be deleted. */
export const goingOf = ({ parts }: Pick<Selection, 'parts'>): Component[] =>
  parts
    .flatMap(({ external, named }) => [...named, ...(external ? [external] : [])])
    .filter((component) => !isAdopted(component.body.description));

/** Whether a certificate that link makes is meant to go, and nothing that can be seen stands against it. */
const certificateStep = (hub: HubState, name: string, going: Component[], isAsked: boolean): UnlinkStep => {
  const others = [...hub.externalCredentials, ...hub.namedCredentials].filter(
    (component) => !going.includes(component) && namesCertificate(component, name)
  );
  const kept = (reason: string): UnlinkStep => keep('hub', 'Certificate', name, reason);
  if (others.length > 0)
    return kept(
      say('s2s', 'unlink.reason.signs', { names: others.map(({ fullName }) => fullName).join(', ') })
    );
  if (!isOwnCertificate(name)) return kept(say('s2s', 'unlink.reason.ownCertificate'));
  if (!isAsked) return kept(say('s2s', 'unlink.reason.certificate'));
  return { org: 'hub', type: 'Certificate', name, action: 'delete', changes: [] };
};

/**
 * Pure: what happens on the hub. In the order that Salesforce accepts: what refers to something goes before it.
 * @param trusted fingerprints of the certificates that apps of the link trust: they tell the link's certificate where a
 * run was stopped after its external credential was gone
 */
export const hubSteps = (
  hub: HubState,
  { parts, others }: Selection,
  { trusted, deleteCertificate }: { trusted: string[]; deleteCertificate: boolean }
): UnlinkStep[] => {
  const going = goingOf({ parts });
  const sets = parts.flatMap((part) => part.sets);
  const { namespace } = hub.org;
  const links = parts.flatMap(({ name }) =>
    namespace === undefined ? [name] : [name, `${namespace}__${name}`]
  );
  const signing = parts.flatMap(({ credential }) => credential?.certificate ?? []);
  const left = hub.certificates.flatMap(({ name, x509 }) =>
    deleteCertificate && trusted.includes(x509.fingerprint256) ? [name] : []
  );
  return [
    ...sets.flatMap((set) => rowsOf('hub', set)),
    ...credentialsOf(parts).map((component) => ending('hub', component)),
    ...sets.map((set) => ownSet('hub', set, links)),
    ...[...new Set([...signing, ...left])].map((name) =>
      certificateStep(hub, name, going, deleteCertificate)
    ),
    ...others.map(({ component, why }) =>
      keep('hub', component.type, component.fullName, say('s2s', `unlink.other.${why}`))
    ),
  ];
};

/** Named credentials first: they use the external ones. */
const credentialsOf = (parts: HubPart[]): Component[] => [
  ...parts.flatMap(({ named }) => named),
  ...parts.flatMap(({ external }) => external ?? []),
];
