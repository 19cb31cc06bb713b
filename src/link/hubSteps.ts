import type { Component } from '../metadata/component.ts';
import {
  externalCredential,
  hubPermissionSet,
  type HubSpec,
  namedCredential,
  principalName,
  readOnlyPermissionSet,
} from '../metadata/hub.ts';
import { asMade, isAdopted, isSameId, marker, readMarker, readRetiring } from '../metadata/marker.ts';
import { isRefreshing, refreshing, refreshVersion } from '../metadata/signing.ts';
import { callerSteps } from './callerSteps.ts';
import { type Choice } from './choose.ts';
import { copyFor } from '../observe/copy.ts';
import { findCredential, pointsTo } from '../observe/find.ts';
import type { HubLink } from '../observe/hubLink.ts';
import type { HubState } from '../observe/hub.ts';
import { isSameName, labelOfOrg } from '../names.ts';
import type { Peer } from '../org/peer.ts';
import type { LinkRequest } from './request.ts';
import { type Existing, type Guard, owned, type Step } from './step.ts';

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

/** A step of a named credential that we made when it had no description yet: only its marker is new. */
const asOwn = (step: Step, existing: Existing, credential: Existing): Step => {
  const marked = [existing, credential].map((one) => readMarker(one?.body.description) !== undefined);
  const isMade = !marked[0] && marked[1] && !isAdopted(credential?.body.description);
  if (!step.component || !isMade) return step;
  const { body } = step.component;
  return {
    ...step,
    component: { ...step.component, body: { ...body, description: asMade(body.description) } },
  };
};

/** What makes a token that the hub holds another app's, another user's, or another org's. */
const tokenParts = ['iss', 'sub', 'AuthProviderUrl'];

/**
 * The same step, of a credential that is there: where it changes whose token is wanted, the hub fetches a new one in place
 * of the one that it holds. So it does where an earlier run was stopped before; a rotation does that itself.
 */
const withNewToken = (step: Step, existing: Existing, apiVersion: number): Step => {
  if (!existing || !step.component || apiVersion < refreshVersion) return step;
  if (step.action === 'update' && step.changes.some((name) => tokenParts.includes(name)))
    return { ...step, component: refreshing(step.component) };
  const isLeft = isRefreshing(existing) && readRetiring(existing.body.description) === undefined;
  return isLeft ? { ...step, action: 'update', changes: [...step.changes, 'token'] } : step;
};

/** Pure: what the hub holds of a link, its certificate apart. */
export const hubSteps = (
  hub: HubState,
  link: HubLink,
  spoke: Peer,
  choice: Choice,
  request: Pick<LinkRequest, 'name' | 'adopt' | 'assignTo' | 'unassign' | 'letsNobodyIn'>
): Step[] => {
  const spokeUrl = spoke.url;
  const current = findCredential(hub, spoke, choice.name);
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
    isThisSpoke: (id) => isSameId(id, spoke.id) || isSameSpoke || isRepointed,
    takesCopies: current === undefined || isSameSpoke || isRepointed,
    elsewhere: choice.copied ? 'otherCopy' : 'otherSpoke',
  };
  const existing = (components: Component[]): Existing =>
    components.find(({ fullName }) => isSameName(fullName, choice.name));
  const spec: HubSpec = {
    ...choice,
    certificate: choice.certificate.name,
    label: labelOfOrg(spoke),
    marker: marker(hub.org.id, spoke.id),
    spokeUrl,
    namespace: hub.org.namespace,
    apiVersion: hub.org.apiVersion,
  };
  const isToProduction = hub.org.isSandbox && spoke.isProduction;
  const wanted = externalCredential({ ...spec, marker: marker(hub.org.id, spoke.id, isToProduction) });
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
  const namedStep = owned(named, namedCredential(spec), { ...guard, adopt: guard.adopt || usesOurs });
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
  const sets = { wide: wide.name, narrow: narrow.name };
  const callers = callerSteps(hub, link, sets, choice.credentialAccess, request);
  return [
    withNewToken(credential, current?.component, spec.apiVersion),
    usesOurs ? asOwn(namedStep, named, current?.component) : namedStep,
    wide,
    ...(callers.needsNarrow ? [narrow] : []),
    ...callers.steps,
  ];
};
