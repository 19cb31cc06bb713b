import { expect } from 'chai';
import { chooseTarget, dueAt, phaseOf } from '../../src/rotate/phase.ts';
import { makeCertificate } from '../certificates.ts';
import { consumerKey } from '../linked.ts';
import { now } from '../states.ts';
import { newer, nextOf, retiring, rotated, rotating, since, unfinished } from './rotating.ts';

const view = rotating();
const { hub, credential, spoke } = view;
const [current] = hub.certificates;
const targetOf = (
  ...[certificates, credentials = [credential]]: [typeof hub.certificates, (typeof credential)[]?]
): unknown => {
  const chosen = chooseTarget({ ...hub, certificates }, credentials, now);
  return typeof chosen === 'object' ? chosen.name : chosen;
};

describe('rotate/phase', () => {
  describe('the certificate to move to', () => {
    it('is a new one where links sign with the newest', () => {
      expect(targetOf([current])).to.equal('new');
      expect(targetOf([current, makeCertificate('S2S_20261001', { from: -60 })])).to.equal('new');
    });

    it('is the newest where a link signs with an older one, or with none that is there', () => {
      expect(targetOf([current, newer])).to.equal(newer.name);
      expect(targetOf([newer])).to.equal(newer.name);
      const between = makeCertificate('S2S_20261110', { from: -10 });
      expect(targetOf([current, between, newer])).to.equal(newer.name);
    });

    it('is a new one where the newest ends soon, too', () => {
      expect(targetOf([current, makeCertificate('S2S_20261124', { from: -1, to: 59 })])).to.equal('new');
      expect(targetOf([current, makeCertificate('S2S_20261124', { from: -1, to: 61 })])).to.equal(
        'S2S_20261124'
      );
    });

    it('takes of those made at one time the one with the highest counter', () => {
      const [nine, ten] = ['S2S_20261124_9', 'S2S_20261124_10'].map((name) =>
        makeCertificate(name, { from: -1 })
      );
      expect(targetOf([current, nine, ten])).to.equal(ten.name);
      expect(targetOf([current, ten, nine])).to.equal(ten.name);
    });

    it('is none that has ended, another org made, or this plugin did not make', () => {
      for (const other of [
        makeCertificate('S2S_20261124', { from: -1, to: -1 }),
        makeCertificate('S2S_20261124', { from: -1, unit: '00D000000000009' }),
        makeCertificate('Company', { from: -1 }),
      ])
        expect(targetOf([current, other])).to.equal('new');
    });

    it('is none where all links are in the middle of a rotation, or it has only just ended', () => {
      const justNow = new Date(now.getTime() - 9 * 60_000).toISOString();
      const before = new Date(now.getTime() - 11 * 60_000).toISOString();
      expect(targetOf([current], [retiring(credential, 'hub')])).to.equal(undefined);
      expect(targetOf([current], [unfinished(credential)])).to.equal(undefined);
      expect(targetOf([current], [rotated(credential, justNow)])).to.equal(undefined);
      expect(targetOf([current], [rotated(credential, before)])).to.equal('new');
    });

    it('follows for a link that was left behind, and is made for none while others are in the middle', () => {
      const moved = retiring({ ...credential, name: 'other', certificate: newer.name }, 'hub');
      expect(targetOf([current, newer], [moved, credential])).to.equal(newer.name);
      expect(targetOf([newer], [moved, { ...credential, certificate: newer.name }])).to.equal(undefined);
    });
  });

  describe('the phase', () => {
    const apps = [spoke.app!];
    const next = nextOf(view, newer);

    it('is begin until an app trusts the new certificate', () => {
      expect(phaseOf(hub, credential, apps, 'new')).to.deep.equal({ phase: 'begin' });
      expect(phaseOf(hub, credential, apps, newer)).to.deep.equal({ phase: 'begin' });
    });

    it('is switch when there is such an app that no link uses yet', () => {
      expect(phaseOf(hub, credential, [...apps, next], newer)).to.deep.equal({ phase: 'switch', app: next });
      const used = nextOf(view, newer, consumerKey);
      expect(phaseOf(hub, credential, [used], newer)).to.deep.equal({ phase: 'begin' });
      const other = { ...credential, name: 'other', claims: { ...credential.claims, iss: '3MVG9.next' } };
      const both = { ...hub, credentials: [credential, other] };
      expect(phaseOf(both, credential, [...apps, next], newer)).to.deep.equal({ phase: 'begin' });
    });

    it('is refresh while the credential fetches tokens anew, whatever else is the case', () => {
      for (const one of [unfinished(credential), unfinished(retiring(credential, 'hub'))])
        expect(phaseOf(hub, one, apps, newer)).to.deep.equal({ phase: 'refresh' });
    });

    it('is retire while the old app is remembered, there or gone', () => {
      const { app } = spoke.app!.names;
      expect(phaseOf(hub, retiring(credential, app.toUpperCase()), apps, newer)).to.deep.equal({
        phase: 'retire',
        app: apps[0],
      });
      expect(phaseOf(hub, retiring(credential, 'Gone'), apps, 'new')).to.deep.equal({
        phase: 'retire',
        app: undefined,
      });
    });

    it('is never about an app that the hub uses, whatever is remembered', () => {
      const mixedUp = { ...retiring(credential, spoke.app!.names.app), claims: credential.claims };
      expect(phaseOf(hub, mixedUp, apps, undefined)).to.deep.equal({ phase: 'retire', app: undefined });
    });

    it('is done where nothing is asked for, or it signs with that certificate', () => {
      expect(phaseOf(hub, credential, apps, undefined)).to.deep.equal({ phase: 'done' });
      expect(phaseOf(hub, credential, apps, current)).to.deep.equal({ phase: 'done' });
    });
  });

  describe('the time of an old app', () => {
    const withMinutes = (sessionTimeoutInMinutes: string | undefined): typeof view.spoke.app => {
      const app = nextOf(view, newer);
      const policy = app.oauthPolicy!;
      return { ...app, oauthPolicy: { ...policy, body: { ...policy.body, sessionTimeoutInMinutes } } };
    };

    it('is over after the minutes of its policy, else after the longest session that there is', () => {
      const minutes = (app: typeof view.spoke.app): number =>
        (dueAt(retiring(credential, 'hub'), app!, 0) - Date.parse(since)) / 60_000;
      expect(minutes(withMinutes('30'))).to.equal(30);
      expect(minutes(withMinutes(undefined))).to.equal(24 * 60);
      expect(minutes(withMinutes('0'))).to.equal(24 * 60);
    });

    it('counts from now where the link has not left it yet', () => {
      expect(dueAt(credential, withMinutes('30')!, now.getTime())).to.equal(now.getTime() + 30 * 60_000);
    });
  });
});
