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
      'Or let its admin look: sf s2s verify --spoke ALIAS_OF_SPOKE --hub-id 00D000000000001AAA',
    ]);
  });

  it('does not compare the key where the credential names none', () => {
    const unnamed = check(({ hub }) => delete hub.credentials[0].claims.iss);
    expect(findingOf(unnamed)).to.equal('skipped noIssuer');
    expect(unnamed.actions).to.deep.equal(['sf s2s link --hub myhub --spoke myspoke']);
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
    expect(findingOf(check(scopes('RefreshToken , Api')))).to.equal('passed passed');
  });

  it('warns of more scopes than a hub needs, and names them', () => {
    for (const [text, wider] of [
      ['Full,RefreshToken', 'Full'],
      ['Web,Api, RefreshToken,OpenID', 'Web, OpenID'],
    ]) {
      const warned = check(scopes(text));
      expect(findingOf(warned)).to.equal('warning wideScopes');
      expect(warned.message).to.match(new RegExp(`: ${wider}\\.$`));
    }
    const both = check(
      (orgs) => (scopes('Full, RefreshToken')(orgs), settings({ consumerKey: undefined })(orgs))
    );
    expect(both.findings).to.deep.equal(['keyHidden', 'wideScopes']);
  });

  it('is skipped where the user who is logged in may not see apps', () => {
    const missing = ({ spoke }: Orgs): unknown => delete spoke.app;
    const unseen = check((orgs) => (missing(orgs), (orgs.spoke.knowsApps = false)));
    expect(findingOf(unseen)).to.equal('skipped noRight');
    const rights = [
      'ExternalClientAppViewer',
      'ExternalClientAppDeveloper',
      'ExternalClientAppAdmin',
    ] as const;
    const forbidden = check((orgs) => {
      missing(orgs);
      orgs.spoke.org = { ...orgs.spoke.org, missingRights: [...rights] };
    });
    expect(findingOf(forbidden)).to.equal('skipped noRight');
    const half = check((orgs) => {
      missing(orgs);
      orgs.spoke.org = { ...orgs.spoke.org, missingRights: rights.slice(1) };
    });
    expect(findingOf(half)).to.equal('failed missing');
  });

  it('compares the consumer key with the claim iss', () => {
    expect(findingOf(check(settings({ consumerKey: `${consumerKey}x` })))).to.equal('failed otherKey');
    expect(findingOf(check(settings({ consumerKey: undefined })))).to.equal('warning keyHidden');
  });
});
