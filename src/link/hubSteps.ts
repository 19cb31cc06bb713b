import type { Component } from '../metadata/component.ts';
import {
  externalCredential,
  hubPermissionSet,
  type HubSpec,
  namedCredential,
  principalName,
  readOnlyPermissionSet,
} from '../metadata/hub.ts';
import { isSameId, marker } from '../metadata/marker.ts';
import { canModifyAll, type OrgUser } from '../org/users.ts';
import { type Choice } from './choose.ts';
import { copyFor } from '../observe/copy.ts';
import { findCredential, pointsTo } from '../observe/find.ts';
import type { HubLink } from '../observe/hubLink.ts';
import type { HubState } from '../observe/hub.ts';
import { asLabel, isSameName } from '../names.ts';
import type { LinkRequest } from './request.ts';
import type { SpokeState } from '../observe/spoke.ts';
import { assignment, type Existing, type Guard, owned, type Step } from './step.ts';

const usesCredential = (named: Existing, name: string): boolean =>
  ((named?.body.namedCredentialParameters ?? []) as Record<string, unknown>[]).some(
    ({ externalCredential }) => externalCredential === name
  );

/** The namespace with which the hub's permission sets name a principal; some namespaced orgs tell their own without. */
const namespaceIn = (existing: Existing, spec: HubSpec): string | undefined => {
  const bare = principalName({ ...spec, namespace: undefined });
  const told = (existing?.body.externalCredentialPrincipalAccesses ?? []) as Record<string, unknown>[];
  return told.some(({ externalCredentialPrincipal }) => externalCredentialPrincipal === bare)
    ? undefined
    : spec.namespace;
};

/** Pure: what the hub holds of a link, its certificate apart. */
export const hubSteps = (
  hub: HubState,
  link: HubLink,
  spoke: SpokeState,
  choice: Choice,
  request: LinkRequest
): Step[] => {
  const spokeUrl = spoke.org.url;
  const current = findCredential(hub, { id: spoke.org.id, url: spokeUrl }, choice.name);
  // Under a name that nobody asked for, what a refresh copied may be the link to something else.
  const isRepointed =
    choice.copied !== undefined &&
    (request.name !== undefined || copyFor(hub, spokeUrl)?.name === choice.copied.name);
  // The same My Domain with another id is a spoke that was refreshed.
  const isSameSpoke = current !== undefined && pointsTo(current, spokeUrl);
  const guard: Guard = {
    org: 'hub',
    hubId: hub.org.id,
    adopt: request.adopt,
    isThisSpoke: (id) => isSameId(id, spoke.org.id) || isSameSpoke || isRepointed,
    takesCopies: current === undefined || isSameSpoke || isRepointed,
    elsewhere: choice.copied ? 'otherCopy' : 'otherSpoke',
  };
  const existing = (components: Component[]): Existing =>
    components.find(({ fullName }) => isSameName(fullName, choice.name));
  const spec: HubSpec = {
    ...choice,
    certificate: choice.certificate.name,
    label: asLabel(spoke.org.name),
    marker: marker(hub.org.id, spoke.org.id),
    spokeUrl,
    namespace: hub.org.namespace,
    apiVersion: hub.org.apiVersion,
  };
  const isToProduction = hub.org.isSandbox && spoke.org.isProduction;
  const wanted = externalCredential({ ...spec, marker: marker(hub.org.id, spoke.org.id, isToProduction) });
  const credential: Step =
    existing(hub.externalCredentials) && !current
      ? {
          org: 'hub',
          type: wanted.type,
          name: wanted.fullName,
          action: 'conflict',
          changes: [],
          reason: 'otherKind',
        }
      : owned(current?.component, wanted, guard);
  // Below v64 a named credential has no description: it belongs to whoever owns the external credential it uses.
  const named = existing(hub.namedCredentials);
  const usesOurs =
    credential.action !== 'create' && credential.action !== 'conflict' && usesCredential(named, choice.name);
  const wide = owned(
    link.permissionSet,
    hubPermissionSet({ ...spec, namespace: namespaceIn(link.permissionSet, spec) }),
    guard
  );
  const narrow = owned(
    link.readOnlySet,
    readOnlyPermissionSet({ ...spec, namespace: namespaceIn(link.readOnlySet, spec) }),
    guard
  );
  const asked = [hub.org.user.username, ...request.assignTo].flatMap((name) => link.users.get(name) ?? []);
  const users = [...new Map(asked.map((user) => [user.id, user])).values()];
  const isNarrow = (user: OrgUser): boolean =>
    choice.credentialAccess === 'modify-all' && !canModifyAll(user);
  return [
    credential,
    owned(named, namedCredential(spec), { ...guard, adopt: guard.adopt || usesOurs }),
    wide,
    ...(users.some(isNarrow) ? [narrow] : []),
    ...users.map((user) => {
      const { name } = isNarrow(user) ? narrow : wide;
      const isAssigned = link.assigned.some(
        (other) => other.permissionSet === name && other.userId === user.id
      );
      return assignment('hub', name, user, isAssigned);
    }),
  ];
};
