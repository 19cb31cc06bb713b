import { type Component, type Later, textOf } from '../metadata/component.ts';
import { connectedApp } from '../metadata/connectedApp.ts';
import { marker } from '../metadata/marker.ts';
import {
  type AppNames,
  externalClientAppParts,
  type IpRelaxation,
  spokePermissionSet,
  type SpokeSpec,
} from '../metadata/spoke.ts';
import type { Peer } from '../org/peer.ts';
import { labelOfOrg } from '../names.ts';
import type { LinkRequest } from './request.ts';
import { type App, partsOf, settingsOf } from '../observe/app.ts';
import type { SpokeState } from '../observe/spoke.ts';
import { assignment, compare, type Existing, type Guard, type Obstacle, owned, type Step } from './step.ts';

/** Every component of the wanted app, the app itself first. */
const wantedParts = (spec: SpokeSpec): Component[] => {
  const { names } = spec;
  return names.kind === 'connected-app'
    ? [connectedApp({ ...spec, names })]
    : externalClientAppParts({ ...spec, names });
};

/** The asked IP policy; what an app has is kept, and a new one does not relax anything. */
const ipRelaxationFor = (
  app: App | undefined,
  { ipRelaxation }: Pick<LinkRequest, 'ipRelaxation'>
): IpRelaxation | undefined =>
  ipRelaxation ?? (app && settingsOf(app).ipRelaxation !== undefined ? undefined : 'Enforce');

const satellite = (existing: Existing, wanted: Component, reason: Obstacle | undefined): Step => ({
  org: 'spoke',
  type: wanted.type,
  name: wanted.fullName,
  ...(reason ? { action: 'conflict' as const, changes: [], reason } : compare(existing, wanted)),
});

/**
 * Pure: what the spoke holds of a link.
 * @param certificate PEM of the leaf certificate that the app is to trust
 * @param takesCopies whether what carries another hub's marker is this hub's all the same
 */
export const spokeSteps = (
  hub: Peer,
  spoke: SpokeState,
  names: AppNames,
  certificate: string | Later,
  request: Pick<LinkRequest, 'adopt' | 'ipRelaxation'>,
  takesCopies: boolean
): Step[] => {
  const guard: Guard = {
    org: 'spoke',
    hubId: hub.id,
    adopt: request.adopt,
    isThisSpoke: () => true,
    elsewhere: 'otherHub',
    takesCopies,
  };
  const { app } = spoke;
  const label = labelOfOrg(hub);
  const spec: SpokeSpec = {
    names,
    label,
    // A connected app names it by its label, which should not fit another one too.
    permissionSetLabel:
      textOf(spoke.permissionSet?.body.label) ||
      (names.kind === 'connected-app' ? names.permissionSet : label),
    marker: marker(hub.id, spoke.org.id),
    contactEmail: spoke.org.user.email,
    callbackUrl: `${hub.url}/services/oauth2/callback`,
    certificate,
    ipRelaxation: ipRelaxationFor(app, request),
    apiVersion: spoke.org.apiVersion,
  };
  const [wanted, ...satellites] = wantedParts(spec);
  const existing = app ? partsOf(app) : [];
  const own = owned(app?.component, wanted, guard);
  const isPreAuthorised = spoke.preAuthorised.some(({ id }) => id === spoke.permissionSetId);
  const isHeld = spoke.permissionSetId !== undefined && spoke.held.includes(spoke.permissionSetId);
  const ended = spoke.ended.find(({ setId, id }) => setId === spoke.permissionSetId && id !== undefined)?.id;
  return [
    owned(spoke.permissionSet, spokePermissionSet(spec), guard),
    own,
    ...satellites.map((part) =>
      satellite(
        existing.find(({ type }) => type === part.type),
        part,
        own.reason ?? (spoke.taken.includes(part.fullName) ? 'otherApp' : undefined)
      )
    ),
    {
      org: 'spoke',
      type: 'SetupEntityAccess',
      name: `${names.permissionSet}: ${names.app}`,
      action: isPreAuthorised ? 'unchanged' : 'create',
      changes: [],
    },
    ...(spoke.serviceUser
      ? [assignment('spoke', names.permissionSet, spoke.serviceUser, isHeld, ended)]
      : []),
  ];
};
