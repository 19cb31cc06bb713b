import type { Component } from '../metadata/component.ts';
import { marker } from '../metadata/marker.ts';
import {
  type AppNames,
  externalClientApp,
  globalOauthSettings,
  type IpRelaxation,
  oauthPolicy,
  oauthSettings,
  policy,
  spokePermissionSet,
  type SpokeSpec,
} from '../metadata/spoke.ts';
import type { Choice } from './choose.ts';
import type { HubState } from '../observe/hub.ts';
import { asLabel } from '../names.ts';
import type { LinkRequest } from './request.ts';
import type { App } from '../observe/app.ts';
import type { SpokeState } from '../observe/spoke.ts';
import { assignment, compare, type Existing, type Guard, type Obstacle, owned, type Step } from './step.ts';

const currentIpRelaxation = (app: App | undefined): IpRelaxation | undefined =>
  app?.oauthPolicy?.body.ipRelaxationPolicyType as IpRelaxation | undefined;

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
  const guard: Guard = { org: 'spoke', hubId: hub.org.id, adopt: request.adopt, isThisSpoke: () => true };
  const { app } = spoke;
  const spec: SpokeSpec = {
    names,
    label: asLabel(hub.org.name),
    marker: marker(hub.org.id, spoke.org.id),
    contactEmail: spoke.org.user.email,
    callbackUrl: `${hub.org.url}/services/oauth2/callback`,
    certificate: choice.certificate.existing?.x509.toString().trim() ?? { later: 'certificatePem' },
    ipRelaxation: request.ipRelaxation ?? currentIpRelaxation(app) ?? 'Enforce',
    apiVersion: spoke.org.apiVersion,
  };
  const own = owned(app?.component, externalClientApp(spec), guard);
  const isPreAuthorised = spoke.preAuthorised.some(({ id }) => id === spoke.permissionSetId);
  const isHeld = spoke.permissionSetId !== undefined && spoke.held.includes(spoke.permissionSetId);
  const part = (existing: Existing, wanted: Component): Step =>
    satellite(
      existing,
      wanted,
      own.reason ?? (spoke.taken.includes(wanted.fullName) ? 'otherApp' : undefined)
    );
  return [
    owned(spoke.permissionSet, spokePermissionSet(spec), guard),
    own,
    part(app?.oauthSettings, oauthSettings(spec)),
    part(app?.globalOauthSettings, globalOauthSettings(spec)),
    part(app?.oauthPolicy, oauthPolicy(spec)),
    part(app?.policy, policy(spec)),
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
