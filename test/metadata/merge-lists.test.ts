import { expect } from 'chai';
import type { Body, Component } from '../../src/metadata/component.ts';
import { differences, merge } from '../../src/metadata/merge.ts';
import { makePem } from '../certificates.ts';

const app = (body: Body): Component => ({ type: 'ConnectedApp', fullName: 'hub', body });
const settings = (commaSeparatedOauthScopes?: string): Component => ({
  type: 'ExtlClntAppOauthSettings',
  fullName: 'hub_oauth',
  body: { commaSeparatedOauthScopes },
});
const credential = (...externalCredentialParameters: Body[]): Component => ({
  type: 'ExternalCredential',
  fullName: 'acme',
  body: { externalCredentialParameters },
});
const claim = (parameterName: string, parameterValue: string): Body => ({
  parameterType: 'JwtBodyClaim',
  parameterName,
  parameterValue,
});

describe('metadata/merge: lists and values', () => {
  it('writes what is separated by commas in one way, without what is empty', () => {
    const { body } = merge(settings(' Api,,Web ,'), settings('Api, RefreshToken'));
    expect(body.commaSeparatedOauthScopes).to.equal('Api, Web, RefreshToken');
  });

  it('sends what is wanted where nothing is there', () => {
    expect(merge(settings(), settings('Api')).body).to.deep.equal({ commaSeparatedOauthScopes: 'Api' });
    expect(merge(app({}), app({ oauthConfig: { isAdminApproved: true } })).body).to.deep.equal({
      oauthConfig: { isAdminApproved: true },
    });
    const wanted = credential(claim('iss', 'key'));
    expect(merge({ ...wanted, body: {} }, wanted).body).to.deep.equal(wanted.body);
  });

  it('puts what is wanted in the place of what is of another shape', () => {
    const wanted = app({ oauthPolicy: { ipRelaxation: 'ENFORCE' } });
    expect(merge(app({ oauthPolicy: 'x' }), wanted).body).to.deep.equal(wanted.body);
    expect(merge(wanted, app({ oauthPolicy: 'x' })).body).to.deep.equal({ oauthPolicy: 'x' });
    expect(differences(app({ oauthPolicy: 'x' }), wanted)).to.deep.equal(['oauthPolicy']);
  });

  it('leaves one entry of several that are the wanted one, and all of several that nobody wants', () => {
    const [twice, other] = [claim('iss', 'old'), claim('email', 'a')];
    const { body } = merge(
      credential(twice, other, { ...twice }, { ...other }),
      credential(claim('iss', 'new'))
    );
    expect(body.externalCredentialParameters).to.deep.equal([claim('iss', 'new'), other, other]);
  });

  it('does not take one entry for another whose type and name run together alike', () => {
    const [a, b] = [
      { parameterType: 'JwtBodyClaim', parameterName: 'x' },
      { parameterType: 'JwtBody', parameterName: 'Claimx' },
    ];
    expect(merge(credential(a), credential(b)).body.externalCredentialParameters).to.deep.equal([a, b]);
  });

  it('finds no difference in the order of lists, entries or elements, or in flags that are off', () => {
    const [one, two] = [claim('a', '1'), claim('b', '2')];
    const turned: Body = Object.fromEntries(Object.entries(one).reverse());
    expect(differences(credential(one, two), credential(two, turned))).to.deep.equal([]);
    expect(differences(settings('Api, Web'), settings('Web,Api'))).to.deep.equal([]);
    expect(differences(app({ scopes: ['Api', 'Web'] }), app({ scopes: ['Web', 'Api'] }))).to.deep.equal([]);
    expect(
      differences(app({ oauthConfig: {} }), app({ oauthConfig: { isAdminApproved: 'false' } }))
    ).to.deep.equal([]);
    expect(differences(credential(one), credential({ ...one, isEnabled: false }))).to.deep.equal([]);
  });

  it('finds a difference in values that run together alike', () => {
    expect(differences(app({ scopes: ['Api', 'Web'] }), app({ scopes: ['ApiWeb'] }))).to.deep.equal([
      'scopes',
    ]);
    expect(
      differences(
        credential(claim('a', '1')),
        credential({ ...claim('a', ''), parameterType: 'JwtBodyClaimparameterValue=1' })
      )
    ).to.deep.equal(['a']);
  });

  it('finds no difference between a value yet to come and itself, but between it and any other', () => {
    const later = { later: 'consumerKey' } as const;
    const withKey = (parameterValue: Body[string]): Component =>
      credential({ ...claim('iss', ''), parameterValue });
    expect(differences(withKey(later), withKey(later))).to.deep.equal([]);
    for (const other of ['key', { later: 'certificatePem' } as const])
      expect(differences(withKey(other), withKey(later))).to.deep.equal(['iss']);
  });

  it('compares certificates by what they are, and other texts by their letters', () => {
    const pem = makePem();
    const oneLine = Buffer.from(pem).toString('base64');
    const certificate = (text: string): Component => app({ oauthConfig: { certificate: text } });
    expect(differences(certificate(pem), certificate(oneLine))).to.deep.equal([]);
    expect(differences(certificate(pem), certificate(makePem({ unit: 'x' })))).to.deep.equal(['certificate']);
    expect(differences(app({ infoUrl: pem }), app({ infoUrl: oneLine }))).to.deep.equal(['infoUrl']);
  });
});
