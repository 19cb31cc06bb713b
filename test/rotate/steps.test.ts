import { expect } from 'chai';
import { marker, withMarker } from '../../src/metadata/marker.ts';
import type { App } from '../../src/observe/app.ts';
import type { Deed, Rotating } from '../../src/rotate/context.ts';
import { farewellOf } from '../../src/rotate/retire.ts';
import { farewellSteps, isDone, rotationSteps, type Way } from '../../src/rotate/steps.ts';
import { hubId, otherHubId, spokeId } from '../states.ts';
import { newer, nextOf, retiring, rotating, unfinished, wayTo } from './rotating.ts';

const view = rotating();
const old = view.spoke.app!;
const next = nextOf(view, newer);
const told = (one: Rotating, way: Way): string[] =>
  rotationSteps(one, way).map(({ org, type, action, changes }) =>
    [org, type.replace('ExtlClntApp', '…'), action, ...changes].join(' ')
  );
const described = (description: string): App => ({
  ...old,
  component: { ...old.component, body: { ...old.component.body, description } },
});
const switched = ['certificate', 'iss', 'kid'].join(' ');

describe('rotate/steps', () => {
  it('are certificate, second app and switch at first', () => {
    expect(told(view, wayTo('new'))).to.deep.equal([
      'hub Certificate create',
      'spoke ExternalClientApplication create',
      'spoke …OauthSettings create',
      'spoke …GlobalOauthSettings create',
      'spoke …OauthConfigurablePolicies create',
      'spoke …ConfigurablePolicies create',
      `hub ExternalCredential update ${switched}`,
      'spoke ExternalClientApplication keep',
    ]);
  });

  it('are the rest of what an earlier run began', () => {
    const both = { ...view, siblings: { apps: [old, next], taken: [] } };
    expect(told(both, wayTo(newer))).to.deep.equal([
      'hub Certificate unchanged',
      `hub ExternalCredential update ${switched}`,
      'spoke ExternalClientApplication keep',
    ]);
    const credential = retiring(view.credential, old.names.app);
    expect(told({ ...both, credential: unfinished(credential) }, wayTo(newer))).to.deep.equal([
      'hub ExternalCredential update S2S_Refresh',
      'spoke ExternalClientApplication keep',
    ]);
    expect(told({ ...both, credential }, wayTo(undefined))).to.deep.equal([
      'spoke ExternalClientApplication keep',
    ]);
    expect(told({ ...view, credential: unfinished(view.credential) }, wayTo(undefined))).to.deep.equal([
      'hub ExternalCredential update S2S_Refresh',
    ]);
    expect(told(view, wayTo(undefined))).to.deep.equal(['hub ExternalCredential unchanged']);
  });

  it('delete the old app when its time is over or when nobody waits for it, and nothing that is gone', () => {
    const credential = retiring(view.credential, old.names.app);
    const farewell = (more: Partial<Way>, one: Partial<Rotating> = {}): unknown[] =>
      farewellSteps({ ...view, credential, ...one }, wayTo(undefined, more)).map(({ action, reason }) => [
        action,
        reason,
      ]);
    const kept = [['keep', 'its sessions may last until 2026-11-25 10:00 UTC']];
    expect(farewell({})).to.deep.equal(kept);
    expect(farewell({ now: new Date('2026-11-25T09:59:59Z') })).to.deep.equal(kept);
    expect(farewell({ now: new Date('2026-11-25T10:00:00Z') })).to.deep.equal([['delete', null]]);
    expect(farewell({ retireNow: true })).to.deep.equal([['delete', null]]);
    expect(farewell({}, { siblings: { apps: [next], taken: [] } })).to.deep.equal([]);
  });

  it('give an adopted app back, not before its time either', () => {
    const app = described(withMarker('Ask Ann first.', marker(hubId, spokeId)));
    const one = { ...view, spoke: { ...view.spoke, app } };
    const actions = (retireNow: boolean): string[] =>
      farewellSteps(one, wayTo('new', { retireNow })).map(({ action }) => action);
    expect([actions(false), actions(true)]).to.deep.equal([['keep'], ['release']]);
  });

  it('are told as done only when they were', () => {
    const steps = rotationSteps(view, wayTo('new', { retireNow: true }));
    const done = (...deeds: Deed[]): string[] => {
      const seen = steps.filter((step) => isDone(step, new Set(deeds)));
      return [...new Set(seen.map(({ org, action }) => `${org} ${action}`))];
    };
    expect(done()).to.deep.equal(['hub create']);
    expect(done('app')).to.deep.equal(['hub create', 'spoke create']);
    expect(done('app', 'credential')).to.deep.equal(['hub create', 'spoke create', 'hub update']);
    expect(done('app', 'credential', 'farewell')).to.have.lengthOf(4);
  });
});

describe('rotate/retire', () => {
  it('deletes what this plugin made for this hub, and nothing else', () => {
    expect(farewellOf(view, old)).to.equal('delete');
    expect(farewellOf(view, described('By hand'))).to.equal('keep');
    expect(farewellOf(view, described(marker(otherHubId, spokeId)))).to.equal('keep');
    expect(farewellOf(view, described(`${marker(hubId, spokeId)} (adopted)`))).to.equal('release');
  });

  it('keeps what another credential of the hub names, adopted or not', () => {
    const other = { ...view.credential, name: 'second' };
    const shared = { ...view, hub: { ...view.hub, credentials: [view.credential, other] } };
    expect(farewellOf(shared, old)).to.equal('keep');
    expect(farewellOf(shared, described(`${marker(hubId, spokeId)} (adopted)`))).to.equal('keep');
    expect(farewellOf(shared, next)).to.equal('delete');
  });
});
