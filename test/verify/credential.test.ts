import { expect } from 'chai';
import { checkCredential } from '../../src/verify/credential.ts';
import type { Body } from '../../src/metadata/component.ts';
import { type Credential, readCredential } from '../../src/observe/credential.ts';
import type { Check } from '../../src/result.ts';
import type { Orgs } from '../linked.ts';
import { spokeUrl } from '../states.ts';
import { findingOf, nothing, viewAfter } from './findings.ts';

const check = (breakIt: (orgs: Orgs) => unknown, more = {}) => checkCredential(viewAfter(breakIt, more));
const credential =
  (change: (found: Credential) => unknown) =>
  ({ hub }: Orgs): unknown =>
    change(hub.credentials[0]);
const audience = (aud: string) => credential(({ claims }) => (claims.aud = aud));

describe('verify/credential', () => {
  it('passes, with a login to the spoke and without one', () => {
    expect(findingOf(check(nothing))).to.equal('passed passed');
    expect(findingOf(check(nothing, { spoke: undefined }))).to.equal('passed passed');
  });

  it("fails where tokens are asked for elsewhere than at the spoke's My Domain", () => {
    for (const tokenUrl of [
      'https://test.salesforce.com/services/oauth2/token',
      `${spokeUrl}/services/oauth2/authorize`,
      'https://acme.my.salesforce.com/services/oauth2/token',
      'nowhere',
    ]) {
      expect(findingOf(check(credential((found) => (found.tokenUrl = tokenUrl))))).to.equal(
        'failed otherTokenUrl'
      );
    }
    const broken = credential((found) => (found.tokenUrl = undefined));
    for (const more of [{}, { spoke: undefined }])
      expect(findingOf(check(broken, more))).to.equal('failed noTokenUrl');
  });

  it('fails without issuer or subject', () => {
    expect(findingOf(check(credential(({ claims }) => delete claims.iss)))).to.equal('failed noIssuer');
    expect(findingOf(check(credential(({ claims }) => (claims.sub = ''))))).to.equal('failed noSubject');
  });

  it('fails where the audience is no JSON text: the quotes belong to it', () => {
    for (const aud of ['https://test.salesforce.com', '1', '["https://test.salesforce.com"]']) {
      expect(findingOf(check(audience(aud)))).to.equal('failed audienceNotJson');
    }
    expect(findingOf(check(credential(({ claims }) => delete claims.aud)))).to.equal('failed noAudience');
  });

  it('fails where the audience does not fit the kind of org', () => {
    const wrong = check(audience('"https://login.salesforce.com"'));
    expect(findingOf(wrong)).to.equal('failed wrongAudience');
    expect(wrong.message).to.contain('https://test.salesforce.com').and.contain(spokeUrl);
    for (const aud of [
      '"test.salesforce.com"',
      '"https://test.salesforce.com/"',
      '"https://acme.my.salesforce.com"',
    ]) {
      expect(findingOf(check(audience(aud)))).to.equal('failed wrongAudience');
    }
    const production = ({ spoke, hub }: Orgs): void => {
      spoke.org = { ...spoke.org, isSandbox: false };
      hub.credentials[0].claims.aud = '"https://login.salesforce.com"';
    };
    expect(findingOf(check(production))).to.equal('passed passed');
  });

  it("takes the spoke's My Domain and its sites as audience, and judges none without a login", () => {
    for (const aud of [`"${spokeUrl}"`, '"https://acme.my.site.com/customers"', '"https://acme.force.com"']) {
      expect(findingOf(check(audience(aud)))).to.equal('passed passed');
    }
    expect(findingOf(check(audience('"https://login.salesforce.com"'), { spoke: undefined }))).to.equal(
      'passed passed'
    );
  });

  it('fails with another algorithm than RS256', () => {
    expect(findingOf(check(credential((found) => (found.algorithm = 'RS512'))))).to.equal(
      'failed otherAlgorithm'
    );
    expect(findingOf(check(credential((found) => delete found.algorithm)))).to.equal('passed passed');
  });

  it('fails without principal or named credential', () => {
    expect(findingOf(check(credential((found) => (found.principals = []))))).to.equal('failed noPrincipal');
    expect(findingOf(check(credential((found) => (found.namedCredentials = []))))).to.equal(
      'failed noNamedCredential'
    );
  });

  it('fails where the named credential leads to another org or nowhere', () => {
    for (const url of ['https://acme.my.salesforce.com', 'https://acme--uat.my.salesforce.com']) {
      const broken = credential(({ namedCredentials }) => (namedCredentials[0].url = url));
      expect(findingOf(check(broken))).to.equal('failed otherUrl');
    }
    const without = credential(({ namedCredentials }) => (namedCredentials[0].url = undefined));
    expect(findingOf(check(without))).to.equal('failed noUrl');
  });

  it('refuses a named credential with a path, which code would not expect, and judges the one of the link by name', () => {
    const path = credential(
      ({ namedCredentials }) => (namedCredentials[0].url = `${spokeUrl}/services/data`)
    );
    expect(findingOf(check(path))).to.equal('failed otherUrl');
    const more = credential(({ namedCredentials }) =>
      namedCredentials.unshift({ ...namedCredentials[0], name: 'other', enabled: false })
    );
    expect(findingOf(check(more))).to.equal('passed passed');
  });

  it('fails where the token would not be sent, or the assertion has no end', () => {
    const silent = credential(({ namedCredentials }) => (namedCredentials[0].authorizes = false));
    expect(findingOf(check(silent))).to.equal('failed noAuthorization');
    for (const exp of [undefined, '', '1700000000']) {
      const endless = credential(({ claims }) => Object.assign(claims, { exp }));
      expect(findingOf(check(endless))).to.equal('failed noExpiry');
    }
    const after = (formula: (exp: string) => string): Check =>
      check(credential(({ claims }) => (claims.exp = formula(claims.exp))));
    expect(findingOf(after((exp) => exp.replace('+ 180', '- 180')))).to.equal('failed noExpiry');
    expect(findingOf(after((exp) => exp.replace('NOW()', 'now( )')))).to.equal('passed passed');
  });

  it('fails where a claim stands there more than once, since one of them is not the one that counts', () => {
    const repeated = check(({ hub }) => {
      const [{ component }] = hub.credentials;
      const rows = component.body.externalCredentialParameters as Body[];
      const sub = rows.find(({ parameterName }) => parameterName === 'sub')!;
      const body = { ...component.body, externalCredentialParameters: [...rows, sub] };
      hub.credentials = [readCredential({ ...component, body }, hub.namedCredentials)!];
    });
    expect(findingOf(repeated)).to.equal('failed repeatedClaim');
    expect(repeated.message).to.contain('claim sub');
  });

  it('without a login, tells the spoke from an address where it is not', () => {
    for (const tokenUrl of [
      'https://login.salesforce.com/services/oauth2/token',
      'https://other.my.salesforce.com/services/oauth2/token',
    ]) {
      const broken = check(
        credential((found) => (found.tokenUrl = tokenUrl)),
        { spoke: undefined }
      );
      expect(findingOf(broken)).to.equal('failed otherTokenUrl');
      expect(broken.message).to.contain(`not ${spokeUrl}/services/oauth2/token`);
    }
    const elsewhere = credential(
      (found) => (found.namedCredentials[0].url = 'https://other.my.salesforce.com')
    );
    expect(findingOf(check(elsewhere, { spoke: undefined }))).to.equal('failed otherUrl');
  });

  it('fails where callouts are switched off', () => {
    const off = credential(({ namedCredentials }) => (namedCredentials[0].enabled = false));
    expect(findingOf(check(off))).to.equal('failed disabled');
  });
});
