import { expect } from 'chai';
import {
  guardCertificate,
  guardConflicts,
  guardConsumerKey,
  guardPending,
  guardReadOnly,
  guardSharedApp,
} from '../../src/link/guard.ts';
import { guardCallers } from '../../src/link/guardUsers.ts';
import type { Step } from '../../src/link/step.ts';
import { mostSets } from '../../src/observe/calloutGroups.ts';
import { makeCertificate } from '../certificates.ts';
import { consumerKey, freshOrgs, linkedOrgs, planFor } from '../linked.ts';
import { refusal } from '../refusal.ts';
import { ann, linkWith, now, request } from '../states.ts';

describe('link/guard: the certificate', () => {
  const { hub } = linkedOrgs();

  it('that nobody has signed yet is refused with both halves of what is left to do', () => {
    const pending = { ...hub, pendingCertificates: ['Other', 'Company'] };
    const error = refusal(() => { guardPending(pending, 'myhub', 'company'); }); // prettier-ignore
    expect(error).to.include({ name: 'PendingCertificateError' });
    expect(error?.message).to.contain('Company').and.contain('myhub');
    const actions = error?.actions?.join(' ');
    expect(actions).to.contain('sf s2s certificate upload --hub myhub --name Company');
    expect(actions).to.contain('sf s2s certificate request --hub myhub --name Company');
    for (const asked of [undefined, 'S2S_20261101'])
      expect(refusal(() => { guardPending(pending, 'myhub', asked); })).to.equal(undefined); // prettier-ignore
    const asked = { hub: 'myhub', certificate: 'Company' };
    const chosen = { name: 'Company' };
    expect(refusal(() => { guardCertificate(chosen, pending, asked, now); })?.name).to.equal('PendingCertificateError'); // prettier-ignore
  });

  it("that another org's sandbox refresh brought, or that has ended, is refused as what it is", () => {
    const refused = (options: Parameters<typeof makeCertificate>[1], asked?: string) => {
      const existing = makeCertificate('S2S_1', options);
      return refusal(() => { guardCertificate({ name: 'S2S_1', existing }, hub, { hub: 'myhub', certificate: asked }, now); }); // prettier-ignore
    };
    const copied = refused({ unit: '00D000000000009' });
    expect(copied?.name).to.equal('CopiedCertificateError');
    expect(copied?.message).to.contain('S2S_1').and.contain('myhub');
    expect(refused({ to: -1 })?.name).to.equal('ExpiredCertificateError');
    expect(refused({ to: 0.5 })).to.equal(undefined);
    expect(refused({}, 'S2S_1')).to.equal(undefined);
  });
});

