import { expect } from 'chai';
import type { Body, Component } from '../../src/metadata/component.ts';
import * as hub from '../../src/metadata/hub.ts';
import { marker } from '../../src/metadata/marker.ts';
import { differences, merge } from '../../src/metadata/merge.ts';
import * as spoke from '../../src/metadata/spoke.ts';
import { makePem } from '../certificates.ts';
import { echo, hubId, otherHubId, spokeId } from '../states.ts';
import { hubSpec, spokeSpec } from './specs.ts';

const pem = makePem().trim();
const spec = spokeSpec({ certificate: pem });
const all: Component[] = [
  hub.externalCredential(hubSpec()),
  hub.namedCredential(hubSpec()),
  hub.hubPermissionSet(hubSpec()),
  spoke.spokePermissionSet(spec),
  spoke.externalClientApp(spec),
  spoke.oauthSettings(spec),
  spoke.globalOauthSettings(spec),
  spoke.oauthPolicy(spec),
  spoke.policy(spec),
];

const rowsOf = ({ body }: Component): Body[] => body.externalCredentialParameters as Body[];
const withBody = (component: Component, body: Body): Component => ({
  ...component,
  body: { ...component.body, ...body },
});

/** Elements that an update of `existing` would change, and none once it is made. */
const changesOf = (existing: Component, wanted: Component): string[] => {
  const merged = merge(existing, wanted);
  const after = echo(merged);
  expect(differences(after, merge(after, wanted)), 'a second run').to.deep.equal([]);
  return differences(existing, merged);
};

describe('metadata/merge: what is left alone', () => {
  for (const wanted of all) {
    it(`finds nothing to do on a ${wanted.type} (${wanted.fullName}) as an org tells it`, () => {
      expect(changesOf(echo(wanted), wanted)).to.deep.equal([]);
    });

    it(`finds nothing to do where an org leaves out flags that are off: ${wanted.fullName}`, () => {
      const told = echo(wanted);
      const body = Object.fromEntries(Object.entries(told.body).filter(([, value]) => value !== 'false'));
      expect(changesOf({ ...told, body }, wanted)).to.deep.equal([]);
    });
  }

  it('compares parameters whatever their order', () => {
    const wanted = hub.externalCredential(hubSpec());
    const told = withBody(echo(wanted), { externalCredentialParameters: rowsOf(echo(wanted)).reverse() });
    expect(changesOf(told, wanted)).to.deep.equal([]);
  });

  it('compares scopes and permission sets as sets, and keeps those that are more', () => {
    const scopes = withBody(echo(spoke.oauthSettings(spec)), {
      commaSeparatedOauthScopes: 'Web,RefreshToken , Api',
    });
    expect(changesOf(scopes, spoke.oauthSettings(spec))).to.deep.equal([]);
    expect(merge(scopes, spoke.oauthSettings(spec)).body.commaSeparatedOauthScopes).to.equal(
      'Web, RefreshToken, Api'
    );
    const sets = withBody(echo(spoke.oauthPolicy(spec)), { commaSeparatedPermissionSet: 'Admins' });
    expect(changesOf(sets, spoke.oauthPolicy(spec))).to.deep.equal(['commaSeparatedPermissionSet']);
    expect(merge(sets, spoke.oauthPolicy(spec)).body.commaSeparatedPermissionSet).to.equal(
      'Admins, hub_Access'
    );
  });

  for (const [form, text] of [
    ['PEM', `${pem}\n`],
    ['base64 of PEM', Buffer.from(pem).toString('base64')],
    ['base64 of DER', pem.replace(/-----[^-]+-----|\s/g, '')],
  ]) {
    it(`knows the certificate again as ${form}`, () => {
      const wanted = spoke.globalOauthSettings(spec);
      expect(changesOf(withBody(echo(wanted), { certificate: text }), wanted)).to.deep.equal([]);
    });
  }

  it('keeps parameters, headers and permissions that somebody added', () => {
    const header = { parameterType: 'AuthHeader', parameterName: 'X-Team', parameterValue: 'blue' };
    const scope = { parameterType: 'JwtBodyClaim', parameterName: 'scope', parameterValue: 'x' };
    const wanted = hub.externalCredential(hubSpec());
    const told = withBody(echo(wanted), {
      externalCredentialParameters: [header, ...rowsOf(echo(wanted)), scope],
    });
    expect(changesOf(told, wanted)).to.deep.equal([]);
    expect(rowsOf(merge(told, wanted))).to.deep.include.members([header, scope]);

    const set = hub.hubPermissionSet(hubSpec());
    const account = { object: 'Account', allowRead: 'true' };
    const fields = [{ field: 'Account.Name', readable: true }];
    const more = withBody(echo(set), {
      objectPermissions: [account, ...(echo(set).body.objectPermissions as Body[])],
      fieldPermissions: fields,
      license: 'Salesforce',
    });
    expect(changesOf(more, set)).to.deep.equal([]);
    expect(merge(more, set).body).to.deep.include({ fieldPermissions: fields, license: 'Salesforce' });
    expect(merge(more, set).body.objectPermissions).to.deep.include(account);
  });

  it("keeps an admin's labels, contact, refresh token policy and PKCE", () => {
    for (const [wanted, own] of [
      [spoke.externalClientApp(spec), { label: 'Ours', contactEmail: 'ann@x.example' }],
      [spoke.oauthPolicy(spec), { refreshTokenPolicyType: 'Zero', requiredSessionLevel: 'HIGH_ASSURANCE' }],
      [spoke.globalOauthSettings(spec), { isPkceRequired: 'false', callbackUrl: 'https://x.example' }],
      [hub.namedCredential(hubSpec()), { label: 'Ours', allowMergeFieldsInBody: 'true' }],
    ] as [Component, Body][]) {
      const told = withBody(echo(wanted), own);
      expect(changesOf(told, wanted)).to.deep.equal([]);
      expect(merge(told, wanted).body).to.deep.include(own);
    }
  });

  it("keeps an admin's words in a description and replaces the marker in it", () => {
    const wanted = spoke.externalClientApp(spec);
    const told = withBody(echo(wanted), { description: `Ask Ann.\n${marker(otherHubId, spokeId)}` });
    expect(changesOf(told, wanted)).to.deep.equal(['description']);
    expect(merge(told, wanted).body.description).to.equal(`Ask Ann.\n${marker(hubId, spokeId)}`);
  });

  it('never sends a consumer key, secret or link back', () => {
    const told = withBody(echo(spoke.globalOauthSettings(spec)), {
      consumerKey: '3MVG9',
      consumerSecret: 'x',
      oauthLink: '00D:888',
    });
    const body = merge(told, spoke.globalOauthSettings(spec)).body;
    expect(body).not.to.have.any.keys('consumerKey', 'consumerSecret', 'oauthLink');
    expect(changesOf(told, spoke.globalOauthSettings(spec))).to.deep.equal([]);
  });
});
