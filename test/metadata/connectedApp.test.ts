import { expect } from 'chai';
import type { Body, Component } from '../../src/metadata/component.ts';
import { connectedApp } from '../../src/metadata/connectedApp.ts';
import { differences, merge } from '../../src/metadata/merge.ts';
import { normalise } from '../../src/metadata/normalise.ts';
import { toXml } from '../../src/metadata/xml.ts';
import { makePem } from '../certificates.ts';
import { echo } from '../states.ts';
import { connectedAppSpec, golden } from './specs.ts';

const pem = makePem().trim();
const spec = connectedAppSpec({ certificate: pem });
const configOf = ({ body }: Component): Body => body.oauthConfig as Body;

/** A connected app as an org tells it, with other settings in its OAuth part. */
const told = (config: Body, more: Body = {}): Component => {
  const component = echo(connectedApp(spec));
  return {
    ...component,
    body: { ...component.body, ...more, oauthConfig: { ...configOf(component), ...config } },
  };
};
const changesOf = (existing: Component, wanted = connectedApp(spec)): string[] =>
  differences(existing, merge(existing, wanted));

describe('metadata/connectedApp', () => {
  it('is written to the letter', () => {
    expect(toXml(connectedApp(connectedAppSpec()))).to.equal(golden('ConnectedApp'));
  });

  it('says the IP policy in its own spelling, and nothing about it where none is asked for', () => {
    for (const [asked, said] of [
      ['Bypass_2factor', 'BYPASS_2FACTOR'],
      ['Enforce_RelaxRefresh', 'ENFORCE_RELAXREFRESH'],
    ] as const) {
      const { body } = connectedApp(connectedAppSpec({ ipRelaxation: asked }));
      expect(body.oauthPolicy).to.deep.include({ ipRelaxation: said });
    }
    expect(connectedApp(connectedAppSpec({ ipRelaxation: undefined })).body.oauthPolicy).to.equal(undefined);
  });
});

describe('metadata/merge: a connected app', () => {
  it('has nothing to do where an org tells what was deployed, a single scope or label as one', () => {
    expect(changesOf(echo(connectedApp(spec)))).to.deep.equal([]);
    const raw = {
      ...echo(connectedApp(spec)).body,
      fullName: 'hub',
      permissionSetName: 'hub_Access',
      attributes: [],
    };
    expect(changesOf(normalise('ConnectedApp', raw)!)).to.deep.equal([]);
  });

  for (const [form, text] of [
    ['PEM', `${pem}\n`],
    ['base64 of PEM', Buffer.from(pem).toString('base64')],
    ['base64 of DER', pem.replace(/-----[^-]+-----|\s/g, '')],
  ]) {
    it(`knows the certificate again as ${form}`, () => {
      expect(changesOf(told({ certificate: text }))).to.deep.equal([]);
    });
  }

  it('names what differs inside', () => {
    const existing = told(
      { certificate: makePem(), isAdminApproved: 'false', scopes: 'Web' },
      { permissionSetName: ['Others'] }
    );
    expect(changesOf(existing)).to.have.members([
      'certificate',
      'isAdminApproved',
      'scopes',
      'permissionSetName',
    ]);
    const sent = merge(existing, connectedApp(spec));
    expect(configOf(sent).scopes).to.deep.equal(['Web', 'Api', 'RefreshToken']);
    expect(sent.body.permissionSetName).to.deep.equal(['Others', 'hub_Access']);
  });

  it('does not add the scope Api to Full', () => {
    expect(changesOf(told({ scopes: ['Full', 'RefreshToken'] }))).to.deep.equal([]);
  });

  it('never sends key or secret, and keeps what is set or left out', () => {
    const existing = told(
      {
        callbackUrl: 'https://x.example',
        consumerKey: '3MVG9',
        consumerSecret: 'x',
        isPkceRequired: undefined,
      },
      {
        canvasConfig: { accessMethod: 'Get' },
        ipRanges: [{ end: '10.0.0.9', start: '10.0.0.1' }],
        label: 'Theirs',
        oauthPolicy: {
          ipRelaxation: 'BYPASS',
          refreshTokenPolicy: 'zero',
          singleLogoutUrl: 'https://x.example',
        },
        profileName: ['Standard User'],
      }
    );
    const wanted = connectedApp({ ...spec, ipRelaxation: undefined });
    expect(changesOf(existing, wanted)).to.deep.equal([]);
    const { body } = merge(existing, wanted);
    expect(body.oauthConfig).not.to.have.any.keys('consumerKey', 'consumerSecret');
    expect(configOf(merge(existing, wanted)).isPkceRequired).to.equal(undefined);
    const { oauthConfig: _before, ...before } = existing.body;
    const { oauthConfig: _after, ...after } = body;
    expect(after).to.deep.equal(before);
    const relaxed = merge(existing, connectedApp({ ...spec, ipRelaxation: 'Enforce' })).body.oauthPolicy;
    expect(relaxed).to.deep.equal({
      ipRelaxation: 'ENFORCE',
      refreshTokenPolicy: 'zero',
      singleLogoutUrl: 'https://x.example',
    });
  });
});
