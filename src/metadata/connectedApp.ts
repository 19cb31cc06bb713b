import type { ConnectedApp } from '@salesforce/types/metadata';
import type { Component, Draft } from './component.ts';
import type { ConnectedAppNames, SpokeSpec } from './spoke.ts';

/**
 * A connected app for the JWT bearer flow: only users whom an admin approved may use it, here by permission set. No
 * consumer key is sent: Salesforce makes one, and it is read back.
 * Source: Metadata API Developer Guide, ConnectedApp. Permission sets are given by label (seen in retrieved files; the
 * guide is silent).
 */
export const connectedApp = (spec: SpokeSpec<ConnectedAppNames>): Component => {
  const body: Draft<Partial<ConnectedApp>> = {
    contactEmail: spec.contactEmail,
    description: spec.marker,
    label: spec.label,
    oauthConfig: {
      callbackUrl: spec.callbackUrl,
      certificate: spec.certificate,
      isAdminApproved: true,
      isConsumerSecretOptional: false,
      isIntrospectAllTokens: false,
      isPkceRequired: true,
      isSecretRequiredForRefreshToken: true,
      scopes: ['Api', 'RefreshToken'],
    },
    oauthPolicy: spec.ipRelaxation && {
      ipRelaxation: spec.ipRelaxation.toUpperCase(),
      refreshTokenPolicy: 'specific_lifetime:365:DAYS',
    },
    permissionSetName: [spec.permissionSetLabel],
  };
  return { type: 'ConnectedApp', fullName: spec.names.app, body };
};
