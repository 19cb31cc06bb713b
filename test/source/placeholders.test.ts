import { expect } from 'chai';
import type { Body, Component, ComponentType } from '../../src/metadata/component.ts';
import { portable, type Varying } from '../../src/source/placeholders.ts';

const hubUrl = 'https://hub.my.salesforce.com';
const varying: Varying = {
  hub: { orgId: 'HUB_ID', url: 'HUB_URL' },
  spoke: { orgId: 'SPOKE_ID', url: 'SPOKE_URL' },
  certificateName: 'NAME',
  certificatePem: 'PEM',
  consumerKey: 'KEY',
  serviceUser: 'USER',
  audience: 'AUDIENCE',
};
const bodyOf = (type: ComponentType, body: Body): Body => {
  const component: Component = { type, fullName: 'a', body };
  return portable(component, hubUrl, varying).body;
};

describe('source/placeholders', () => {
  it('stand in the settings of a connected app, and all else stays', () => {
    const oauthConfig = {
      callbackUrl: `${hubUrl}/services/oauth2/callback`,
      certificate: 'own',
      scopes: ['Api'],
    };
    expect(bodyOf('ConnectedApp', { label: 'Hub', oauthConfig })).to.deep.equal({
      label: 'Hub',
      oauthConfig: { callbackUrl: 'HUB_URL/services/oauth2/callback', certificate: 'PEM', scopes: ['Api'] },
    });
  });

  it('stand for the hub in a callback that leads there, and in no other', () => {
    const callback = (callbackUrl: string): unknown =>
      bodyOf('ExtlClntAppGlobalOauthSettings', { callbackUrl }).callbackUrl;
    expect(callback(hubUrl)).to.equal('HUB_URL');
    expect(callback(`${hubUrl}/x`)).to.equal('HUB_URL/x');
    for (const other of ['https://other.example/x', `${hubUrl}.evil.example`])
      expect(callback(other)).to.equal(other);
  });

  it('stand for the spoke in the address of a named credential, and nowhere else in it', () => {
    const namedCredentialParameters = [
      { parameterType: 'Url', parameterValue: 'https://acme.my.salesforce.com' },
      { parameterType: 'AllowedManagedPackageNamespaces', parameterValue: 'ns' },
    ];
    expect(bodyOf('NamedCredential', { namedCredentialParameters })).to.deep.equal({
      namedCredentialParameters: [
        { parameterType: 'Url', parameterValue: 'SPOKE_URL' },
        { parameterType: 'AllowedManagedPackageNamespaces', parameterValue: 'ns' },
      ],
    });
  });

  it('are not needed for what only the org itself can say', () => {
    expect(
      bodyOf('ExternalClientApplication', { label: 'Hub', orgScopedExternalApp: '00D:Hub' })
    ).to.deep.equal({
      label: 'Hub',
      orgScopedExternalApp: undefined,
    });
  });
});
