import { writeFileSync } from 'node:fs';
import { X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import { rows } from '../../simulator/tables.ts';
import { requestCertificate } from '../../src/certificate/request.ts';
import { uploadChain } from '../../src/certificate/upload.ts';
import { acceptExitCode } from '../../src/handover/report.ts';
import { exitCodeOf } from '../../src/link/report.ts';
import { verifyAtSpoke } from '../../src/verify/atSpoke.ts';
import { makeAuthority } from '../authority.ts';
import { accept, ask, changesBy, handOver, linkBy, newFile, refusedBy, requestOf } from './handing.ts';
import { withQuickPair } from './interrupted.ts';
import { verify } from './pair.ts';
import { appOfHub, namesOf, signsWith } from './rotation.ts';
import { addSet, heldBy, userOf, username } from './serviceUsers.ts';

const service = 'service@spoke.example';
const production: Parameters<typeof withQuickPair>[1] = { spoke: { kind: 'production' } };

describe('a link between two admins, of each kind', () => {
  it('goes through a connected app, too', () =>
    withQuickPair(
      async (pair) => {
        const { request, reply, outcome } = await handOver(pair, { accepting: { app: 'connected-app' } });
        expect(reply.app).to.include({ kind: 'connected-app', name: appOfHub(pair) });
        expect(exitCodeOf(outcome)).to.equal(0);
        expect(outcome.result.links[0]).to.include({ appKind: 'connected-app', app: appOfHub(pair) });
        // Of which kind the app is need not be said again.
        const changes = await changesBy(pair, async () => {
          expect((await accept(pair, request)).reply).to.deep.equal(reply);
        });
        expect(changes).to.deep.equal([]);
      },
      { spoke: { settings: { connectedAppCreation: true } } }
    ));

  it('says what to do where the spoke lets nobody make connected apps', () =>
    withQuickPair(async (pair) => {
      const request = await requestOf(pair);
      const error = await refusedBy(pair, () => accept(pair, request, { app: 'connected-app' }));
      expect(error.name).to.equal('DeployFailedError');
      expect(error.message).to.match(/lets nobody create connected apps/);
      expect(error.actions?.[0]).to.match(
        /external client app: sf s2s accept --spoke \S+ --request-file acme\.s2s\.json --output-file reply\.s2s\.json$/
      );
    }));

  it('signs with a certificate that an authority has signed; app and request hold the leaf alone', () =>
    withQuickPair(async (pair) => {
      const hub = { conn: pair.ends.hub, name: pair.hub.org.alias };
      await requestCertificate({ hub, name: 'Acme_2027' });
      const waiting = await refusedBy(pair, () => ask(pair, { certificate: 'Acme_2027' }));
      expect(waiting.name).to.equal('PendingCertificateError');

      const authority = makeAuthority('Acme', Date.now());
      const file = newFile('chain.pem').replace(/\/chain/, '-chain');
      const leaf = authority.sign(pair.hub.org.certificates.get('Acme_2027')!.pem);
      writeFileSync(file, leaf + authority.intermediate);
      await uploadChain({ hub, name: 'Acme_2027', file, dryRun: false });
      const { request, outcome } = await handOver(pair, { asking: { certificate: 'acme_2027' } });
      expect(request.certificate.pem).to.equal(new X509Certificate(leaf).toString().trim());
      expect(request.certificate.name).to.equal('Acme_2027');
      expect([exitCodeOf(outcome), signsWith(pair)]).to.deep.equal([0, 'Acme_2027']);
      const app = [...pair.spoke.org.components.values()].find(
        ({ type }) => type === 'ExtlClntAppGlobalOauthSettings'
      );
      expect(String(app?.body.certificate).match(/BEGIN CERTIFICATE/g)).to.have.length(1);
      // Afterwards it is the link's own, and none is made.
      expect((await ask(pair)).document).to.deep.equal(request);
      expect(namesOf(pair.hub, 'Certificate')).to.deep.equal(['Acme_2027']);
    }));

  it('calls as a user whom accept makes, with what was asked for and nothing else', () =>
    withQuickPair(async (pair) => {
      addSet(pair, 'Orders');
      const wanted = { createServiceUser: username, serviceUserPermsets: ['Orders'] };
      const { request, reply, outcome } = await handOver(pair, { accepting: wanted });
      expect([exitCodeOf(outcome), reply.serviceUser]).to.deep.equal([0, username]);
      expect(heldBy(pair)).to.deep.equal(
        ['Orders', 'SalesforceAPIIntegrationPsl', `${appOfHub(pair)}_Access`].sort()
      );
      expect(userOf(pair)?.Title).to.equal(`Managed by sf s2s: ${pair.hub.org.id} -> ${pair.spoke.org.id}`);
      expect(Object.values(await verify(pair)).map(({ status }) => status)).to.deep.equal(
        Array(7).fill('passed')
      );
      const changes = await changesBy(pair, async () => {
        expect((await accept(pair, request, wanted)).reply).to.deep.equal(reply);
        expect((await accept(pair, request)).reply).to.deep.equal(reply);
      });
      expect(changes).to.deep.equal([]);
    }));

  it('gives permission sets to the user as whom the hub calls already', () =>
    withQuickPair(async (pair) => {
      const { request } = await handOver(pair, { accepting: { createServiceUser: username } });
      addSet(pair, 'Orders');
      const { result } = await accept(pair, request, { serviceUserPermsets: ['Orders'] });
      expect(result.links[0]).to.include({ changed: true, serviceUser: username });
      expect(heldBy(pair)).to.include('Orders');
    }));

  it('moves to another service user, and the hub learns it by the reply', () =>
    withQuickPair(async (pair) => {
      const { request } = await handOver(pair);
      pair.spoke.addUser({ username: service });
      const { reply } = await accept(pair, request, { serviceUser: service.toUpperCase() });
      expect(reply?.serviceUser).to.equal(service);
      const outcome = await linkBy(pair, reply!);
      expect(exitCodeOf(outcome)).to.equal(0);
      expect(outcome.result.links[0]).to.include({ changed: true, serviceUser: service });
      // Both hold the permission set now, and the reply must not lead the hub back by chance.
      const error = await refusedBy(pair, () => accept(pair, request));
      expect(error.name).to.equal('SeveralServiceUsersError');
      expect(error.message).to.include(service).and.include(pair.spoke.username);
      expect(error.actions?.[0]).to.match(/sf s2s accept .* --service-user USERNAME$/);
      const { result } = await verifyAtSpoke({
        hubId: pair.hub.org.id,
        spokes: [{ conn: pair.ends.spoke, name: pair.spoke.org.alias }],
      });
      expect(result.links[0].checks[2]).to.deep.include({ status: 'skipped', findings: ['severalHolders'] });
      const askServiceUser = (): Promise<string> => Promise.resolve(service);
      expect((await accept(pair, request, {}, { askServiceUser })).reply).to.deep.equal(reply);
    }));

  it('ends with 1 where the spoke itself shows that it can not work, and replies all the same', () =>
    withQuickPair(async (pair) => {
      const { Id } = pair.spoke.addUser({ username: service });
      const request = await requestOf(pair);
      for (const row of rows(pair.spoke.org, 'UserLogin')) if (row.UserId === Id) row.IsFrozen = true;
      const outcome = await accept(pair, request, { serviceUser: service });
      expect(outcome.result.links[0].checks[2].findings).to.deep.equal(['frozenUser']);
      expect([acceptExitCode(outcome, false), outcome.reply?.serviceUser]).to.deep.equal([1, service]);
    }));

  it('asks who calls on a production spoke, and refuses where nobody can be asked', () =>
    withQuickPair(async (pair) => {
      pair.spoke.addUser({ username: service });
      const request = await requestOf(pair);
      const error = await refusedBy(pair, () => accept(pair, request));
      expect(error.name).to.equal('ServiceUserNeededError');
      expect(error.actions?.join('\n')).to.include(
        `sf s2s accept --spoke ${pair.spoke.org.alias} --request-file acme.s2s.json --output-file reply.s2s.json`
      );
      const none = await refusedBy(pair, () =>
        accept(pair, request, {}, { askServiceUser: () => Promise.resolve('') })
      );
      expect(none.name).to.equal('ServiceUserNeededError');
      const accepted = await accept(pair, request, {}, { askServiceUser: () => Promise.resolve(service) });
      expect([accepted.reply?.serviceUser, acceptExitCode(accepted, false)]).to.deep.equal([service, 0]);
      expect(accepted.reply).to.include({ audience: 'https://login.salesforce.com' });
      expect(exitCodeOf(await linkBy(pair, accepted.reply!))).to.equal(0);
      // Now it is known.
      expect((await accept(pair, request)).reply).to.deep.equal(accepted.reply);
    }, production));

  it('leads from a sandbox to production only where both admins allow it', () =>
    withQuickPair(
      async (pair) => {
        pair.spoke.addUser({ username: service });
        const request = await requestOf(pair);
        expect(request.hub.isSandbox).to.equal(true);
        let asked = 0;
        const askServiceUser = (): Promise<string> => Promise.resolve(`${(asked += 1)}`);
        const refused = await refusedBy(pair, () => accept(pair, request, {}, { askServiceUser }));
        expect([refused.name, asked]).to.deep.equal(['SandboxToProductionError', 0]);
        const { reply } = await accept(pair, request, { serviceUser: service, allowProduction: true });
        const onHub = await refusedBy(pair, () => linkBy(pair, reply!));
        expect(onHub.name).to.equal('SandboxToProductionError');
        const outcome = await linkBy(pair, reply!, { allowProduction: true });
        expect(exitCodeOf(outcome)).to.equal(0);
      },
      { hub: { kind: 'sandbox' }, ...production }
    ));
});
