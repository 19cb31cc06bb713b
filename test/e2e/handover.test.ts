import { expect } from 'chai';
import { render } from '../../src/handover/document.ts';
import { acceptExitCode } from '../../src/handover/report.ts';
import { exitCodeOf } from '../../src/link/report.ts';
import { addDeveloper, callAs } from './calling.ts';
import { accept, ask, bothOf, changesBy, handOver, linkBy, replyOf, requestOf } from './handing.ts';
import { changingKeys, withQuickPair } from './interrupted.ts';
import { verify } from './pair.ts';
import { appOfHub, appsOn, nameOfLink, namesOf } from './rotation.ts';
import { username } from './serviceUsers.ts';

/** What each rung found. */
const found = (checks: { id: string; status: string; findings: string[] }[]): string[] =>
  checks.map(({ id, status, findings }) => [id, status, ...findings].join(' '));

const wantedUser = { createServiceUser: username };

describe('a link between two orgs that no single person may log in to', () => {
  it('is made with two files, and each admin sees their half of it proved', () =>
    withQuickPair(async (pair) => {
      const request = await requestOf(pair);
      expect(request.hub).to.deep.equal({
        orgId: pair.hub.org.id,
        url: pair.hub.url,
        name: 'Hub',
        isSandbox: false,
      });
      const accepted = await accept(pair, request, wantedUser);
      expect(acceptExitCode(accepted, false)).to.equal(0);
      expect(accepted.result.links[0]).to.include({
        name: nameOfLink(pair),
        app: appOfHub(pair),
        serviceUser: username,
        changed: true,
      });
      expect(found(accepted.result.links[0].checks)).to.deep.equal([
        'certificate passed',
        'app passed',
        'pre-authorisation passed',
        ...['credential', 'access', 'token', 'callout'].map((id) => `${id} skipped noHubLogin`),
      ]);
      expect(accepted.reply).to.deep.include({
        app: {
          kind: 'external-client-app',
          name: appOfHub(pair),
          consumerKey: accepted.reply?.app.consumerKey,
        },
        serviceUser: username,
        audience: 'https://test.salesforce.com',
      });
      const outcome = await linkBy(pair, accepted.reply!);
      expect([exitCodeOf(outcome), outcome.warnings]).to.deep.equal([0, []]);
      expect(found(outcome.result.links[0].checks)).to.deep.equal([
        'certificate passed',
        'app skipped noLogin',
        'pre-authorisation skipped noLogin',
        ...['credential', 'access', 'token', 'callout'].map((id) => `${id} passed`),
      ]);
      expect(outcome.result.links[0]).to.deep.include({
        state: 'linked',
        changed: true,
        spoke: { orgId: pair.spoke.org.id, username: null, alias: null, url: pair.spoke.url },
      });
      // Somebody who is logged in to both orgs finds nothing to say.
      expect(Object.values(await verify(pair)).map(({ status }) => status)).to.deep.equal(
        Array(7).fill('passed')
      );
    }));

  it('is the same when each step is run again: nothing is changed, and the files are the same to the byte', () =>
    withQuickPair(async (pair) => {
      const { request, reply } = await handOver(pair, { accepting: wantedUser });
      const before = bothOf(pair);
      const changes = await changesBy(pair, async () => {
        const asked = await ask(pair);
        expect(render(asked.document!)).to.equal(render(request));
        expect(asked.result.links[0]).to.include({ changed: false, state: 'linked' });
        // The service user need not be named again.
        const accepted = await accept(pair, request);
        expect(render(accepted.reply!)).to.equal(render(reply));
        expect(accepted.result.links[0].changed).to.equal(false);
        const outcome = await linkBy(pair, reply);
        expect([outcome.result.links[0].changed, exitCodeOf(outcome)]).to.deep.equal([false, 0]);
      });
      expect(changes).to.deep.equal([]);
      expect(bothOf(pair)).to.deep.equal(before);
    }));

  it('is only shown by dry runs', () =>
    withQuickPair(async (pair) => {
      const before = bothOf(pair);
      const asked = await ask(pair, {}, { dryRun: true });
      expect(asked.document, 'the hub would make a certificate first').to.equal(undefined);
      expect(asked.result.links[0].steps).to.deep.include({
        org: 'hub',
        type: 'Certificate',
        name: asked.result.links[0].certificate?.name,
        action: 'create',
        changes: [],
        reason: null,
      });
      expect(bothOf(pair)).to.deep.equal(before);

      const request = await requestOf(pair);
      expect((await ask(pair, {}, { dryRun: true })).document).to.deep.equal(request);
      const { length } = pair.spoke.log;
      const planned = await accept(pair, request, {}, { dryRun: true });
      expect([planned.reply, planned.result.links[0].changed]).to.deep.equal([undefined, false]);
      expect(planned.result.links[0].steps.map(({ action }) => action)).to.deep.equal(
        planned.result.links[0].steps.map(() => 'create')
      );
      // The org checks what would be made.
      expect(pair.spoke.log.slice(length).some(({ path }) => path.endsWith('deployRequest'))).to.equal(true);
      expect(appsOn(pair.spoke)).to.deep.equal([]);

      const reply = await replyOf(pair, request);
      const spoke = bothOf(pair);
      const outcome = await linkBy(pair, reply, {}, { dryRun: true });
      expect([outcome.checked, outcome.verdict, exitCodeOf(outcome)]).to.deep.equal([['hub'], undefined, 0]);
      expect(bothOf(pair)).to.deep.equal(spoke);
    }));

  it('changes nothing where the spoke admin says no, who is shown what would be done', () =>
    withQuickPair(async (pair) => {
      const request = await requestOf(pair);
      const before = bothOf(pair);
      let shown: string[] = [];
      const outcome = await accept(
        pair,
        request,
        {},
        {
          confirm: ({ result }) => {
            shown = result.links[0].steps.map(({ type }) => type);
            return Promise.resolve(false);
          },
        }
      );
      expect(shown).to.include.members(['PermissionSet', 'ExternalClientApplication']);
      expect([outcome.reply, acceptExitCode(outcome, false)]).to.deep.equal([undefined, 1]);
      expect(bothOf(pair)).to.deep.equal(before);
    }));

  it('asks nobody where there is nothing to do', () =>
    withQuickPair(async (pair) => {
      const { request, reply } = await handOver(pair);
      const confirm = (): Promise<boolean> => Promise.reject(new Error('was asked'));
      expect((await accept(pair, request, {}, { confirm })).reply).to.deep.equal(reply);
    }));

  it('asks with one certificate for every spoke, which the hub makes once', () =>
    withQuickPair(
      async (pair) => {
        const first = await requestOf(pair);
        const second = await requestOf(pair, { spokeUrl: 'https://other.my.salesforce.com' });
        expect(second.certificate).to.deep.equal(first.certificate);
        expect(second.spokeUrl).to.equal('https://other.my.salesforce.com');
        expect(namesOf(pair.hub, 'Certificate')).to.deep.equal([first.certificate.name]);
      },
      { hub: { settings: { keyPair: changingKeys() } } }
    ));

  it('is found by the address of a page of the spoke, too', () =>
    withQuickPair(async (pair) => {
      const pages = ['/', '/lightning/setup/SetupOneHome/home', '/services/data?x=1#y'];
      const requests = await Promise.all(pages.map((page) => ask(pair, { spokeUrl: pair.spoke.url + page })));
      for (const { document } of requests) expect(document?.spokeUrl).to.equal(pair.spoke.url);
    }));

  it('lets users of the hub in and out, under a name of its own', () =>
    withQuickPair(async (pair) => {
      const ann = addDeveloper(pair, 'ann@hub.example');
      const { reply, outcome } = await handOver(pair, { linking: { assignTo: [String(ann.Username)] } });
      expect(exitCodeOf(outcome)).to.equal(0);
      expect(await callAs(pair, ann)).to.equal('called');
      await linkBy(pair, reply, { unassign: [String(ann.Username)] });
      expect(await callAs(pair, ann)).not.to.equal('called');
      const second = await linkBy(pair, reply, { name: 'second' });
      expect(exitCodeOf(second)).to.equal(0);
      expect(namesOf(pair.hub, 'ExternalCredential')).to.have.members([nameOfLink(pair), 'second']);
    }));

  it('is made all the same where the token endpoint can not be reached from here, and the callout proves it', () =>
    withQuickPair(async (pair) => {
      const reply = await replyOf(pair, await requestOf(pair));
      pair.spoke.fault({ kind: 'refuse', path: /oauth2\/token/, times: 1 });
      const outcome = await linkBy(pair, reply);
      expect([exitCodeOf(outcome), outcome.result.links[0].changed]).to.deep.equal([0, true]);
      expect(pair.spoke.org.faults[0].times, 'the exchange was tried').to.equal(0);
    }));
});
