import { expect } from 'chai';
import { commandFor } from '../../src/command.ts';
import type { SpokeState } from '../../src/observe/spoke.ts';
import type { Check } from '../../src/result.ts';
import { checkSpokeHalf, viewFromSpoke } from '../../src/verify/spokeHalf.ts';
import { linkedOrgs } from '../linked.ts';
import { hubId, now, otherHubId, service, spokeWith } from '../states.ts';

const remedy = commandFor('accept', { spoke: 'myspoke', 'request-file': 'acme.s2s.json' });
const hub = { id: hubId, url: 'https://hub-dev-ed.develop.my.salesforce.com', name: 'Hub Inc.' };
const { spoke } = linkedOrgs();

const checksOf = (
  state: SpokeState,
  { expiresWithin, at = now, from = hub }: { expiresWithin?: number; at?: Date; from?: typeof hub } = {}
): Record<string, Check> =>
  Object.fromEntries(
    checkSpokeHalf(viewFromSpoke(state, from, { spokeName: 'myspoke', remedy, expiresWithin }), at).map(
      (check) => [check.id, check]
    )
  );
const told = (checks: Record<string, Check>, id: string): string =>
  [checks[id].status, ...checks[id].findings].join(' ');

/** The same app with something else in one of its parts. */
const withPart = (part: 'globalOauthSettings' | 'oauthPolicy' | 'policy', change: object): SpokeState => {
  const app = spoke.app!;
  const component = app[part]!;
  return { ...spoke, app: { ...app, [part]: { ...component, body: { ...component.body, ...change } } } };
};

describe('verify/spokeHalf: a link as its spoke alone shows it', () => {
  it('stands where the app, its certificate and the service user are in order', () => {
    const checks = checksOf(spoke);
    expect(Object.keys(checks)).to.deep.equal([
      'certificate',
      'app',
      'pre-authorisation',
      'credential',
      'access',
      'token',
      'callout',
    ]);
    for (const id of ['certificate', 'app', 'pre-authorisation'])
      expect(checks[id].status, checks[id].message).to.equal('passed');
    // What only the hub shows is left to its admin, and said.
    expect(checks.certificate.message).to.include('only its admin sees').and.include('2028-10-24');
    expect(checks.app.message).to.include('hub_dev_ed').and.include(hub.url);
    for (const id of ['credential', 'access', 'token', 'callout']) {
      expect(told(checks, id)).to.equal('skipped noHubLogin');
      expect(checks[id].message).to.include(hubId);
      expect(checks[id].actions.join()).to.include('sf s2s verify --hub ALIAS_OF_HUB');
    }
  });

  it('fails where there is no app, and leaves the certificate out', () => {
    const checks = checksOf(spokeWith());
    expect(told(checks, 'app')).to.equal('failed missing');
    expect(told(checks, 'certificate')).to.equal('skipped noHubLogin');
    expect(told(checks, 'pre-authorisation')).to.equal('skipped noApp');
    expect(checks.app.actions.join()).to.include(remedy.command).and.not.include('sf s2s link');
  });

  const broken: [what: string, id: string, outcome: string, state: () => SpokeState][] = [
    [
      'the app trusts no certificate',
      'app',
      'failed noCertificate',
      () => withPart('globalOauthSettings', { certificate: undefined }),
    ],
    ['the app is disabled', 'app', 'failed disabled', () => withPart('policy', { isEnabled: 'false' })],
    [
      'users authorise themselves',
      'pre-authorisation',
      'failed selfAuthorised',
      () => withPart('oauthPolicy', { permittedUsersPolicyType: 'AllSelfAuthorized' }),
    ],
    [
      'nobody is let in',
      'pre-authorisation',
      'failed noPermissionSet',
      () => ({ ...spoke, preAuthorised: [] }),
    ],
    ['the user does not hold it', 'pre-authorisation', 'failed notAssigned', () => ({ ...spoke, held: [] })],
    [
      'the user is inactive',
      'pre-authorisation',
      'failed inactiveUser',
      () => ({ ...spoke, serviceUser: { ...service, isActive: false } }),
    ],
  ];
  for (const [what, id, outcome, state] of broken)
    it(`fails where ${what}, and names the command of the spoke's half`, () => {
      const checks = checksOf(state());
      expect(told(checks, id)).to.equal(outcome);
      expect(checks[id].actions.join('\n')).not.to.match(/sf s2s link|undefined|\{\w+\}/);
    });

  it('tells of a certificate that ends, has ended, or was made by another org', () => {
    expect(told(checksOf(spoke, { expiresWithin: 9999 }), 'certificate')).to.equal('failed endsWithin');
    const later = (days: number): Date => new Date(now.getTime() + days * 86_400_000);
    expect(told(checksOf(spoke, { at: later(690) }), 'certificate')).to.equal('warning endsSoon');
    expect(told(checksOf(spoke, { at: later(710) }), 'certificate')).to.equal('failed expired');
    for (const at of [690, 710])
      expect(checksOf(spoke, { at: later(at) }).certificate.actions.join()).to.match(
        /: sf s2s request --hub ALIAS_OF_HUB --spoke-url https:\S+ --rotate --output-file request\.s2s\.json$/
      );
    const other = { ...hub, id: otherHubId };
    expect(told(checksOf(spoke, { from: other }), 'certificate')).to.equal('failed copied');
  });

  it('fails where nobody is let in as whom the hub could call', () => {
    const checks = checksOf({ ...spoke, serviceUser: undefined, held: [], holders: [] });
    expect(told(checks, 'pre-authorisation')).to.equal('failed noHolder');
    expect(checks['pre-authorisation'].actions.join()).to.include(`${remedy.command} --service-user`);
  });

  it('does not know who calls where several users are let in', () => {
    const holders = ['a@spoke.example', 'b@spoke.example'].map((username) => ({ username, id: '0Pa' }));
    const checks = checksOf({ ...spoke, serviceUser: undefined, held: [], holders });
    expect(told(checks, 'pre-authorisation')).to.equal('skipped severalHolders');
    expect(checks['pre-authorisation'].message).to.include(String(spoke.permissionSet?.fullName));
  });
});
