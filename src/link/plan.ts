import { type Component, type ComponentType, fill, type Later } from '../metadata/component.ts';
import { selfSignedCertificate } from '../metadata/certificate.ts';
import * as hubMetadata from '../metadata/hub.ts';
import { isSameId, marker, ownerOf, readMarker } from '../metadata/marker.ts';
import { differences, merge } from '../metadata/merge.ts';
import * as spokeMetadata from '../metadata/spoke.ts';
import type { OrgUser } from '../org/users.ts';
import { type Choice, findCredential, pointsTo } from './choose.ts';
import type { HubLink } from './hubLink.ts';
import type { HubState } from './hubState.ts';
import { asLabel, myDomain } from './names.ts';
import type { LinkRequest } from './request.ts';
import type { App } from './spokeApp.ts';
import type { SpokeState } from './spokeState.ts';

export type Action = 'create' | 'update' | 'unchanged' | 'conflict';
export type Side = 'hub' | 'spoke';

/** One thing that a link consists of, and what has to happen to it. */
export type Step = {
  org: Side;
  /** A metadata type, `PermissionSetAssignment` or `SetupEntityAccess`. */
  type: ComponentType | 'PermissionSetAssignment' | 'SetupEntityAccess';
  /** Full name of the component, or what an assignment joins: `<permission set>: <user or app>`. */
  name: string;
  action: Action;
  /** Elements that an update changes. */
  changes: string[];
  /** What would be sent. */
  component?: Component;
  /** Whom a permission set is assigned to. */
  user?: OrgUser;
  /** Why a conflict is one. */
  reason?: Obstacle;
};

/** Made by somebody else; of another hub; of another spoke; an external credential of another kind. */
export type Obstacle = 'foreign' | 'otherHub' | 'otherSpoke' | 'otherKind';

/** Pure: all steps of a link, those with nothing to do included. */
export type Plan = { choice: Choice; app: spokeMetadata.AppNames; steps: Step[] };

/** What a step needs to know before it can be sent. */
export type Known = Partial<Record<Later['later'], string>>;

const resolve = (component: Component, known: Known): Component =>
  fill(component, ({ later }) => known[later] ?? '');

const compare = (
  existing: Component | undefined,
  wanted: Component
): Pick<Step, 'action' | 'changes' | 'component'> => {
  if (!existing) return { action: 'create', changes: [], component: wanted };
  const component = merge(existing, wanted);
  const changes = differences(existing, component);
  return { action: changes.length > 0 ? 'update' : 'unchanged', changes, component };
};

type Existing = Component | undefined;
type Guard = { org: Side; hubId: string; adopt: boolean; isThisSpoke: (spokeId: string) => boolean };

/** Whether a component of that name may be written, and if not, why. */
const obstacle = (existing: Existing, { org, hubId, adopt, isThisSpoke }: Guard): Obstacle | undefined => {
  const description = existing?.body.description;
  const owner = existing ? ownerOf(description, hubId) : 'ours';
  if (owner === 'foreign') return adopt ? undefined : 'foreign';
  // Another hub's marker: on the hub a sandbox refresh copied it, on the spoke it is that hub's property.
  if (owner === 'copy') return org === 'hub' ? undefined : 'otherHub';
  const marked = readMarker(description);
  return marked && org === 'hub' && !isThisSpoke(marked.spokeId) ? 'otherSpoke' : undefined;
};

const owned = (existing: Existing, wanted: Component, guard: Guard): Step => {
  const reason = obstacle(existing, guard);
  const base = { org: guard.org, type: wanted.type, name: wanted.fullName };
  return reason
    ? { ...base, action: 'conflict', changes: [], reason }
    : { ...base, ...compare(existing, wanted) };
};

const assignment = (org: Side, permissionSet: string, user: OrgUser, isAssigned: boolean): Step => ({
  org,
  type: 'PermissionSetAssignment',
  name: `${permissionSet}: ${user.username}`,
  action: isAssigned ? 'unchanged' : 'create',
  changes: [],
  user,
});

const hubSteps = (
  hub: HubState,
  link: HubLink,
  spoke: SpokeState,
  choice: Choice,
  request: LinkRequest
): Step[] => {
  const spokeUrl = myDomain(spoke.org.url) ?? spoke.org.url;
  const current = findCredential(hub, { id: spoke.org.id, url: spokeUrl }, choice.name);
  const guard: Guard = {
    org: 'hub',
    hubId: hub.org.id,
    adopt: request.adopt,
    // The same My Domain with another id is a spoke that was refreshed.
    isThisSpoke: (id) => isSameId(id, spoke.org.id) || (current !== undefined && pointsTo(current, spokeUrl)),
  };
  const existing = (components: Component[]): Existing =>
    components.find(({ fullName }) => fullName === choice.name);
  const spec: hubMetadata.HubSpec = {
    ...choice,
    certificate: choice.certificate.name,
    label: asLabel(spoke.org.name),
    marker: marker(hub.org.id, spoke.org.id),
    spokeUrl,
    namespace: hub.org.namespace,
    apiVersion: hub.org.apiVersion,
  };
  const wanted = hubMetadata.externalCredential(spec);
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
  const users = [hub.org.user.username, ...request.assignTo].flatMap((name) => link.users.get(name) ?? []);
  const permissionSet = owned(link.permissionSet, hubMetadata.hubPermissionSet(spec), guard);
  return [
    credential,
    owned(named, hubMetadata.namedCredential(spec), { ...guard, adopt: guard.adopt || usesOurs }),
    permissionSet,
    ...[...new Map(users.map((user) => [user.id, user])).values()].map((user) =>
      assignment('hub', choice.name, user, link.assigned.includes(user.id))
    ),
  ];
};

