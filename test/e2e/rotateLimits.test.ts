import { expect } from 'chai';
import { rows } from '../../simulator/tables.ts';
import { exitCodeOf } from '../../src/rotate/report.ts';
import { withQuickPair } from './interrupted.ts';
import { link, quickClock, sharedClock, thrownBy, unwell, verify } from './pair.ts';
import {
  appOfHub,
  appsOn,
  callBothWays,
  allowTokenInBody,
  callingThroughout,
  credentialOf,
  failing,
  namesOf,
  rotate,
  withoutRights,
  withRights,
} from './rotation.ts';
import { unlink } from './unlinking.ts';

describe('a rotation that can not be seen through', () => {
  it('stops with both apps in place where the login history is hidden, and goes on when it is not', () =>
    withQuickPair(async (pair) => {
      await link(pair);
      allowTokenInBody(pair);
      withoutRights(pair.spoke, 'ManageUsers', 'MonitorLoginHistory');
      const outcome = await rotate(pair, { retireNow: true });
      expect(exitCodeOf(outcome)).to.equal(69);
      expect(outcome.problems[0]).to.include({ name: 'LoginHistoryHiddenError' });
      expect(outcome.result.links[0].steps.map(({ action }) => action)).not.to.include('delete');
      expect(appsOn(pair.spoke)).to.have.lengthOf(2);
      expect(await failing(pair)).to.deep.equal([]);
      expect(await callBothWays(pair)).to.deep.equal([]);
      expect((await verify(pair)).credential.findings).to.include('refreshing');
      withRights(pair.spoke, 'MonitorLoginHistory');
      expect(exitCodeOf(await rotate(pair, { retireNow: true }))).to.equal(0);
      expect(appsOn(pair.spoke)).to.deep.equal([`${appOfHub(pair)}_2`]);
      expect((await verify(pair)).credential.findings).to.deep.equal(['mergeFields']);
    }));

  it('stops where the user who runs it may not call, and goes on when that is mended', () =>
    withQuickPair(async (pair) => {
      await link(pair);
      const { org } = pair.hub;
      const assignments = org.tables.get('PermissionSetAssignment')!;
      for (const { Id, PermissionSetId } of [...assignments.values()])
        if (/^localhost/.test(String(org.tables.get('PermissionSet')!.get(String(PermissionSetId))!.Name)))
          assignments.delete(Id);
      const outcome = await rotate(pair);
      expect(exitCodeOf(outcome)).to.equal(69);
      expect(outcome.problems[0]).to.include({ name: 'NotRefreshedError' });
      await link(pair);
      expect(exitCodeOf(await rotate(pair, { retireNow: true }))).to.equal(0);
      expect(appsOn(pair.spoke)).to.deep.equal([`${appOfHub(pair)}_2`]);
      expect(unwell(Object.values(await verify(pair)))).to.deep.equal([]);
    }));

  it('waits for an app that spreads, and without --wait says so before anything is switched', () => {
    const { clock, now } = sharedClock();
    return withQuickPair(
      async (pair) => {
        await link(pair, {}, {}, clock);
        pair.spoke.org.settings.propagation = 120_000;
        await clock.sleep(150_000);
        const before = JSON.stringify(credentialOf(pair).body);
        const outcome = await rotate(pair, {}, { wait: 0 }, clock);
        expect(exitCodeOf(outcome)).to.equal(69);
        expect(outcome.problems[0]).to.include({ name: 'NotProvenYetError' });
        expect(JSON.stringify(credentialOf(pair).body)).to.equal(before);
        expect(outcome.result.links[0].steps.map(({ org, action }) => `${org} ${action}`)).to.deep.equal([
          'hub create',
          ...Array<string>(5).fill('spoke create'),
        ]);
        const waited: string[] = [];
        const again = await rotate(pair, {}, { wait: 600_000, waiting: (name) => waited.push(name) }, clock);
        expect(exitCodeOf(again)).to.equal(0);
        expect(waited).not.to.deep.equal([]);
        expect(namesOf(pair.hub, 'Certificate').length).to.be.at.most(2);
        expect(appsOn(pair.spoke)).to.have.lengthOf(2);
      },
      { hub: { settings: { now } }, spoke: { settings: { now } } }
    );
  });

  it('refuses an API version that knows no way to make a hub fetch a token, before anything is changed', () =>
    withQuickPair(async (pair) => {
      await link(pair);
      pair.ends.hub.setApiVersion('60.0');
      expect(await thrownBy(rotate(pair))).to.include({ name: 'RefreshVersionError' });
      expect(appsOn(pair.spoke)).to.have.lengthOf(1);
    }));
});

describe('a rotation that was begun', () => {
  it('twice at the same time ends as one', () =>
    withQuickPair(async (pair) => {
      await link(pair);
      allowTokenInBody(pair);
      await callBothWays(pair);
      const both = Promise.allSettled([
        rotate(pair, { retireNow: true }),
        rotate(pair, { retireNow: true }, {}, quickClock()),
      ]);
      const { problems } = await callingThroughout(pair, both);
      expect(problems).to.deep.equal([]);
      await rotate(pair, { retireNow: true });
      expect(pair.hub.org.certificates.size).to.equal(2);
      expect(appsOn(pair.spoke)).to.deep.equal([`${appOfHub(pair)}_2`]);
      expect(await failing(pair)).to.deep.equal([]);
    }));

  it('on a hub with a namespace goes all the way', () =>
    withQuickPair(async (pair) => {
      rows(pair.hub.org, 'Organization')[0].NamespacePrefix = 'ns';
      await link(pair);
      const outcome = await rotate(pair, { retireNow: true });
      expect(outcome.problems).to.deep.equal([]);
      expect(unwell(outcome.result.links[0].checks)).to.deep.equal([]);
      expect(appsOn(pair.spoke)).to.have.lengthOf(1);
    }));

  it('is left in peace by link, and unlink takes both apps', () =>
    withQuickPair(async (pair) => {
      await link(pair);
      await rotate(pair);
      const middle = JSON.stringify(credentialOf(pair).body);
      expect((await link(pair)).result.links[0].changed).to.equal(false);
      expect(JSON.stringify(credentialOf(pair).body)).to.equal(middle);
      await unlink(pair);
      expect(appsOn(pair.spoke)).to.deep.equal([]);
      expect(namesOf(pair.hub, 'ExternalCredential')).to.deep.equal([]);
    }));

  it('and stopped before the hub used the new app is finished by link, and unlink takes both apps', () =>
    withQuickPair(async (pair) => {
      await link(pair);
      pair.hub.fault({ path: /executeAnonymous/, kind: 'refuse' });
      const outcome = await rotate(pair);
      expect(exitCodeOf(outcome)).to.equal(1);
      pair.hub.org.faults.length = 0;
      const { result } = await link(pair);
      expect(result.links[0].checks.filter(({ status }) => status === 'failed')).to.deep.equal([]);
      await unlink(pair);
      expect(appsOn(pair.spoke)).to.deep.equal([]);
    }));
});
