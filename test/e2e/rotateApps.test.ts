import { expect } from 'chai';
import type { SfError } from '@salesforce/core';
import { exitCodeOf } from '../../src/rotate/report.ts';
import { run } from './command.ts';
import { withQuickPair } from './interrupted.ts';
import { addExternalClientApp, componentOf, schemes } from './othersApp.ts';
import { link, thrownBy } from './pair.ts';
import {
  allowTokenInBody,
  appOfHub,
  appsOn,
  callBothWays,
  callingThroughout,
  credentialOf,
  failing,
  nameOfLink,
  rotate,
  signsWith,
} from './rotation.ts';

describe('rotate of links that share an app', () => {
  it('moves both to one new app, and deletes the old one when neither needs it', () =>
    withQuickPair(async (pair) => {
      await link(pair);
      await link(pair, { name: 'second' });
      const outcome = await rotate(pair, { retireNow: true });
      expect(exitCodeOf(outcome)).to.equal(0);
      expect(appsOn(pair.spoke)).to.deep.equal([`${appOfHub(pair)}_2`]);
      expect(outcome.result.links.map(({ state }) => state)).to.deep.equal(['linked', 'linked']);
      expect(await failing(pair)).to.deep.equal([]);
    }));

  it('keeps the old app while something else on the hub names its key', () =>
    withQuickPair(async (pair) => {
      await link(pair);
      await link(pair, { name: 'second' });
      credentialOf(pair, 'second').body.description = 'By hand';
      const { result } = await rotate(pair, { retireNow: true });
      expect(result.links.map(({ name }) => name)).to.deep.equal([nameOfLink(pair)]);
      expect(result.links[0].steps.at(-1)).to.include({
        name: appOfHub(pair),
        action: 'keep',
        reason: "another link uses it, or it is somebody else's",
      });
      expect(result.links[0]).to.include({ state: 'linked', changed: true });
      expect(appsOn(pair.spoke)).to.deep.equal([appOfHub(pair), `${appOfHub(pair)}_2`]);
    }));
});

describe("rotate of a link through somebody else's app", () => {
  it('gives an adopted app back, with all that it had, and goes on with one of its own', () =>
    withQuickPair(async (pair) => {
      await addExternalClientApp(pair, schemes.hardis);
      await link(pair, { appName: 'Theirs', adopt: true });
      allowTokenInBody(pair);
      await callBothWays(pair);
      const { problems } = await callingThroughout(pair, rotate(pair, { retireNow: true }));
      expect(problems).to.deep.equal([]);
      expect(appsOn(pair.spoke)).to.deep.equal(['Theirs', 'Theirs_2']);
      const { description } = componentOf(pair.spoke, 'ExternalClientApplication', 'Theirs').body;
      expect(description).to.equal('Ask the integration team.');
      expect(await failing(pair)).to.deep.equal([]);
      expect((await rotate(pair)).result.links[0].changed).to.equal(false);
    }));

  it('keeps an adopted app while its sessions may last', () =>
    withQuickPair(async (pair) => {
      await addExternalClientApp(pair, schemes.hardis);
      await link(pair, { appName: 'Theirs', adopt: true });
      const { result } = await rotate(pair);
      expect(result.links[0]).to.include({ state: 'retiring' });
      const { description } = componentOf(pair.spoke, 'ExternalClientApplication', 'Theirs').body;
      expect(description).to.include('Managed by sf s2s');
      expect(result.links[0].steps.at(-1)).to.include({ action: 'keep', name: 'Theirs' });
    }));

  it('refuses where the app is only looked at, and says what to do', () =>
    withQuickPair(async (pair) => {
      await addExternalClientApp(pair, schemes.hardis);
      await link(pair, { appName: 'Theirs' });
      const error: SfError = await thrownBy(rotate(pair));
      expect(error).to.include({ name: 'RotateOthersAppError' });
      expect(error.actions?.[0]).to.match(
        /sf s2s link --hub hub\d+ --spoke spoke\d+ --app-name Theirs --adopt$/
      );
      expect([...pair.hub.org.certificates.keys()]).to.have.lengthOf(1);
    }));
});

describe('rotate of a link through a connected app', () => {
  it('makes a second connected app where they may be created', () =>
    withQuickPair(async (pair) => {
      pair.spoke.org.settings.connectedAppCreation = true;
      await link(pair, { app: 'connected-app' });
      allowTokenInBody(pair);
      await callBothWays(pair);
      const { problems } = await callingThroughout(pair, rotate(pair, { retireNow: true }));
      expect(problems).to.deep.equal([]);
      expect(appsOn(pair.spoke)).to.deep.equal([`${appOfHub(pair)}_2`]);
      expect(await failing(pair)).to.deep.equal([]);
      expect((await link(pair)).result.links[0].changed).to.equal(false);
    }));

  it('breaks nothing where they are blocked, and what it says to type moves the link', () =>
    withQuickPair(async (pair) => {
      const { settings } = pair.spoke.org;
      settings.connectedAppCreation = true;
      await link(pair, { app: 'connected-app' });
      settings.connectedAppCreation = false;
      allowTokenInBody(pair);
      await callBothWays(pair);
      const old = signsWith(pair);
      const { stdout, exitCode } = await run('rotate', '--hub', pair.hub.org.alias);
      expect(exitCode).to.equal(1);
      expect(stdout).to.include("lets nobody create connected apps, as most orgs do since Spring '26.");
      const [, words] = /Use an external client app: sf s2s link (.*)/.exec(stdout)!;
      expect(signsWith(pair)).to.equal(old);
      expect(appsOn(pair.spoke)).to.deep.equal([appOfHub(pair)]);
      expect(await failing(pair)).to.deep.equal([]);
      const { problems } = await callingThroughout(pair, run('link', ...words.split(' ')));
      expect(problems).to.deep.equal([]);
      expect(signsWith(pair)).not.to.equal(old);
      expect(await failing(pair)).to.deep.equal([]);
      expect(await callBothWays(pair)).to.deep.equal([]);
    }));
});
