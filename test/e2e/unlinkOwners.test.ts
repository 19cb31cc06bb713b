import { expect } from 'chai';
import type { Component, Org } from '../../simulator/org.ts';
import { rows } from '../../simulator/tables.ts';
import { warningsOf } from '../../src/unlink/report.ts';
import { snapshotOf } from '../snapshot.ts';
import { addConnectedApp, addExternalClientApp, make, schemes } from './othersApp.ts';
import { connect, link, type Pair, startWithLogin, thrownBy, withPair } from './pair.ts';
import { unlink } from './unlinking.ts';

const ofType = ({ components }: Org, wanted: string): Component[] =>
  [...components.values()].filter(({ type }) => type === wanted);
const described = ({ org }: Pair['hub']): (string | undefined)[] =>
  [...org.components.values()].map(({ body }) => body.description as string | undefined);

/** Writes another description into components, and into the records that tell it. */
const describeAs = ({ org }: Pair['hub'], change: (text: string) => string): void => {
  for (const component of org.components.values())
    if (typeof component.body.description === 'string')
      component.body.description = change(component.body.description);
  for (const sobject of ['PermissionSet', 'ExternalClientApplication'])
    for (const row of rows(org, sobject))
      if (typeof row.Description === 'string') row.Description = change(row.Description);
};
const without = (text: string): string => text.replace(/Managed by .*/, '').trim();

describe('unlink and what others made', () => {
  it('gives back what was taken over, and deletes what link added', () =>
    withPair({}, async (pair) => {
      await make(pair, 'PermissionSet', 'Others', { label: 'The others' });
      await addConnectedApp(pair, {});
      await link(pair, { appName: 'Theirs', adopt: true });
      const outcome = await unlink(pair);
      const [app] = ofType(pair.spoke.org, 'ConnectedApp');
      expect(app.body.description).to.equal('Ask the integration team.');
      expect(ofType(pair.spoke.org, 'PermissionSet').map(({ fullName }) => fullName)).to.deep.equal([
        'Others',
      ]);
      const step = outcome.plan.steps.find(({ type }) => type === 'ConnectedApp');
      expect(step).to.include({ action: 'release' });
      expect(warningsOf(outcome).join()).to.match(/connected app Theirs .* goes on trusting/);
      expect((await unlink(pair)).result.links[0].changed).to.equal(false);
    }));

  it('gives back an external client app with all its parts', () =>
    withPair({}, async (pair) => {
      await addExternalClientApp(pair, schemes.hardis);
      await link(pair, { appName: 'Theirs', adopt: true });
      const parts = ofType(pair.spoke.org, 'ExtlClntAppGlobalOauthSettings');
      await unlink(pair);
      expect(ofType(pair.spoke.org, 'ExternalClientApplication')[0].body.description).to.equal(
        'Ask the integration team.'
      );
      expect(ofType(pair.spoke.org, 'ExtlClntAppGlobalOauthSettings')).to.deep.equal(parts);
      expect(ofType(pair.spoke.org, 'PermissionSet')).to.deep.equal([]);
    }));

  it("gives back the hub's side of a link that was made by hand", () =>
    withPair({}, async (pair) => {
      await link(pair);
      describeAs(pair.hub, without);
      describeAs(pair.spoke, without);
      const names = [...pair.hub.org.components.keys()];
      await link(pair, { adopt: true });
      const { plan } = await unlink(pair);
      expect(plan.steps.filter(({ action }) => action === 'delete')).to.deep.equal([]);
      expect([...pair.hub.org.components.keys()]).to.deep.equal(names);
      expect(described(pair.hub).concat(described(pair.spoke)).join()).not.to.include('Managed by');
      expect(rows(pair.hub.org, 'PermissionSet').map(({ Description }) => Description)).not.to.include('');
    }));

  it('keeps an app that was only used, and says so', () =>
    withPair({}, async (pair) => {
      await addConnectedApp(pair, {});
      const before = snapshotOf(pair.spoke.org);
      await thrownBy(link(pair, { appName: 'Theirs' })).catch(() => undefined);
      const outcome = await unlink(pair);
      expect(outcome.plan.steps.find(({ org }) => org === 'spoke')).to.include({
        name: 'Theirs',
        action: 'keep',
        reason: 'somebody else made it',
      });
      expect(warningsOf(outcome).join()).to.match(/App Manager > Our Integration/);
      expect(snapshotOf(pair.spoke.org)).to.deep.equal(before);
      expect(ofType(pair.hub.org, 'ExternalCredential')).to.deep.equal([]);
    }));

  it('refuses what is not ours, by name or by where it points', () =>
    withPair({}, async (pair) => {
      await link(pair, { name: 'acme' });
      describeAs(pair.hub, without);
      describeAs(pair.spoke, without);
      for (const request of [{ name: 'acme' }, {}, { name: 'acme', spoke: undefined }]) {
        const before = [snapshotOf(pair.hub.org), snapshotOf(pair.spoke.org)];
        const error = await thrownBy(unlink(pair, request));
        expect(error).to.include({ name: 'UnlinkForeignError', exitCode: 1 });
        expect(error.message).to.match(/ExternalCredential acme on hub\d+ was made by somebody else/);
        expect([snapshotOf(pair.hub.org), snapshotOf(pair.spoke.org)]).to.deep.equal(before);
      }
    }));

  it("leaves another hub's app and a copy of its line alone", () =>
    withPair({}, async (pair) => {
      await link(pair, { name: 'acme' });
      const other = (text: string): string => text.replace(pair.hub.org.id, '00D000000000009AAA');
      describeAs(pair.spoke, other);
      describeAs(pair.hub, other);
      const before = [snapshotOf(pair.hub.org), snapshotOf(pair.spoke.org)];
      const error = await thrownBy(unlink(pair, { name: 'acme' }));
      expect(error.name).to.equal('UnlinkCopyError');
      expect(error.actions?.join()).to.match(/sf s2s link --hub hub\d+ --spoke spoke\d+ --name acme/);
      expect([snapshotOf(pair.hub.org), snapshotOf(pair.spoke.org)]).to.deep.equal(before);
    }));
});

