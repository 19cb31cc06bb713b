import { expect } from 'chai';
import type { Node } from '../../simulator/org.ts';
import { rows } from '../../simulator/tables.ts';
import { fingerprint } from '../../src/metadata/certificate.ts';
import {
  addConnectedApp,
  addExternalClientApp,
  componentOf,
  connectedApp,
  make,
  schemes,
  types,
} from './othersApp.ts';
import { link, withPair } from './pair.ts';

const adopted = { appName: 'Theirs', adopt: true };

describe("link --app-name of somebody else's app, --adopt", () => {
  it('takes a connected app over and keeps whatever it holds', () =>
    withPair({}, async (pair) => {
      await make(pair, 'PermissionSet', 'Others', { label: 'The others' });
      const key = await addConnectedApp(pair, {
        oauthConfig: { ...(connectedApp.oauthConfig as Node), isAdminApproved: 'true' },
        permissionSetName: ['The others'],
        profileName: ['Standard User'],
      });
      const { verdict, result, warnings } = await link(pair, adopted);
      expect(verdict?.passed).to.equal(true);
      expect(result.links[0]).to.include({ app: 'Theirs', appKind: 'connected-app' });
      expect(result.links[0].todo).to.deep.equal([]);
      const { body } = componentOf(pair.spoke, 'ConnectedApp', 'Theirs');
      const { description, oauthConfig, permissionSetName: _sets, profileName, ...rest } = body;
      const { oauthConfig: _config, description: _description, ...before } = connectedApp;
      expect(rest).to.deep.equal(before);
      expect(description).to.match(/^Ask the integration team\.\nManaged by sf s2s: /);
      expect([profileName].flat()).to.deep.equal(['Standard User']);
      const { certificate, scopes, ...config } = oauthConfig as Node;
      const { certificate: _pem, scopes: _scopes, ...configBefore } = connectedApp.oauthConfig as Node;
      expect(config).to.deep.equal({ ...configBefore, isAdminApproved: 'true', consumerKey: key });
      expect(scopes).to.deep.equal(['Web', 'OpenID', 'Api', 'RefreshToken']);
      expect(fingerprint(String(certificate))).not.to.equal(fingerprint(String(_pem)));
      const access = rows(pair.spoke.org, 'SetupEntityAccess');
      expect(
        access.filter(({ SetupEntityType }) => SetupEntityType === 'ConnectedApplication')
      ).to.have.length(3);
      expect(warnings.join())
        .to.match(/trusted another certificate/)
        .and.not.match(/authorise themselves/);
      expect((await link(pair)).result.links[0].changed).to.equal(false);
    }));

  for (const [scheme, suffixes] of Object.entries(schemes)) {
    it(`finds the parts of an external client app by what they reference: ${scheme}`, () =>
      withPair({}, async (pair) => {
        await addExternalClientApp(pair, suffixes);
        const { verdict, warnings } = await link(pair, adopted);
        expect(verdict?.passed).to.equal(true);
        expect(warnings.join()).to.match(/let users authorise themselves/);
        const own = [...pair.spoke.org.components.values()].filter(({ type }) => type.startsWith('Extl'));
        expect(own.map(({ type, fullName }) => `${type} ${fullName}`)).to.have.members(
          types.map((type, i) => `${type} Theirs${suffixes[i]}`)
        );
        const body = (i: number): Node => componentOf(pair.spoke, types[i], `Theirs${suffixes[i]}`).body;
        expect(body(0)).to.include({ commaSeparatedOauthScopes: 'Web, RefreshToken, Api' });
        expect(body(1)).to.include({ isPkceRequired: 'false', isTokenExchangeEnabled: 'true' });
        expect(body(2)).to.include({ ipRelaxationPolicyType: 'Bypass', refreshTokenPolicyType: 'Zero' });
        expect(body(3)).to.include({ isSamlPluginEnabled: 'true' });
        expect((await link(pair)).result.links[0].changed).to.equal(false);
      }));
  }

  for (const missing of types) {
    it(`makes what an external client app lacks: ${missing}`, () =>
      withPair({}, async (pair) => {
        const suffixes = schemes['registered automatically'];
        await addExternalClientApp(pair, suffixes, (type) => type !== missing);
        const { verdict } = await link(pair, adopted);
        expect(verdict?.passed).to.equal(true);
        const made = [...pair.spoke.org.components.values()].filter(({ type }) => type.startsWith('Extl'));
        expect(made).to.have.length(4);
        expect((await link(pair)).result.links[0].changed).to.equal(false);
      }));
  }
});
