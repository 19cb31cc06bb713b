import { expect } from 'chai';
import type { Node } from '../../simulator/org.ts';
import type { Accepting } from '../../src/handover/acceptRequest.ts';
import type { RequestDocument } from '../../src/handover/document.ts';
import { exitCodeOf } from '../../src/link/report.ts';
import { verifyAtSpoke } from '../../src/verify/atSpoke.ts';
import { addConnectedApp, addExternalClientApp, schemes } from './othersApp.ts';
import { accept, ask, forged, linkBy, refusedBy, requestOf, withTwoHubs } from './handing.ts';
import { startQuickPair, withQuickPair } from './interrupted.ts';
import type { Pair } from './pair.ts';
import { appOfHub, withoutRights, withRights } from './rotation.ts';

describe('a request that can not be made', () => {
  let pair: Pair;
  before(async () => (pair = await startQuickPair()));
  after(() => pair.close());

  for (const [what, url] of [
    ['nothing', ''],
    ['a word', 'acme'],
    ['no org', 'https://example.com'],
    ['the login page', 'https://login.salesforce.com'],
    ['plain http', 'http://acme.my.salesforce.com'],
    ['somebody else behind a user name', 'https://acme.my.salesforce.com@evil.example'],
  ])
    it(`is refused for a spoke that is ${what}`, async () => {
      const error = await refusedBy(pair, () => ask(pair, { spokeUrl: url }));
      expect(error).to.include({ name: 'IllegalSpokeUrlError', exitCode: 1 });
    });

  it('is refused for the hub itself', async () => {
    const error = await refusedBy(pair, () => ask(pair, { spokeUrl: pair.hub.url }));
    expect(error.name).to.equal('RequestToSelfError');
  });

  it('is refused with a certificate that is not there, or whose name none can have', async () => {
    expect((await refusedBy(pair, () => ask(pair, { certificate: 'Nope' }))).name).to.equal(
      'NoCertificateError'
    );
    expect((await refusedBy(pair, () => ask(pair, { certificate: 'a-b' }))).name).to.equal(
      'IllegalNameError'
    );
  });

  it('is refused where the hub admin may not make the certificate, and not where it is there', async () => {
    withoutRights(pair.hub, 'ManageCertificates');
    const error = await refusedBy(pair, () => ask(pair));
    expect(error.name).to.equal('MissingRightsError');
    withRights(pair.hub, 'ManageCertificates');
    const request = await requestOf(pair);
    withoutRights(pair.hub, 'ManageCertificates');
    expect((await ask(pair)).document).to.deep.equal(request);
    withRights(pair.hub, 'ManageCertificates');
  });
});

