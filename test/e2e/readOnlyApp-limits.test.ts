import { expect } from 'chai';
import { exitCodeOf } from '../../src/link/report.ts';
import { addConnectedApp, addExternalClientApp, componentOf, make, schemes, types } from './othersApp.ts';
import { changesSince, link, thrownBy, withPair } from './pair.ts';

const readOnly = { appName: 'Theirs' };

describe("link --app-name of somebody else's app that it can't use, or may not", () => {
  it('can not go on without a consumer key, and changes nothing then', () =>
    withPair({ spoke: { settings: { revealConsumerKey: false } } }, async (pair) => {
      await addExternalClientApp(pair, schemes.hardis);
      const hidden = await thrownBy(link(pair, readOnly));
      expect(hidden).to.include({ name: 'ConsumerKeyHiddenError', exitCode: 69 });
      expect(hidden.actions?.[0]).to.match(/Setup > External Client App Manager > Their App > /);
      expect(hidden.actions?.[1]).to.match(/--app-name Theirs --consumer-key CONSUMER_KEY$/);
      expect(changesSince(pair.hub, 0)).to.deep.equal([]);
      const { consumerKey } = componentOf(pair.spoke, types[1], `Theirs${schemes.hardis[1]}`).body;
      const { result } = await link(pair, { ...readOnly, consumerKey: String(consumerKey) });
      expect(result.links[0].todo).to.have.length(5);
    }));

  it('says so where the app has no OAuth settings at all', () =>
    withPair({}, async (pair) => {
      pair.spoke.org.settings.connectedAppCreation = true;
      await make(pair, 'ConnectedApp', 'Theirs', { contactEmail: 'a@b.example', label: 'Canvas' });
      const error = await thrownBy(link(pair, readOnly));
      expect(error.name).to.equal('AppWithoutOauthError');
      expect(error.actions?.[0]).to.match(/--app-name Theirs --adopt$/);
      expect((await link(pair, { ...readOnly, adopt: true })).verdict?.passed).to.equal(true);
    }));

  it('leaves an app that only has the name of a new one alone, and says how to use it', () =>
    withPair({}, async (pair) => {
      const name = `localhost_${new URL(pair.hub.url).port}`;
      await make(pair, 'ExternalClientApplication', name, { contactEmail: 'a@b.example', label: name });
      const error = await thrownBy(link(pair));
      expect(error.name).to.equal('ConflictForeignAppError');
      expect(error.actions?.[1]).to.include(`--app-name ${name}`);
    }));

  it('goes on using it after the link went through an app of its own', () =>
    withPair({}, async (pair) => {
      await link(pair);
      await addConnectedApp(pair);
      expect((await link(pair, readOnly)).result.links[0].app).to.equal('Theirs');
      const again = await link(pair);
      expect([again.result.links[0].app, exitCodeOf(again)]).to.deep.equal(['Theirs', 69]);
      expect(again.result.links[0].changed).to.equal(false);
    }));
});
