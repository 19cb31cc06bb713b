import { type Component, textOf } from '../metadata/component.ts';
import { connectedApp } from '../metadata/connectedApp.ts';
import { marker } from '../metadata/marker.ts';
import {
  type AppNames,
  externalClientAppParts,
  type IpRelaxation,
  spokePermissionSet,
  type SpokeSpec,
} from '../metadata/spoke.ts';
import type { Choice } from './choose.ts';
import type { HubState } from '../observe/hub.ts';
import { asLabel } from '../names.ts';
import type { LinkRequest } from './request.ts';
import { type App, partsOf, settingsOf } from '../observe/app.ts';
import { isReclaimed } from '../observe/copy.ts';
import { credentialNamed } from '../observe/find.ts';
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
const ipRelaxationFor = (app: App | undefined, { ipRelaxation }: LinkRequest): IpRelaxation | undefined =>
  ipRelaxation ?? (app && settingsOf(app).ipRelaxation !== undefined ? undefined : 'Enforce');

const satellite = (existing: Existing, wanted: Component, reason: Obstacle | undefined): Step => ({
  org: 'spoke',
  type: wanted.type,
  name: wanted.fullName,
  ...(reason ? { action: 'conflict' as const, changes: [], reason } : compare(existing, wanted)),
});

/** Pure: what the spoke holds of a link. */
export const spokeSteps = (
  hub: HubState,
  spoke: SpokeState,
  names: AppNames,
  choice: Choice,
  request: LinkRequest
): Step[] => {
  const guard: Guard = {
    org: 'spoke',
    hubId: hub.org.id,
    adopt: request.adopt,
    isThisSpoke: () => true,
    elsewhere: 'otherHub',
    takesCopies: isReclaimed(hub, credentialNamed(hub, choice.name), spoke),
  };
  const { app } = spoke;
  const label = asLabel(hub.org.name);
  const spec: SpokeSpec = {
    names,
    label,
    // A connected app names it by its label, which should not fit another one too.
    permissionSetLabel:
      textOf(spoke.permissionSet?.body.label) ||
      (names.kind === 'connected-app' ? names.permissionSet : label),
    marker: marker(hub.org.id, spoke.org.id),
    contactEmail: spoke.org.user.email,
    callbackUrl: `${hub.org.url}/services/oauth2/callback`,
    certificate: choice.certificate.existing?.x509.toString().trim() ?? { later: 'certificatePem' },
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