describe('a request that is not accepted', () => {
  let pair: Pair;
  let request: RequestDocument;
  before(async () => {
    pair = await startQuickPair();
    request = await requestOf(pair);
    pair.spoke.addUser({ username: 'gone@spoke.example', isActive: false });
  });
  after(() => pair.close());

  it('is one to another org', async () => {
    const { length } = pair.spoke.log;
    const document = forged(request, { spokeUrl: 'https://acme.my.salesforce.com' });
    const error = await refusedBy(pair, () => accept(pair, document));
    expect(error.name).to.equal('RequestToOtherError');
    expect(error.message).to.include('https://acme.my.salesforce.com').and.include(pair.spoke.url);
    // The org itself was only asked for its My Domain.
    expect(pair.spoke.log.slice(length).filter(({ path }) => path.includes('/Soap/'))).to.deep.equal([]);
  });

  it('is one of the spoke itself', async () => {
    const document = forged(request, { hub: { orgId: pair.spoke.org.id } });
    expect((await refusedBy(pair, () => accept(pair, document))).name).to.equal('AcceptOwnRequestError');
  });

  const decisions: [what: string, name: string, decided: Partial<Accepting>][] = [
    ['an unknown service user', 'NoServiceUser', { serviceUser: 'nobody@spoke.example' }],
    ['an inactive service user', 'InactiveServiceUser', { serviceUser: 'gone@spoke.example' }],
    ['an unknown permission set', 'NoPermissionSet', { serviceUserPermsets: ['Nope'] }],
    ['an app name that none can have', 'IllegalName', { appName: 'my-app' }],
    ['an audience that is none', 'IllegalAudience', { audience: 'login' }],
    ['a user name that is none', 'IllegalUsername', { createServiceUser: 'hub' }],
  ];
  for (const [what, name, decided] of decisions)
    it(`is not accepted with ${what}`, async () => {
      const error = await refusedBy(pair, () => accept(pair, request, decided));
      expect(error).to.include({ name: `${name}Error`, exitCode: 1 });
    });

  it('is not accepted by somebody who may not make apps', async () => {
    for (const right of ['CustomizeApplication', 'AssignPermissionSets']) {
      withoutRights(pair.spoke, right);
      const error = await refusedBy(pair, () => accept(pair, request));
      expect(error).to.include({ name: 'MissingRightsError' });
      expect(error.message).to.include(right).and.include(pair.spoke.org.alias);
      withRights(pair.spoke, right);
    }
  });

  for (const [what, add] of [
    ['an external client app', (one: Pair) => addExternalClientApp(one, schemes['registered automatically'])],
    ['a connected app', addConnectedApp],
  ] as [string, (one: Pair) => Promise<unknown>][])
    it(`does not take over ${what} of somebody else without --adopt`, () =>
      withQuickPair(async (other) => {
        await add(other);
        const document = await requestOf(other);
        const error = await refusedBy(other, () => accept(other, document, { appName: 'Theirs' }));
        expect(error.name).to.equal('ConflictForeignError');
        expect(error.actions?.join('\n')).to.match(/--app-name Theirs_2\n.*--adopt/);
        const { reply, result } = await accept(other, document, { appName: 'Theirs', adopt: true });
        expect(result.links[0]).to.include({ app: 'Theirs', changed: true });
        expect(exitCodeOf(await linkBy(other, reply!))).to.equal(0);
        // Its callback URL tells nothing of the hub.
        const { result: seen } = await verifyAtSpoke({
          hubId: other.hub.org.id,
          spokes: [{ conn: other.ends.spoke, name: other.spoke.org.alias }],
        });
        expect([seen.hub.url, seen.links[0].app]).to.deep.equal([null, 'Theirs']);
        expect(seen.links[0].checks[0].message).to.include(other.hub.org.id);
        // Once it is the hub's, it need not be named.
        expect((await accept(other, document)).reply).to.deep.equal(reply);
      }));
});

describe('a hub that claims to be another', () => {
  it('by its address, changes nothing of that one', () =>
    withTwoHubs(async (first, second) => {
      const own = await requestOf(second);
      const document = forged(own, { hub: { url: first.hub.url } });
      for (const decided of [{}, { adopt: true }, { appName: appOfHub(first) }]) {
        const error = await refusedBy(first, () => accept(second, document, decided));
        expect(error.name).to.equal('ConflictOtherHubError');
        expect(error.message).to.include(appOfHub(first));
      }
    }));

  it('by its org id, gets an app of its own beside it, and the fingerprint tells', () =>
    withTwoHubs(async (first, second) => {
      const own = await requestOf(second);
      const document = forged(own, { hub: { url: first.hub.url, orgId: first.hub.org.id } });
      const app = (): Node[] =>
        [...first.spoke.org.components.values()]
          .filter(
            ({ fullName, type }) =>
              fullName.startsWith(appOfHub(first)) && !fullName.includes('_2') && type !== 'PermissionSet'
          )
          .map(({ body }) => structuredClone(body));
      const before = app();
      const { reply, plan } = await accept(second, document);
      expect(reply?.app.name).to.equal(`${appOfHub(first)}_2`);
      expect(plan.farewells.map(({ name, action }) => [name, action])).to.deep.equal([
        [appOfHub(first), 'keep'],
      ]);
      expect(app()).to.deep.equal(before);
      const error = await refusedBy(first, () => accept(second, document, { retireNow: true }));
      expect(error.name).to.equal('HubNotSwitchedError');
    }));
});
