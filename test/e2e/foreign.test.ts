import { expect } from 'chai';
import type { Component, Node, Row } from '../../simulator/org.ts';
import type { SimulatedOrg } from '../../simulator/server.ts';
import { insertRow, rows } from '../../simulator/tables.ts';
import { marker } from '../../src/metadata/marker.ts';
import { nameOfOrg } from '../../src/names.ts';
import { schemes, types } from './othersApp.ts';
import { allLinks, link, thrownBy, unwell, verify, withPair } from './pair.ts';

/** A component that is there, whatever a deploy would say to it: shapes of old API versions, of packages. */
const put = ({ org }: SimulatedOrg, type: string, fullName: string, body: Node): void => {
  const component: Component = { type, fullName, body, createdAt: 0, changedAt: 0, id: '0XX000000000001AAA' };
  org.components.set(`${type}:${fullName}`, component);
};

/** A row that an org gives before all others: they have no order. */
const insertFirst = ({ org }: SimulatedOrg, table: string, fields: Row | Record<string, unknown>): Row => {
  const row = insertRow(org, table, fields);
  const others = rows(org, table).filter(({ Id }) => Id !== row.Id);
  org.tables.set(table, new Map([row, ...others].map((one) => [one.Id, one])));
  return row;
};

const row = (parameterType: string, parameterName: string, more: Node = {}): Node => ({
  ...more,
  parameterGroup: 'DefaultGroup',
  parameterName,
  parameterType,
});
const variant = (parameterValue: string): Node => row('AuthProtocolVariant', 'Oauth', { parameterValue });

const jwtBearer = (url: string, description = 'By hand'): Node => ({
  authenticationProtocol: 'Oauth',
  description,
  externalCredentialParameters: [
    variant('JwtBearer'),
    row('AuthProviderUrl', 'AuthProviderUrl', { parameterValue: `${url}/services/oauth2/token` }),
    row('NamedPrincipal', 'Main'),
  ],
  label: 'Ключ «API» ➡️',
});

/** Bodies of external credentials, as orgs tell them. */
const credentials: Record<string, Node> = {
  Aws: {
    authenticationProtocol: 'AwsSv4',
    externalCredentialParameters: [row('AuthParameter', 'AwsRegion', { parameterValue: 'eu-west-1' })],
    label: 'x',
  },
  Bare: { authenticationProtocol: 'Custom', label: 'x' },
  Browser: {
    authenticationProtocol: 'Oauth',
    externalCredentialParameters: [
      row('AuthParameter', 'Scope', { parameterValue: 'api' }),
      row('AuthProvider', 'AuthProvider', { authProvider: 'x' }),
      { ...row('AuthParameter', 'Scope', { parameterValue: 'web' }), parameterGroup: 'Users' },
      { ...row('PerUserPrincipal', 'Users', { sequenceNumber: '1' }), parameterGroup: 'Users' },
    ],
    label: 'x',
  },
  Exchange: { externalCredentialParameters: [variant('JwtExchange')], label: 'x' },
  Identity: {
    authenticationProtocol: 'Oauth',
    externalCredentialParameters: row('ExternalAuthIdentityProvider', 'x'),
    label: 'x',
  },
  Old: {
    authenticationProtocol: 'Custom',
    externalCredentialParameters: { parameterName: 'a_1', parameterType: 'NamedPrincipal', principal: 'a' },
    label: 'x',
  },
};

/** Bodies of named credentials; what they name is not always there. */
const namedCredentials: Record<string, Node> = {
  Legacy: { endpoint: 'x', label: 'x', principalType: 'PerUser', protocol: 'Oauth', authProvider: 'x' },
  LegacyAws: { awsAccessKey: '', awsService: 's3', endpoint: '{env.URL}', label: 'x', protocol: 'AwsSv4' },
  Private: {
    label: 'x',
    namedCredentialParameters: [
      { parameterName: 'Url', parameterType: 'Url', parameterValue: 'https://x.example' },
      { externalCredential: 'gone', parameterName: 'x', parameterType: 'Authentication' },
      { outboundNetworkConnection: 'x', parameterName: 'x', parameterType: 'OutboundNetworkConnection' },
    ],
    namedCredentialType: 'PrivateEndpoint',
  },
  Empty: { label: 'x', namedCredentialType: 'SecuredEndpoint' },
};