const usesCredential = (named: Existing, name: string): boolean =>
  ((named?.body.namedCredentialParameters ?? []) as Record<string, unknown>[]).some(
    ({ externalCredential }) => externalCredential === name
  );

const satellite = (existing: Existing, wanted: Component, reason: Obstacle | undefined): Step => ({
  org: 'spoke',
  type: wanted.type,
  name: wanted.fullName,
  ...(reason ? { action: 'conflict' as const, changes: [], reason } : compare(existing, wanted)),
});

const spokeSteps = (
  hub: HubState,
  spoke: SpokeState,
  names: spokeMetadata.AppNames,
  choice: Choice,
  request: LinkRequest
): Step[] => {
  const guard: Guard = { org: 'spoke', hubId: hub.org.id, adopt: request.adopt, isThisSpoke: () => true };
  const { app } = spoke;
  const spec: spokeMetadata.SpokeSpec = {
    names,
    label: asLabel(hub.org.name),
    marker: marker(hub.org.id, spoke.org.id),
    contactEmail: spoke.org.user.email,
    callbackUrl: `${hub.org.url}/services/oauth2/callback`,
    certificate: choice.certificate.existing?.x509.toString().trim() ?? { later: 'certificatePem' },
    ipRelaxation: request.ipRelaxation ?? currentIpRelaxation(app) ?? 'Enforce',
    apiVersion: spoke.org.apiVersion,
  };
  const own = owned(app?.component, spokeMetadata.externalClientApp(spec), guard);
  const isPreAuthorised = spoke.preAuthorised.some(({ id }) => id === spoke.permissionSetId);
  const isHeld = spoke.permissionSetId !== undefined && spoke.held.includes(spoke.permissionSetId);
  return [
    owned(spoke.permissionSet, spokeMetadata.spokePermissionSet(spec), guard),
    own,
    satellite(app?.oauthSettings, spokeMetadata.oauthSettings(spec), own.reason),
    satellite(app?.globalOauthSettings, spokeMetadata.globalOauthSettings(spec), own.reason),
    satellite(app?.oauthPolicy, spokeMetadata.oauthPolicy(spec), own.reason),
    satellite(app?.policy, spokeMetadata.policy(spec), own.reason),
    {
      org: 'spoke',
      type: 'SetupEntityAccess',
      name: `${names.permissionSet}: ${names.app}`,
      action: isPreAuthorised ? 'unchanged' : 'create',
      changes: [],
    },
    ...(spoke.serviceUser ? [assignment('spoke', names.permissionSet, spoke.serviceUser, isHeld)] : []),
  ];
};

const currentIpRelaxation = (app: App | undefined): spokeMetadata.IpRelaxation | undefined =>
  app?.oauthPolicy?.body.ipRelaxationPolicyType as spokeMetadata.IpRelaxation | undefined;

/** Pure: desired minus observed. Sends nothing, waits for nothing. */
export const planLink = (
  hub: HubState,
  link: HubLink,
  spoke: SpokeState,
  choice: Choice,
  names: spokeMetadata.AppNames,
  request: LinkRequest,
  now: Date
): Plan => {
  const certificate: Step = {
    org: 'hub',
    type: 'Certificate',
    name: choice.certificate.name,
    action: choice.certificate.existing ? 'unchanged' : 'create',
    changes: [],
    component: selfSignedCertificate(choice.certificate.name, now),
  };
  return {
    choice,
    app: names,
    steps: [
      certificate,
      ...spokeSteps(hub, spoke, names, choice, request),
      ...hubSteps(hub, link, spoke, choice, request),
    ],
  };
};

const isSent = ({ action }: Step): boolean => action === 'create' || action === 'update';

/** The steps of one org that a deploy carries out, with what is known by then filled in. */
export const toDeploy = (plan: Plan, org: Side, known: Known): Component[] =>
  plan.steps.flatMap((step) =>
    step.org === org && isSent(step) && step.component && step.type !== 'Certificate'
      ? [resolve(step.component, known)]
      : []
  );

/** Whether anything has to be written at all. */
export const hasWork = ({ steps }: Plan): boolean => steps.some(isSent);
