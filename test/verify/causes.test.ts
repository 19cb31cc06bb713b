import { expect } from 'chai';
import { diagnoseAnswer } from '../../src/verify/refusal.ts';
import type { Orgs } from '../linked.ts';
import { nothing } from './findings.ts';
import { after, sound, token } from './known.ts';

describe('verify/refusal: which of its causes a refusal has', () => {
  const causes: [string, (orgs: Orgs) => unknown, RegExp, RegExp][] = [
    [
      'pre-authorisation.noUser',
      ({ spoke }) => delete spoke.serviceUser,
      /approved this consumer\. .* does not exist on myspoke/,
      /--service-user USERNAME/,
    ],
    [
      'pre-authorisation.selfAuthorised',
      ({ spoke }) => (spoke.app!.oauthPolicy!.body.permittedUsersPolicyType = 'AllSelfAuthorized'),
      /lets users authorise themselves/,
      /^sf s2s link /,
    ],
    [
      'pre-authorisation.notAssigned',
      ({ spoke }) => (spoke.held = []),
      /does not hold the permission set/,
      /^sf org assign permset /,
    ],
  ];
  for (const [finding, breakIt, message, action] of causes) {
    it(`tells the causes of one text apart: ${finding}`, () => {
      const { check, pending } = token('invalid_grant', "user hasn't approved this consumer", after(breakIt));
      expect(check.findings).to.deep.equal(['notApproved', finding]);
      expect(check.message).to.match(message);
      expect(check.actions[0]).to.match(action);
      expect(pending).to.equal(false);
    });
  }

  it('takes a change that spreads for the cause where nothing else is found', () => {
    const { check, pending } = token('invalid_grant', "user hasn't approved this consumer");
    expect(check.findings).to.deep.equal(['notApproved']);
    expect(check.message).to.contain('not reached every server');
    expect(pending).to.equal(true);
  });

  it('says that it takes a login to the spoke to tell causes apart', () => {
    const { check } = token(
      'invalid_client',
      'invalid client credentials',
      after(nothing, { spoke: undefined })
    );
    expect(check.message).to.contain('only be told with a login');
    expect(check.actions[0]).to.match(/^sf org login web --alias myspoke --instance-url https/);
    const { check: audience } = token(
      'invalid_grant',
      'audience is invalid',
      after(nothing, { spoke: undefined })
    );
    expect(audience.message).to.not.contain('login');
  });

  it('blames no finding that has nothing to do with the text', () => {
    const known = after(({ spoke }) => (spoke.held = []));
    const { check } = token('invalid_client', 'invalid client credentials', known);
    expect(check.findings).to.deep.equal(['wrongSignature']);
  });

  it('says of a refused session what can not be the cause, where a token was granted just before', () => {
    const granted = diagnoseAnswer('401 INVALID_SESSION_ID', { ...sound, granted: true }).check;
    expect(granted.message).to.contain('app, certificate and user are in order');
    expect(granted.actions.join()).to.contain('API Access Control').and.contain('Session Settings');
    expect(diagnoseAnswer('401 INVALID_SESSION_ID', sound).check.message).not.to.contain('in order');
    const elsewhere = after(({ hub }) => (hub.credentials[0].namedCredentials[0].url = 'https://x.example'));
    expect(
      diagnoseAnswer('401 INVALID_SESSION_ID', { ...elsewhere, granted: true }).check.findings
    ).to.deep.equal(['sessionRefused', 'credential.otherUrl']);
  });

  it('goes on waiting where a warning only may be the cause', () => {
    const hidden = after(({ spoke }) => delete spoke.app!.globalOauthSettings!.body.consumerKey);
    const { check, pending } = token('invalid_client_id', 'client identifier invalid', hidden);
    expect(check.findings).to.deep.equal(['unknownConsumerKey', 'app.keyHidden']);
    expect(pending).to.equal(true);
  });
});