describe('link/guard: the app', () => {
  it('has one consumer key: another is refused, but where the spoke does not tell', () => {
    const { spoke } = linkedOrgs();
    const refused = (key: string | undefined, at = spoke) =>
      refusal(() => { guardConsumerKey(at, request({ consumerKey: key })); }); // prettier-ignore
    expect(refused('other')).to.include({ name: 'OtherConsumerKeyError' });
    expect(refused('other')?.message).to.contain('hub_dev_ed').and.contain('myspoke');
    for (const key of [undefined, consumerKey]) expect(refused(key)).to.equal(undefined);
    expect(refused('other', freshOrgs().spoke)).to.equal(undefined);
  });

  it('that other links of the hub sign for keeps its certificate', () => {
    const orgs = linkedOrgs();
    const [credential] = orgs.hub.credentials;
    const other = { ...credential, name: 'other' };
    orgs.hub.certificates = [makeCertificate('Company')];
    const change = planFor(orgs, { certificate: 'Company' });
    const refused = (plan: typeof change, credentials: typeof orgs.hub.credentials) =>
      refusal(() => { guardSharedApp(plan, { ...orgs.hub, credentials }); }); // prettier-ignore
    const error = refused(change, [credential, other, { ...other, name: 'third' }]);
    expect(error?.name).to.equal('SharedAppError');
    expect(`${error?.message} ${error?.actions?.join()}`)
      .to.contain('other, third')
      .and.contain('Company')
      .and.contain('hub_dev_ed_2');
    expect(refused(change, [credential])).to.equal(undefined);
    expect(refused(change, [credential, { ...other, claims: { iss: 'key' } }])).to.equal(undefined);
    expect(refused(planFor(linkedOrgs()), [credential, other])).to.equal(undefined);
    const onHubOnly = { ...change, steps: change.steps.filter(({ org }) => org === 'hub') };
    expect(
      refused(
        { ...onHubOnly, steps: onHubOnly.steps.map((step) => ({ ...step, changes: ['certificate'] })) },
        [credential, other]
      )
    ).to.equal(undefined);
  });

  it("of somebody else's has to tell its consumer key", () => {
    const { spoke } = linkedOrgs();
    const choice = { isReadOnly: true, consumerKey: { later: 'consumerKey' } } as Parameters<
      typeof guardReadOnly
    >[0];
    const refused = (change: Partial<typeof choice> = {}, at = spoke) =>
      refusal(() => { guardReadOnly({ ...choice, ...change }, at, request()); }); // prettier-ignore
    expect(refused()).to.include({ name: 'ConsumerKeyHiddenError', exitCode: 69 });
    expect(`${refused()?.message} ${refused()?.actions?.join()}`)
      .to.contain('hub_dev_ed')
      .and.contain('sf s2s link --hub myhub --spoke myspoke');
    const bare = {
      ...spoke,
      app: { ...spoke.app!, oauthSettings: undefined, globalOauthSettings: undefined },
    };
    expect(refused({}, bare)).to.include({ name: 'AppWithoutOauthError', exitCode: 1 });
    expect(refused({ consumerKey })).to.equal(undefined);
    expect(refused({ isReadOnly: false })).to.equal(undefined);
    expect(refused({}, freshOrgs().spoke)).to.equal(undefined);
  });

  it("of somebody else's may be looked at only, which is offered where both orgs are there", () => {
    const plan = planFor(linkedOrgs());
    const refused = (type: Step['type'], reason: Step['reason'], asked = {}) => {
      const step: Step = { org: 'spoke', type, name: 'Theirs', action: 'conflict', changes: [], reason };
      return refusal(() => { guardConflicts({ ...plan, steps: [step] }, request(asked)); })?.name; // prettier-ignore
    };
    const files = { files: { reply: 'reply.s2s.json' } };
    for (const type of ['ConnectedApp', 'ExternalClientApplication'] as const) {
      expect(refused(type, 'foreign')).to.equal('ConflictForeignAppError');
      expect(refused(type, 'foreign', files)).to.equal('ConflictForeignError');
      expect(refused(type, 'otherHub')).to.equal('ConflictOtherHubError');
    }
    expect(refused('PermissionSet', 'foreign')).to.equal('ConflictForeignError');
  });
});

describe('link/guard: callers', () => {
  const group = {
    id: '0PG1',
    name: 'Callers',
    status: 'Updated',
    needsSession: false,
    size: mostSets,
    isLimited: false,
  };
  const link = linkWith({
    users: new Map([
      [ann.username, ann],
      ['ANN@hub.example', ann],
    ]),
    groups: new Map([['Callers', group]]),
  });
  const refused = (assignTo: string[], unassign: string[] = [], more: Partial<typeof link> = {}) =>
    refusal(() => { guardCallers({ ...link, ...more }, { hub: 'myhub', assignTo, unassign }); }); // prettier-ignore

  it('have to be there, as users or as groups', () => {
    expect(refused([], ['Nobody'])).to.include({ name: 'NoCalloutGroupError' });
    expect(refused([], ['Nobody'])?.message)
      .to.contain('Nobody')
      .and.contain('myhub');
    expect(refused(['nobody@hub.example'])).to.include({ name: 'NoCalloutUserError' });
    expect(refused([ann.username], ['Callers'])).to.equal(undefined);
  });

  it('can not be let in and kept out at once, by whatever names', () => {
    expect(refused([ann.username], ['Callers', 'ANN@hub.example'])).to.include({
      name: 'AssignedAndNotError',
    });
    expect(refused([ann.username], ['ANN@hub.example'])?.message).to.contain('ANN@hub.example');
  });

  it('that are groups have room for a permission set more, or have it already', () => {
    expect(refused(['Callers'])).to.include({ name: 'GroupFullError' });
    expect(refused(['Callers'])?.message)
      .to.contain('Callers')
      .and.contain(String(mostSets));
    const joined = (groupId: string) => ({ joined: [{ groupId, permissionSet: 'acme', id: 'x' }] });
    expect(refused(['Callers'], [], joined(group.id))).to.equal(undefined);
    expect(refused(['Callers'], [], joined('other'))?.name).to.equal('GroupFullError');
    const roomy = new Map([['Callers', { ...group, size: mostSets - 1 }]]);
    expect(refused(['Callers'], [], { groups: roomy })).to.equal(undefined);
  });
});
