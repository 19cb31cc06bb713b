import { expect } from 'chai';
import {
  diagnoseAnswer,
  diagnoseException,
  diagnoseSigning,
  diagnoseToken,
} from '../../src/verify/refusal.ts';
import { findingOf } from './findings.ts';
import { after, sound, token } from './known.ts';

const exchange = (error: string, description: string, separator = ' ') =>
  diagnoseException(
    `System.CalloutException: Unable to complete the JWT token exchange.${separator}Error: ${error}. Error description: ${description}.`,
    sound
  );

describe('verify/refusal', () => {
  it("gives Salesforce's own words, what they mean and what to type", () => {
    const { check, pending } = token('invalid_grant', 'audience is invalid');
    expect(findingOf(check)).to.equal('failed refused');
    expect(check.id).to.equal('token');
    expect(check.message).to.contain('invalid_grant: audience is invalid').and.contain('(claim aud)');
    expect(check.actions).to.deep.equal(['sf s2s link --hub myhub --spoke myspoke']);
    expect(pending).to.equal(false);
  });

  it('tries again what can mean that a change is still spreading', () => {
    expect(token('invalid_grant', "user hasn't approved this consumer").pending).to.equal(true);
    expect(token('app_not_found', 'External client app is not installed in this org').pending).to.equal(true);
    expect(token('invalid_client', 'invalid client credentials').pending).to.equal(false);
  });

  describe('of which several can be the cause', () => {
    const refused = (known = sound) =>
      token('invalid_grant', "user hasn't approved this consumer", known).check;
    const [spreading, unseen] = ['has probably not reached every server', 'only be told with a login'];

    it('says that a change may still be spreading where nothing is amiss', () => {
      expect(refused().message).to.contain(spreading).and.not.contain(unseen);
      expect(token('invalid_grant', 'audience is invalid').check.message).not.to.contain(spreading);
      const { check } = token('invalid_grant', "user hasn't approved this consumer", {
        ...sound,
        ground: sound.ground.map((one, i) => (i === 0 ? { ...one, status: 'failed' as const } : one)),
      });
      expect(check.message).not.to.contain(spreading);
    });

    it('names the one that was found, with its remedy', () => {
      const known = after(({ spoke }) => (spoke.held = []));
      const found = known.ground.find(({ id }) => id === 'pre-authorisation')!;
      expect(refused(known).findings).to.deep.equal(['notApproved', 'pre-authorisation.notAssigned']);
      expect(refused(known).message).to.contain(found.message);
      expect(refused(known).actions).to.deep.equal(found.actions);
    });

    it('tells of the login that would show it where the spoke was not looked at', () => {
      const { message, actions } = refused(after(() => undefined, { spoke: undefined }));
      expect(message).to.contain(unseen);
      expect(actions[0]).to.match(/^sf org login web --alias myspoke /);
    });

    it('says that a token was granted just before where the session is refused all the same', () => {
      const told = (granted: boolean) =>
        diagnoseAnswer('401 INVALID_SESSION_ID', { ...sound, granted }).check;
      expect(told(true).message).to.contain('granted a token for the same app and user just before');
      expect(told(true).actions[0]).to.match(/^If myspoke locks sessions/);
      expect(told(false).message).not.to.contain('just before');
      const api = diagnoseAnswer('403 API_CURRENTLY_DISABLED', { ...sound, granted: true }).check;
      expect(api.message).not.to.contain('just before');
    });
  });

  it('only warns where it is about the place in which this runs', () => {
    const restricted = token('invalid_grant', 'ip restricted').check;
    expect(findingOf(restricted)).to.equal('warning refused');
    const unreachable = diagnoseToken(
      { granted: false, error: 'FetchError', description: 'connect ECONNREFUSED', unreachable: true },
      sound
    );
    expect(findingOf(unreachable.check)).to.equal('warning unreachable');
    expect(unreachable.check.message).to.contain('connect ECONNREFUSED');
    expect(unreachable.pending).to.equal(undefined);
  });

  it('passes on words that it does not know', () => {
    const { check, pending } = token('new_error', 'something new');
    expect(findingOf(check)).to.equal('failed unknownRefusal');
    expect(check.message).to.contain('new_error: something new');
    expect(check.actions).not.to.deep.equal([]);
    expect(pending).to.equal(undefined);
  });

  it('finds in a failed exchange of the hub what the token endpoint said, on one line or two', () => {
    for (const separator of [' ', '\n']) {
      const { check, pending } = exchange(
        'invalid_app_access',
        'user is not admin approved to access this app',
        separator
      );
      expect(findingOf(check)).to.equal('failed refused');
      expect(check.message).to.contain('does not hold a permission set');
      expect(pending).to.equal(true);
    }
    expect(exchange('invalid_client', 'invalid client credentials').check.message).to.contain('signature');
  });

  it("takes the hub's IP address seriously: its callouts are what counts", () => {
    expect(findingOf(exchange('invalid_grant', 'ip restricted').check)).to.equal('failed refused');
  });

  it('knows a failed exchange whose cause is not told, or not known', () => {
    const bare = diagnoseException(
      'System.CalloutException: Unable to complete the JWT token exchange.',
      sound
    );
    for (const { check, pending } of [bare, exchange('new_error', 'something new')]) {
      expect(check.message).to.match(/[^.]\. The spoke's token endpoint refused/);
      expect(check.message).to.contain('refused what the hub sends');
      expect(pending).to.equal(false);
    }
  });

  for (const [text, cause] of [
    [
      'System.CalloutException: We couldn\'t access the credential(s). You might not have the required permissions, or the external credential "acme" might not exist.',
      'lacks the principal',
    ],
    [
      'System.CalloutException: The callout couldn\'t access the endpoint. You might not have the required permissions, or the named credential "acme" might not exist.',
      'named credential is missing',
    ],
    ['System.CalloutException: Read timed out', 'did not answer in time'],
  ]) {
    it(`knows the exception "${text.slice(24, 70)}"`, () => {
      const { check, pending } = diagnoseException(text, sound);
      expect(findingOf(check)).to.equal('failed refused');
      expect(check.message).to.contain(text).and.contain(cause);
      expect(pending).to.equal(false);
    });
  }

  it('passes on an exception that it does not know', () => {
    const { check } = diagnoseException('System.LimitException: Too many callouts: 101', sound);
    expect(findingOf(check)).to.equal('failed unknownRefusal');
    expect(check.message).to.contain('Too many callouts: 101');
  });

  it('knows the answers that mean a refused session and a user without API', () => {
    expect(diagnoseAnswer('401 INVALID_SESSION_ID', sound).check.message).to.equal(
      "The callout failed: 401 INVALID_SESSION_ID. The spoke did not accept the hub's token, nor a new one that the hub asked for after that."
    );
    for (const code of ['API_DISABLED_FOR_ORG', 'API_CURRENTLY_DISABLED']) {
      expect(diagnoseAnswer(`403 ${code}`, sound).check.message).to.contain('may not use the API');
    }
    expect(findingOf(diagnoseAnswer('500 UNKNOWN_EXCEPTION', sound).check)).to.equal('failed refused');
    expect(findingOf(diagnoseAnswer('403 INSUFFICIENT_ACCESS', sound).check)).to.equal(
      'failed unknownRefusal'
    );
  });

  it('knows why the hub did not sign', () => {
    const problem = 'System.NoDataFoundException: Data Not Available';
    const gone = after(({ hub }) => (hub.certificateNames = []));
    expect(diagnoseSigning(problem, gone).check).to.deep.include({
      status: 'failed',
      findings: ['noSigningCertificate', 'certificate.missing'],
    });
    expect(diagnoseSigning('System.LimitException: x', gone).check.findings).to.deep.equal(['notSigned']);
  });
});
