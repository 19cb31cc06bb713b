import { expect } from 'chai';
import type { Body } from '../../src/metadata/component.ts';
import { checkApp } from '../../src/verify/app.ts';
import { makePem } from '../certificates.ts';
import { consumerKey, type Orgs } from '../linked.ts';
import { findingOf, nothing, viewAfter } from './findings.ts';

const check = (breakIt: (orgs: Orgs) => unknown, more = {}) => checkApp(viewAfter(breakIt, more));
const settings =
  (body: Body) =>
  ({ spoke }: Orgs): unknown =>
    Object.assign(spoke.app!.globalOauthSettings!.body, body);
const scopes =
  (text: string) =>
  ({ spoke }: Orgs): void => {
    spoke.app!.oauthSettings!.body.commaSeparatedOauthScopes = text;
  };

describe('verify/app', () => {
  it('passes', () => {
    expect(findingOf(check(nothing))).to.equal('passed passed');
  });

  it('takes the certificate as base64, as part of a chain, or with other line ends', () => {
    const orgs = viewAfter(nothing);
    const pem = orgs.certificate!.pem;
    for (const certificate of [
      Buffer.from(pem).toString('base64'),
      `${pem}${makePem()}`,
      pem.replaceAll('\n', '\r\n'),
    ]) {
      const view = viewAfter(settings({ certificate }));
      const checked = checkApp({ ...view, certificate: orgs.certificate });
      expect(findingOf(checked)).to.equal('passed passed');
    }
  });

  it('is skipped without a login to the spoke, and tells how to log in', () => {
    const skipped = check(nothing, { spoke: undefined, spokeName: undefined });
    expect(findingOf(skipped)).to.equal('skipped noLogin');
    expect(skipped.actions).to.deep.equal([
      'sf org login web --alias ALIAS_OF_SPOKE --instance-url https://acme--uat.sandbox.my.salesforce.com',
    ]);
  });

  it('fails where there is no app', () => {
    expect(findingOf(check(({ spoke }) => delete spoke.app))).to.equal('failed missing');
  });

  it('fails where the app or its OAuth plugin is switched off, told as text or as a flag', () => {
    for (const off of ['false', false]) {
      for (const name of ['isEnabled', 'isOauthPluginEnabled']) {
        const checked = check(({ spoke }) => (spoke.app!.policy!.body[name] = off));
        expect(findingOf(checked)).to.equal('failed disabled');
      }
    }
  });

  it('takes an app without a policy of its own', () => {
    expect(findingOf(check(({ spoke }) => delete spoke.app!.policy))).to.equal('passed passed');
  });

  it('fails where the app has no certificate, or another one', () => {
    expect(findingOf(check(settings({ certificate: undefined })))).to.equal('failed noCertificate');
    expect(findingOf(check(({ spoke }) => delete spoke.app!.globalOauthSettings))).to.equal(
      'failed noCertificate'
    );
    for (const certificate of [makePem(), 'garbage']) {
      expect(findingOf(check(settings({ certificate })))).to.equal('failed otherCertificate');
    }
  });

  it("is skipped where the hub's certificate is not known", () => {
    expect(findingOf(check(nothing, { certificate: undefined }))).to.equal('skipped noHubCertificate');
  });

  it('fails without the scopes Api, which Full includes, and RefreshToken', () => {
    expect(findingOf(check(scopes('RefreshToken, Apis')))).to.equal('failed noScope');
    expect(findingOf(check(({ spoke }) => delete spoke.app!.oauthSettings))).to.equal('failed noScope');
    for (const text of ['Full', 'Web,Api']) {
      expect(findingOf(check(scopes(text)))).to.equal('failed noScope');
    }
    for (const text of ['Full,RefreshToken', 'Web,Api, RefreshToken', 'RefreshToken , Api']) {
      expect(findingOf(check(scopes(text)))).to.equal('passed passed');
    }
  });

  it('compares the consumer key with the claim iss', () => {
    expect(findingOf(check(settings({ consumerKey: `${consumerKey}x` })))).to.equal('failed otherKey');
    expect(findingOf(check(settings({ consumerKey: undefined })))).to.equal('warning keyHidden');
  });
});
