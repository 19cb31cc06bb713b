import { expect } from 'chai';
import { createMetadata, updateMetadata } from '../../simulator/metadata/crud.ts';
import type { Component, Node } from '../../simulator/org.ts';
import { makePem } from '../certificates.ts';
import type { Pair } from './pair.ts';

/** Makes a component on the spoke, as somebody else would. */
export const make = async ({ spoke }: Pair, type: string, fullName: string, body: Node): Promise<void> => {
  const { results } = await createMetadata(spoke.org, [{ type, fullName, body }]);
  expect(results[0].errors).to.deep.equal([]);
};

/** Changes a component as an admin does it in Setup: what is not named stays. */
export const edit = async ({ spoke }: Pair, type: string, fullName: string, change: Node): Promise<void> => {
  const { body } = componentOf(spoke, type, fullName);
  const { results } = await updateMetadata(spoke.org, [{ type, fullName, body: { ...body, ...change } }]);
  expect(results[0].errors).to.deep.equal([]);
};

export const componentOf = ({ org }: Pair['spoke'], type: string, fullName: string): Component =>
  org.components.get(`${type}:${fullName}`)!;

/** What an integration team may have set on a connected app of its own. */
export const connectedApp: Node = {
  canvasConfig: { accessMethod: 'Get', canvasUrl: 'https://x.example', locations: ['None'] },
  contactEmail: 'team@spoke.example',
  contactPhone: '12345',
  description: 'Ask the integration team.',
  ipRanges: [
    { description: 'Office', end: '10.0.0.9', start: '10.0.0.1' },
    { end: '10.1.0.9', start: '10.1.0.1' },
  ],
  label: 'Our Integration',
  oauthConfig: {
    callbackUrl: 'https://x.example/callback',
    certificate: makePem(),
    idTokenConfig: { idTokenIncludeAttributes: 'true', idTokenValidity: '10' },
    isAdminApproved: 'false',
    isConsumerSecretOptional: 'true',
    isRefreshTokenRotationEnabled: 'true',
    scopes: ['Web', 'OpenID'],
    singleLogoutUrl: 'https://x.example/out',
  },
  oauthPolicy: {
    ipRelaxation: 'ENFORCE_RELAXREFRESH',
    refreshTokenPolicy: 'specific_inactivity:7:DAYS',
    singleLogoutUrl: 'https://x.example/away',
  },
  sessionPolicy: { sessionLevel: 'STANDARD', sessionTimeout: '30' },
  startUrl: 'https://x.example/start',
};

export const addConnectedApp = async (pair: Pair, more: Node = {}): Promise<string> => {
  pair.spoke.org.settings.connectedAppCreation = true;
  await make(pair, 'ConnectedApp', 'Theirs', { ...connectedApp, ...more });
  pair.spoke.org.settings.connectedAppCreation = false;
  const { oauthConfig } = componentOf(pair.spoke, 'ConnectedApp', 'Theirs').body;
  return String((oauthConfig as Node).consumerKey);
};

/** Names that tools give to what belongs to an external client app: settings, global settings, OAuth policy, policy. */
export const schemes: Record<string, [string, string, string, string]> = {
  'as Setup does': ['_oauth', '_glbloauth', '_oauthPlcy', '_plcy'],
  hardis: ['OAuthSettings', 'GlblOAuth', 'OAuthSettings_defaultPolicy', '_defaultPolicy'],
  'migrated from a connected app': ['_defOauthSet', '_defGlblOauthSet', '_oauth_defaultPolicy', '_defPlcy'],
  'registered automatically': ['_OAuth', '_Global', '_OAuthPolicy', '_Policy'],
};
export const types = [
  'ExtlClntAppOauthSettings',
  'ExtlClntAppGlobalOauthSettings',
  'ExtlClntAppOauthConfigurablePolicies',
  'ExtlClntAppConfigurablePolicies',
];

const bodies = (): Node[] => [
  { commaSeparatedOauthScopes: 'Web, RefreshToken', label: 'x' },
  {
    callbackUrl: 'https://x.example/callback',
    isPkceRequired: 'false',
    isTokenExchangeEnabled: 'true',
    label: 'x',
  },
  { ipRelaxationPolicyType: 'Bypass', label: 'x', refreshTokenPolicyType: 'Zero' },
  { isEnabled: 'true', isOauthPluginEnabled: 'true', isSamlPluginEnabled: 'true', label: 'x' },
];

/** An external client app whose parts have names of some scheme; parts that are left out are not made. */
export const addExternalClientApp = async (
  pair: Pair,
  suffixes: string[],
  isThere: (type: string) => boolean = () => true
): Promise<void> => {
  await make(pair, 'ExternalClientApplication', 'Theirs', {
    contactEmail: 'team@spoke.example',
    description: 'Ask the integration team.',
    distributionState: 'Local',
    label: 'Their App',
  });
  // The OAuth policy first: the org would make one of its own name as soon as there are OAuth settings.
  for (const i of [2, 3, 0, 1]) {
    if (!isThere(types[i])) continue;
    const body = { externalClientApplication: 'Theirs', ...bodies()[i] };
    await make(pair, types[i], `Theirs${suffixes[i]}`, body);
  }
};