describe('verify among what is not ours', () => {
  it('lists nothing but links, whatever shapes a hub holds', () =>
    withPair({}, async (pair) => {
      await link(pair);
      for (const [name, body] of Object.entries(credentials)) {
        put(pair.hub, 'ExternalCredential', name, body);
        put(pair.hub, 'ExternalCredential', `pkg__${name}`, body);
      }
      for (const [name, body] of Object.entries(namedCredentials))
        put(pair.hub, 'NamedCredential', name, body);
      put(pair.hub, 'ExternalCredential', 'Theirs', jwtBearer(pair.spoke.url));
      const links = await allLinks(pair);
      expect(links.map(({ name }) => name)).to.deep.equal([nameOfOrg(pair.spoke.url)]);
      expect(unwell(links[0].checks)).to.deep.equal([]);
    }));

  it("is not taken in by a package's credential, whose makers linked orgs of their own", () =>
    withPair({}, async (pair) => {
      const made = marker('00D000000000009EAA', '00D000000000008EAA');
      put(pair.hub, 'ExternalCredential', 'pkg__Theirs', jwtBearer(pair.spoke.url, made));
      expect((await thrownBy(allLinks(pair))).name).to.equal('NoLinksError');
      expect((await thrownBy(verify(pair))).name).to.equal('NotLinkedError');
      const { result } = await link(pair);
      expect(result.links[0].name).to.equal(nameOfOrg(pair.spoke.url));
      expect(await allLinks(pair)).to.have.lengthOf(1);
    }));

  it("tells permission sets of packages from the link's", () =>
    withPair({}, async (pair) => {
      const theirs = { IsOwnedByProfile: false, Label: 'Theirs', NamespacePrefix: 'pkg' };
      const onHub = insertFirst(pair.hub, 'PermissionSet', { ...theirs, Name: nameOfOrg(pair.spoke.url) });
      const onSpoke = insertFirst(pair.spoke, 'PermissionSet', { ...theirs, Name: nameOfOrg(pair.hub.url) });
      insertRow(pair.hub.org, 'PermissionSetAssignment', {
        AssigneeId: pair.hub.org.adminId,
        PermissionSetId: onHub.Id,
      });
      const { verdict } = await link(pair);
      expect(unwell(verdict!.checks)).to.deep.equal([]);
      const assigned = (org: SimulatedOrg, { Id }: Row): number =>
        rows(org.org, 'PermissionSetAssignment').filter(({ PermissionSetId }) => PermissionSetId === Id)
          .length;
      expect([assigned(pair.hub, onHub), assigned(pair.spoke, onSpoke)]).to.deep.equal([1, 0]);
      const grants = rows(pair.spoke.org, 'SetupEntityAccess');
      expect(grants.map(({ ParentId }) => ParentId)).not.to.include(onSpoke.Id);
      expect((await link(pair)).result.links[0].changed).to.equal(false);
    }));

  it("tells a package's app from the link's, though it has the same name", () =>
    withPair({}, async (pair) => {
      await link(pair);
      const { org } = pair.spoke;
      const [ours] = rows(org, 'ExternalClientApplication');
      const name = nameOfOrg(pair.hub.url);
      insertFirst(pair.spoke, 'ExternalClientApplication', { DeveloperName: name, NamespacePrefix: 'pkg' });
      expect(unwell(Object.values(await verify(pair)))).to.deep.equal([]);
      org.tables.get('SetupEntityAccess')!.clear();
      expect((await verify(pair))['pre-authorisation'].findings).to.deep.equal(['noPermissionSet']);
      const { verdict } = await link(pair);
      expect(unwell(verdict!.checks)).to.deep.equal([]);
      const grants = rows(org, 'SetupEntityAccess');
      expect(grants.map(({ SetupEntityId }) => SetupEntityId)).to.deep.equal([ours.Id]);
    }));

  for (const [scheme, suffixes] of Object.entries(schemes)) {
    it(`does not call an app the link's that only has its name: ${scheme}`, () =>
      withPair({}, async (pair) => {
        await link(pair);
        const { org } = pair.spoke;
        for (const [key, { type }] of org.components) {
          if (/^Ext(ernalClientApp|lClntApp)/.test(type)) org.components.delete(key);
        }
        const name = nameOfOrg(pair.hub.url).toUpperCase();
        rows(org, 'ExternalClientApplication')[0].DeveloperName = name;
        put(pair.spoke, 'ExternalClientApplication', name, { distributionState: 'Local', label: 'Theirs' });
        types.forEach((type, i) => {
          const fullName = `${name}${suffixes[i]}`;
          put(pair.spoke, type, fullName, { consumerKey: 'theirs', externalClientApplication: name });
        });
        const [{ app, checks }] = await allLinks(pair);
        expect(app).to.equal(null);
        expect(checks.find(({ id }) => id === 'app')!.findings).to.deep.equal(['missing']);
        expect(JSON.stringify(checks)).not.to.contain(name);
        expect((await thrownBy(link(pair))).name).to.equal('ConflictForeignAppError');
      }));
  }

  it('finds the parts of an app that call it in other letters', () =>
    withPair({}, async (pair) => {
      await link(pair);
      for (const { body } of pair.spoke.org.components.values()) {
        const { externalClientApplication: app } = body;
        if (typeof app === 'string') body.externalClientApplication = app.toUpperCase();
      }
      expect((await verify(pair)).app.status).to.equal('passed');
    }));
});
