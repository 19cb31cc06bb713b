import { expect } from 'chai';
import type { Component } from '../../src/metadata/component.ts';
import * as spoke from '../../src/metadata/spoke.ts';
import { toXml } from '../../src/metadata/xml.ts';
import { golden, spokeSpec } from './specs.ts';

const files: [string, (spec: spoke.SpokeSpec<spoke.ExternalClientAppNames>) => Component][] = [
  ['spoke.PermissionSet', spoke.spokePermissionSet],
  ['ExternalClientApplication', spoke.externalClientApp],
  ['ExtlClntAppOauthSettings', spoke.oauthSettings],
  ['ExtlClntAppGlobalOauthSettings', spoke.globalOauthSettings],
  ['ExtlClntAppOauthConfigurablePolicies', spoke.oauthPolicy],
  ['ExtlClntAppConfigurablePolicies', spoke.policy],
];

describe('metadata/spoke', () => {
  for (const [file, build] of files) {
    it(`writes ${file} to the letter`, () => {
      expect(toXml(build(spokeSpec()))).to.equal(golden(file));
    });
  }

  it("names a new app's satellites as Salesforce does", () => {
    expect(spoke.newAppNames('hub')).to.deep.equal({
      kind: 'external-client-app',
      app: 'hub',
      oauthSettings: 'hub_oauth',
      globalOauthSettings: 'hub_glbloauth',
      oauthPolicy: 'hub_oauthPlcy',
      policy: 'hub_plcy',
      permissionSet: 'hub_Access',
    });
  });

  it('names the settings of an existing app as they are, and the app in each of them', () => {
    const names = { ...spoke.newAppNames('hub'), oauthPolicy: 'hub_oauth_defaultPolicy' };
    const policy = spoke.oauthPolicy(spokeSpec({ names }));
    expect(policy.fullName).to.equal('hub_oauth_defaultPolicy');
    expect(policy.body.externalClientApplication).to.equal('hub');
  });

  it('sends no consumer key: Salesforce makes one', () => {
    expect(toXml(spoke.globalOauthSettings(spokeSpec()))).not.to.match(/<consumer(Key|Secret)>/);
  });

  it('pre-authorises by the API name of the permission set', () => {
    const spec = spokeSpec();
    expect(spoke.oauthPolicy(spec).body.commaSeparatedPermissionSet).to.equal(
      spoke.spokePermissionSet(spec).fullName
    );
  });

  it('knows that isNamedUserJwtEnabled stood in the policy from v61 to v63', () => {
    const versions = [60, 61, 62, 63, 64, 66].filter((apiVersion) =>
      toXml(spoke.oauthPolicy(spokeSpec({ apiVersion }))).includes(
        '<isNamedUserJwtEnabled>false</isNamedUserJwtEnabled>'
      )
    );
    expect(versions).to.deep.equal([61, 62, 63]);
  });

  it('relaxes the IP policy as asked', () => {
    expect(spoke.oauthPolicy(spokeSpec({ ipRelaxation: 'Bypass' })).body.ipRelaxationPolicyType).to.equal(
      'Bypass'
    );
  });
});
