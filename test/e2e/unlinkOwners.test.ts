import { expect } from 'chai';
import type { Component, Org } from '../../simulator/org.ts';
import { rows } from '../../simulator/tables.ts';
import { warningsOf } from '../../src/unlink/report.ts';
import { snapshotOf } from '../snapshot.ts';
import { addConnectedApp, addExternalClientApp, make, schemes } from './othersApp.ts';
import { link, type Pair, thrownBy, withPair } from './pair.ts';
import { describeAs, unlink } from './unlinking.ts';

const ofType = ({ components }: Org, wanted: string): Component[] =>
  [...components.values()].filter(({ type }) => type === wanted);
const described = ({ org }: Pair['hub']): (string | undefined)[] =>
  [...org.components.values()].map(({ body }) => body.description as string | undefined);

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

  it('begins nothing that the user may not finish', () =>
    withPair({}, async (pair) => {
      await link(pair);
      for (const row of rows(pair.spoke.org, 'PermissionSet'))
        if (row.IsOwnedByProfile === true) row.PermissionsAssignPermissionSets = false;
      const before = [snapshotOf(pair.hub.org), snapshotOf(pair.spoke.org)];
      const error = await thrownBy(unlink(pair));
      expect(error).to.include({ name: 'MissingRightsError', exitCode: 1 });
      expect(error.message).to.match(/lacks permissions on spoke\d+ that this needs: AssignPermissionSets/);
      expect([snapshotOf(pair.hub.org), snapshotOf(pair.spoke.org)]).to.deep.equal(before);
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
