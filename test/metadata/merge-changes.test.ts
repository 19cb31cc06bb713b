import { expect } from 'chai';
import type { Body, Component } from '../../src/metadata/component.ts';
import * as hub from '../../src/metadata/hub.ts';
import { differences, merge } from '../../src/metadata/merge.ts';
import { normalise } from '../../src/metadata/normalise.ts';
import * as spoke from '../../src/metadata/spoke.ts';
import { makePem } from '../certificates.ts';
import { echo } from '../states.ts';
import { hubSpec, spokeSpec } from './specs.ts';

const rowsOf = ({ body }: Component): Body[] => body.externalCredentialParameters as Body[];

/** Changes that an update makes, and the component that it sends. */
const update = (existing: Component, wanted: Component): { changes: string[]; sent: Component } => {
  const sent = merge(existing, wanted);
  return { changes: differences(existing, sent), sent };
};

describe('metadata/merge: what is changed', () => {
  it('names the parameters of a credential that differ, and keeps their groups and words', () => {
    const existing = echo(hub.externalCredential(hubSpec()));
    const wanted = hub.externalCredential(
      hubSpec({ consumerKey: 'other', audience: 'https://test.salesforce.com', certificate: 'S2S_20280101' })
    );
    const { changes, sent } = update(existing, wanted);
    expect(changes).to.have.members(['iss', 'aud', 'SigningCertificate', 'kid']);
    expect(rowsOf(sent)).to.have.lengthOf(rowsOf(existing).length);
    expect(rowsOf(sent)[3]).to.deep.equal({ ...rowsOf(existing)[3], parameterValue: 'other' });
  });

  it('takes over parameters that another tool named otherwise instead of adding a second one', () => {
    const wanted = hub.namedCredential(hubSpec());
    const existing = normalise('NamedCredential', {
      ...echo(wanted).body,
      fullName: 'acme',
      namedCredentialParameters: [
        { parameterType: 'Url', parameterName: 'DefaultEndpoint', parameterValue: 'https://old.example' },
        { parameterType: 'Authentication', parameterName: 'DefaultAuth', externalCredential: 'acme' },
      ],
    })!;
    const { changes, sent } = update(existing, wanted);
    expect(changes).to.deep.equal(['DefaultEndpoint']);
    expect(sent.body.namedCredentialParameters).to.deep.equal([
      {
        parameterType: 'Url',
        parameterName: 'DefaultEndpoint',
        parameterValue: 'https://acme.my.salesforce.com',
      },
      { parameterType: 'Authentication', parameterName: 'DefaultAuth', externalCredential: 'acme' },
    ]);
  });

  it('adds a claim, scope or right that is missing', () => {
    const credential = hub.externalCredential(hubSpec());
    const without = (name: string): Component => ({
      ...credential,
      body: {
        ...credential.body,
        externalCredentialParameters: rowsOf(credential).filter((row) => row.parameterName !== name),
      },
    });
    expect(update(echo(without('nbf')), credential).changes).to.deep.equal(['nbf']);
    const settings = spoke.oauthSettings(spokeSpec());
    const { changes, sent } = update(
      { ...settings, body: { ...settings.body, commaSeparatedOauthScopes: 'Web' } },
      settings
    );
    expect(changes).to.deep.equal(['commaSeparatedOauthScopes']);
    expect(sent.body.commaSeparatedOauthScopes).to.equal('Web, Api, RefreshToken');
    const read = echo(hub.hubPermissionSet(hubSpec({ credentialAccess: 'read' })));
    expect(update(read, hub.hubPermissionSet(hubSpec())).changes).to.deep.equal(['UserExternalCredential']);
  });

  it('enables a disabled app, and sets a policy that lets users authorise themselves', () => {
    const off = echo({
      ...spoke.policy(spokeSpec()),
      body: { ...spoke.policy(spokeSpec()).body, isEnabled: false },
    });
    expect(update(off, spoke.policy(spokeSpec())).changes).to.deep.equal(['isEnabled']);
    const own = spoke.oauthPolicy(spokeSpec());
    const open = echo({ ...own, body: { ...own.body, permittedUsersPolicyType: 'AllSelfAuthorized' } });
    expect(update(open, own).changes).to.deep.equal(['permittedUsersPolicyType']);
  });

  it('replaces another certificate, or one that is yet to be made', () => {
    const existing = echo(spoke.globalOauthSettings(spokeSpec({ certificate: makePem() })));
    for (const certificate of [makePem(), { later: 'certificatePem' } as const]) {
      const { changes } = update(existing, spoke.globalOauthSettings(spokeSpec({ certificate })));
      expect(changes).to.deep.equal(['certificate']);
    }
  });

  it('takes a consumer key that is yet to come for a change', () => {
    const existing = echo(hub.externalCredential(hubSpec()));
    const wanted = hub.externalCredential(hubSpec({ consumerKey: { later: 'consumerKey' } }));
    expect(update(existing, wanted).changes).to.deep.equal(['iss']);
  });

  it('gives a description to what has none', () => {
    const { description, ...body } = spoke.externalClientApp(spokeSpec()).body;
    const { changes, sent } = update(
      { ...spoke.externalClientApp(spokeSpec()), body },
      spoke.externalClientApp(spokeSpec())
    );
    expect(changes).to.deep.equal(['description']);
    expect(sent.body.description).to.equal(`${String(description)} (adopted)`);
  });
});

describe('metadata/merge: what an org tells', () => {
  it('makes a list of a single repeated element, and leaves single elements alone', () => {
    const { body } = normalise('NamedCredential', {
      fullName: 'acme',
      label: 'Acme',
      namedCredentialParameters: { parameterName: 'Url', parameterType: 'Url' },
    })!;
    expect(body).to.deep.equal({
      label: 'Acme',
      namedCredentialParameters: [{ parameterName: 'Url', parameterType: 'Url' }],
    });
  });

  it('drops what is empty or nil, at every depth', () => {
    const nil = { $: { 'xsi:nil': 'true' } };
    const { body } = normalise('ExternalCredential', {
      $: { 'xsi:type': 'ExternalCredential' },
      fullName: 'acme',
      description: nil,
      label: '',
      externalCredentialParameters: [
        { parameterName: 'iss', parameterValue: null, certificate: nil, description: '' },
      ],
    })!;
    expect(body).to.deep.equal({ externalCredentialParameters: [{ parameterName: 'iss' }] });
  });

  it('gives nothing for a component that is not there', () => {
    for (const raw of [{}, { fullName: '' }, { fullName: null }, { $: { 'xsi:nil': 'true' } }]) {
      expect(normalise('PermissionSet', raw)).to.equal(undefined);
    }
  });
});