describe('unlink: which link', () => {
  it('has to be said where there are several to one spoke, and leaves what the others use', () =>
    withPair({}, async (pair) => {
      await link(pair, { name: 'one' });
      const both = [snapshotOf(pair.hub.org), snapshotOf(pair.spoke.org)];
      await link(pair, { name: 'two' });
      const error = await thrownBy(unlink(pair));
      expect(error).to.include({ name: 'SeveralLinksError' });
      expect(error.message).to.match(/one, two/);
      const { plan } = await unlink(pair, { name: 'TWO' });
      expect(
        plan.steps.filter(({ org }) => org === 'spoke').map(({ type, action }) => `${type} ${action}`)
      ).to.deep.equal(['ExternalClientApplication keep', 'PermissionSet keep']);
      expect(plan.steps.find(({ type }) => type === 'ExternalClientApplication')?.reason).to.equal(
        'another link of this hub uses it: one'
      );
      expect([snapshotOf(pair.hub.org), snapshotOf(pair.spoke.org)]).to.deep.equal(both);
      expect((await link(pair, { name: 'one' })).result.links[0].changed).to.equal(false);
    }));

  it('keeps an app of which the spoke does not tell the key while another link is there', () =>
    withPair({}, async (pair) => {
      await link(pair, { name: 'one' });
      await link(pair, { name: 'two' });
      pair.spoke.org.settings.revealConsumerKey = false;
      await unlink(pair, { name: 'two' });
      expect(ofType(pair.spoke.org, 'ExternalClientApplication')).to.have.length(1);
      await unlink(pair);
      expect(ofType(pair.spoke.org, 'ExternalClientApplication')).to.deep.equal([]);
    }));

  it('takes both apps of a rotation that was not finished', () =>
    withPair({}, async (pair) => {
      const before = snapshotOf(pair.spoke.org);
      await link(pair);
      const { body } = ofType(pair.spoke.org, 'ExternalClientApplication')[0];
      const { orgScopedExternalApp: _scope, ...own } = body;
      await make(pair, 'ExternalClientApplication', 'Next', own);
      await make(pair, 'ExtlClntAppOauthSettings', 'Next_oauth', {
        commaSeparatedOauthScopes: 'Api',
        externalClientApplication: 'Next',
        label: 'Next',
      });
      await unlink(pair);
      expect(snapshotOf(pair.spoke.org)).to.deep.equal(before);
    }));

  it('to another spoke of that name is refused, and others are left alone', () =>
    withPair({}, async (pair) => {
      const other = await startWithLogin({ kind: 'sandbox', alias: 'spoke', name: 'Other' });
      try {
        const second: Pair = { ...pair, spoke: other, ends: { ...pair.ends, spoke: await connect(other) } };
        await link(pair, { name: 'one' });
        await link(second, { name: 'two' });
        const error = await thrownBy(unlink(pair, { name: 'two' }));
        expect(error).to.include({ name: 'UnlinkOtherSpokeError' });
        const before = [
          snapshotOf(pair.spoke.org),
          snapshotOf(pair.hub.org).components['ExternalCredential:one'],
        ];
        await unlink(second);
        expect([
          snapshotOf(pair.spoke.org),
          snapshotOf(pair.hub.org).components['ExternalCredential:one'],
        ]).to.deep.equal(before);
        expect(Object.keys(snapshotOf(other.org).components)).to.deep.equal([]);
      } finally {
        await other.close();
      }
    }));

  it('of before a refresh of the spoke is found by where it points', () =>
    withPair({}, async (pair) => {
      await link(pair);
      const old = (text: string): string => text.replace(pair.spoke.org.id, '00D000000000009AAA');
      describeAs(pair.hub, old);
      describeAs(pair.spoke, old);
      await unlink(pair);
      expect(
        [...pair.hub.org.components.keys()].filter((key) => !key.startsWith('Certificate'))
      ).to.deep.equal([]);
      expect([...pair.spoke.org.components.keys()]).to.deep.equal([]);
    }));

  it('that is half made goes too: only a permission set on the hub, only an app on the spoke', () =>
    withPair({}, async (pair) => {
      const before = [snapshotOf(pair.hub.org), snapshotOf(pair.spoke.org)];
      await link(pair);
      const { org } = pair.hub;
      for (const key of [...org.components.keys()])
        if (/^(Named|External)Credential:/.test(key)) org.components.delete(key);
      for (const sobject of ['NamedCredential', 'ExternalCredential', 'ExternalCredentialParameter'])
        org.tables.get(sobject)?.clear();
      org.tables.get('SetupEntityAccess')?.clear();
      org.calloutTokens.clear();
      rows(org, 'PermissionSet').forEach((row) => {
        if (row.Description) Object.assign(row, { Name: 'Renamed', Label: 'Renamed' });
      });
      await unlink(pair, { deleteCertificate: true });
      expect([snapshotOf(org), snapshotOf(pair.spoke.org)]).to.deep.equal(before);
    }));

  it('that is not there: nothing to do', () =>
    withPair({}, async (pair) => {
      for (const request of [{}, { name: 'acme' }, { name: 'acme', spoke: undefined }])
        expect((await unlink(pair, request)).result.links[0]).to.deep.include({ changed: false, steps: [] });
    }));
});
