import { expect } from 'chai';
import type { SimulatedOrg } from '../../simulator/server.ts';
import { acceptExitCode } from '../../src/handover/report.ts';
import { exitCodeOf } from '../../src/link/report.ts';
import { accept, handOver, linkBy, refusedBy, requestOf } from './handing.ts';
import { changingKeys, withQuickPair } from './interrupted.ts';
import { thrownBy } from './pair.ts';
import { appOfHub, appsOn, failing, withoutRights } from './rotation.ts';
import { unlink } from './unlinking.ts';

const changing = { hub: { settings: { keyPair: changingKeys() } } };

/** The consumer key of an app, as Setup shows it. */
const keyInSetup = ({ org }: SimulatedOrg, app: string): string =>
  String(org.components.get(`ExtlClntAppGlobalOauthSettings:${app}_glbloauth`)?.body.consumerKey);

describe('two admins, where a spoke does not tell everything', () => {
  it('goes on with the consumer key from Setup, for the first app and for the next', () =>
    withQuickPair(async (pair) => {
      pair.spoke.org.settings.revealConsumerKey = false;
      const keyed = async (asking: { rotate: boolean }, app: string): Promise<void> => {
        const request = await requestOf(pair, asking);
        const hidden = await thrownBy(accept(pair, request));
        expect(hidden).to.include({ name: 'ConsumerKeyHiddenError', exitCode: 69 });
        expect(hidden.actions?.join('\n')).to.match(/sf s2s accept .* --consumer-key /);
        const consumerKey = keyInSetup(pair.spoke, app);
        const { reply } = await accept(pair, request, { consumerKey });
        expect(reply?.app).to.include({ name: app, consumerKey });
        expect(exitCodeOf(await linkBy(pair, reply!))).to.equal(0);
      };
      await keyed({ rotate: false }, appOfHub(pair));
      const next = `${appOfHub(pair)}_2`;
      await keyed({ rotate: true }, next);
      const consumerKey = keyInSetup(pair.spoke, next);
      await accept(pair, await requestOf(pair), { consumerKey, retireNow: true });
      expect(appsOn(pair.spoke)).to.deep.equal([next]);
      expect(await failing(pair)).to.deep.equal([]);
    }, changing));

  it('refuses a consumer key that is not the app’s', () =>
    withQuickPair(async (pair) => {
      const { request } = await handOver(pair);
      const error = await refusedBy(pair, () => accept(pair, request, { consumerKey: '3MVG9.other' }));
      expect(error.name).to.equal('OtherConsumerKeyError');
    }));

  it('takes the former app away all the same where the login history is hidden', () =>
    withQuickPair(async (pair) => {
      await handOver(pair);
      const { request } = await handOver(pair, { asking: { rotate: true } });
      withoutRights(pair.spoke, 'ManageUsers', 'MonitorLoginHistory');
      const outcome = await accept(pair, request, { retireNow: true });
      expect(acceptExitCode(outcome, false)).to.equal(0);
      expect(appsOn(pair.spoke)).to.deep.equal([`${appOfHub(pair)}_2`]);
    }, changing));

  it('refuses an org without external client apps, and goes through a connected app there', () =>
    withQuickPair(
      async (pair) => {
        const request = await requestOf(pair);
        const error = await refusedBy(pair, () => accept(pair, request));
        expect(error.name).to.equal('NoExternalClientAppsError');
        expect(error.actions?.join('\n')).to.include('--app connected-app');
        const { outcome } = await handOver(pair, { accepting: { app: 'connected-app' } });
        expect(exitCodeOf(outcome)).to.equal(0);
        const rotated = await handOver(pair, { asking: { rotate: true } });
        expect(rotated.reply.app).to.include({ kind: 'connected-app', name: `${appOfHub(pair)}_2` });
        await unlink(pair);
        expect(appsOn(pair.spoke)).to.deep.equal([]);
      },
      { ...changing, spoke: { settings: { externalClientApps: false, connectedAppCreation: true } } }
    ));

  it('says 68 where the app was saved and the assignment refused, and goes on later', () =>
    withQuickPair(async (pair) => {
      const request = await requestOf(pair);
      pair.spoke.fault({
        kind: 'unavailable',
        path: /\/composite$/,
        times: 1000,
      });
      const error = await thrownBy(accept(pair, request));
      expect(error, error.message).to.include({ exitCode: 68 });
      expect(appsOn(pair.spoke)).to.deep.equal([appOfHub(pair)]);
      pair.spoke.org.faults.length = 0;
      const { reply } = await accept(pair, request);
      expect(exitCodeOf(await linkBy(pair, reply!))).to.equal(0);
    }));
});
