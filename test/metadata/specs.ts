import { readFileSync } from 'node:fs';
import type { HubSpec } from '../../src/metadata/hub.ts';
import { marker } from '../../src/metadata/marker.ts';
import {
  type ConnectedAppNames,
  connectedAppNames,
  type ExternalClientAppNames,
  newAppNames,
  type SpokeSpec,
} from '../../src/metadata/spoke.ts';
import { hubId, spokeId } from '../states.ts';

/** The exact XML of a component, written by hand. */
export const golden = (file: string): string =>
  readFileSync(new URL(`golden/${file}.xml`, import.meta.url), 'utf8');

export const hubSpec = (more: Partial<HubSpec> = {}): HubSpec => ({
  name: 'acme',
  label: 'Acme & Söhne "Ost" <😀>',
  marker: marker(hubId, spokeId),
  spokeUrl: 'https://acme.my.salesforce.com',
  certificate: 'S2S_20261124',
  consumerKey: '3MVG9.key',
  serviceUser: 'service@spoke.example',
  audience: 'https://login.salesforce.com',
  principal: 'NamedPrincipal',
  credentialAccess: 'modify-all',
  apiVersion: 66,
  ...more,
});

type Spec = SpokeSpec<ExternalClientAppNames>;

export const spokeSpec = (more: Partial<Spec> = {}): Spec => ({
  names: newAppNames('hub'),
  label: 'Hub & Söhne "Ost" <😀>',
  permissionSetLabel: 'Hub & Söhne "Ost" <😀>',
  marker: marker(hubId, spokeId),
  contactEmail: 'admin@spoke.example',
  callbackUrl: 'https://hub.my.salesforce.com/services/oauth2/callback',
  certificate: '-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----',
  ipRelaxation: 'Enforce',
  apiVersion: 66,
  ...more,
});

/** The same for a connected app, whose permission set is known by its label. */
export const connectedAppSpec = (
  more: Partial<SpokeSpec<ConnectedAppNames>> = {}
): SpokeSpec<ConnectedAppNames> => {
  const names = connectedAppNames('hub');
  return { ...spokeSpec(), names, permissionSetLabel: names.permissionSet, ...more };
};
