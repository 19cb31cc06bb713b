import { expect } from 'chai';
import type { Component, Org } from '../../simulator/org.ts';
import { rows } from '../../simulator/tables.ts';
import { snapshotOf } from '../snapshot.ts';
import { make } from './othersApp.ts';
import { connect, link, type Pair, startWithLogin, thrownBy, withPair } from './pair.ts';
import { describeAs, unlink } from './unlinking.ts';

const ofType = ({ components }: Org, wanted: string): Component[] =>
  [...components.values()].filter(({ type }) => type === wanted);

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
        'another credential of this hub uses it: one'
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
