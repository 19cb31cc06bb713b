import { AuthRemover } from '@salesforce/core';
import { expect } from 'chai';
import { createMetadata } from '../../simulator/metadata/crud.ts';
import { createRecord } from '../../simulator/data/records.ts';
import type { Component } from '../../simulator/org.ts';
import { deleteRows, rows } from '../../simulator/tables.ts';
import { exportResult } from '../../src/export/result.ts';
import { readManifest } from '../../src/manifest/read.ts';
import { addDeveloper, addGroup, asAdmin, linkNameOf } from './calling.ts';
import { changesOf, exportOf, linksIn, roundTrip } from './exporting.ts';
import { addConnectedApp } from './othersApp.ts';
import { connect, link, type Pair, startPair, startWithLogin, withPair } from './pair.ts';
import { withRefresh } from './refreshed.ts';

const credentialIn = ({ hub }: Pair): Component =>
  [...hub.org.components.values()].find(({ type }) => type === 'ExternalCredential')!;

/** Removes an assignment of a permission set of the hub, as somebody does in Setup. */
const takeAway = ({ hub }: Pair, set: string, userId: unknown): void => {
  const setId = rows(hub.org, 'PermissionSet').find(({ Name }) => Name === set)?.Id;
  deleteRows(
    hub.org,
    'PermissionSetAssignment',
    ({ AssigneeId, PermissionSetId }) => AssigneeId === userId && PermissionSetId === setId
  );
};

describe('export', () => {
  it('declares a link by its spoke and service user where everything else is the default', () =>
    withPair({}, async (pair) => {
      await link(pair);
      expect(await roundTrip(pair)).to.deep.equal({
        spoke: pair.spoke.org.alias,
        serviceUser: pair.spoke.username,
      });
    }));

  it('declares what link would not choose by itself', () =>
    withPair({ spoke: { settings: { connectedAppCreation: true } } }, async (pair) => {
      await createMetadata(pair.hub.org, [
        { type: 'Certificate', fullName: 'Company', body: { caSigned: 'false', masterLabel: 'Company' } },
      ]);
      pair.spoke.addUser({ username: 'svc@spoke.example' });
      addDeveloper(pair, 'ann@hub.example');
      addGroup(pair, 'Callers');
      const wishes = {
        name: 'acme',
        serviceUser: 'svc@spoke.example',
        assignTo: ['Callers', 'ann@hub.example'],
        app: 'connected-app',
        appName: 'Integration',
        ipRelaxation: 'Bypass',
        certificate: 'Company',
        audience: pair.spoke.url,
        credentialAccess: 'read',
      } as const;
      await link(pair, { ...wishes, assignTo: [...wishes.assignTo] });
      expect(await roundTrip(pair)).to.deep.equal({ spoke: pair.spoke.org.alias, ...wishes });
    }));

  it('declares an external client app of another name and policy', () =>
    withPair({}, async (pair) => {
      const wishes = { appName: 'Integration', ipRelaxation: 'Enforce_RelaxRefresh' } as const;
      await link(pair, wishes);
      expect(await roundTrip(pair)).to.deep.include(wishes);
    }));

  it("names somebody else's app, and leaves its settings to its owner", () =>
    withPair({}, async (pair) => {
      await addConnectedApp(pair);
      await link(pair, { appName: 'Theirs' });
      const outcome = await exportOf(pair);
      const [{ spoke: _, serviceUser: _user, ...app }] = linksIn(outcome);
      expect(app).to.deep.equal({ app: 'connected-app', appName: 'Theirs' });
      const changes = await changesOf([pair], outcome.text);
      expect(changes.filter((change) => !change.startsWith('manual '))).to.deep.equal([]);
    }));

  it('leaves the counter out that a rotation gave the app, and the certificate of the plugin', () =>
    withPair({}, async (pair) => {
      const usual = `localhost_${new URL(pair.hub.url).port}`;
      await link(pair, { appName: `${usual}_2` });
      expect(await roundTrip(pair)).to.have.all.keys('spoke', 'serviceUser');
    }));

  it('declares the users and groups who hold what link gives them, and nobody else', () =>
    withPair({}, async (pair) => {
      const [ann, ben, dan] = ['ann', 'ben', 'dan'].map((name) => addDeveloper(pair, `${name}@hub.example`));
      addGroup(pair, 'Callers', [dan]);
      const system = ['Automated Process', 'Platform Integration User'];
      await link(pair, { assignTo: ['ann@hub.example', 'ben@hub.example', 'Callers', ...system] });
      const name = linkNameOf(pair);
      const everybody = [system[0], 'Callers', system[1], 'ann@hub.example', 'ben@hub.example'];
      expect((await roundTrip(pair)).assignTo).to.deep.equal(everybody);

      // Read alone, though the licence could hold more: somebody wanted it so.
      takeAway(pair, name, ann.Id);
      const narrow = rows(pair.hub.org, 'PermissionSet').find(({ Name }) => Name === `${name}_Read`);
      createRecord(asAdmin(pair), 'PermissionSetAssignment', {
        AssigneeId: ann.Id,
        PermissionSetId: narrow!.Id,
      });
      ben.IsActive = false;
      expect((await roundTrip(pair)).assignTo).to.deep.equal([system[0], 'Callers', system[1]]);
    }));

  it('says where the user who is logged in may not call', () =>
    withPair({}, async (pair) => {
      await link(pair);
      takeAway(pair, linkNameOf(pair), pair.hub.org.adminId);
      const { warnings, text } = await exportOf(pair);
      expect(warnings).to.have.lengthOf(1);
      expect(warnings[0]).to.include(pair.hub.username);
      expect(await changesOf([pair], text)).to.have.lengthOf(1);
    }));

  it('names each of several links to one spoke, and declares all spokes', () =>
    withPair({}, async (pair) => {
      const other = await startPair();
      try {
        const second = { ...pair, spoke: other.spoke, ends: { ...pair.ends, spoke: other.ends.spoke } };
        await link(pair);
        await link(pair, { name: 'second', appName: 'SecondApp' });
        await link(second);
        const outcome = await exportOf(pair);
        const told = linksIn(outcome).map(({ spoke, name, appName }) => [spoke, name, appName]);
        expect(told).to.have.deep.members([
          [pair.spoke.org.alias, linkNameOf(pair), undefined],
          [pair.spoke.org.alias, 'second', 'SecondApp'],
          [second.spoke.org.alias, undefined, undefined],
        ]);
        expect(await changesOf([pair, second], outcome.text)).to.deep.equal([]);
      } finally {
        await other.close();
      }
    }));

  it('declares a sandbox that calls production, and an org that calls itself', async () => {
    await withPair({ hub: { kind: 'sandbox' }, spoke: { kind: 'production' } }, async (pair) => {
      await link(pair, { allowProduction: true, serviceUser: pair.spoke.username });
      expect(await roundTrip(pair)).to.include({ allowProduction: true });
    });
    const org = await startWithLogin({ kind: 'developer', alias: 'both' });
    const conn = await connect(org);
    const pair: Pair = { hub: org, spoke: org, ends: { hub: conn, spoke: conn }, close: () => org.close() };
    await link(pair, { allowSelf: true });
    expect(await roundTrip(pair)).to.include({ allowSelf: true, spoke: org.org.alias });
    await pair.close();
  });

  it('keeps in mind what it can not declare', () =>
    withPair({}, async (pair) => {
      await link(pair);
      const { type, body } = credentialIn(pair);
      const { results } = await createMetadata(pair.hub.org, [
        { type, fullName: 'by_hand', body: { ...body, description: 'By hand', label: 'By hand' } },
      ]);
      expect(results[0].errors).to.deep.equal([]);
      await (await AuthRemover.create()).removeAuth(pair.spoke.username);
      const { result, left, text } = await exportOf(pair);
      expect(result.manifest.hubs).to.deep.equal([{ hub: pair.hub.org.alias, links: [] }]);
      expect(left).to.have.lengthOf(2);
      expect(left[0]).to.include(pair.spoke.url).and.to.include('sf org login web --instance-url');
      expect(left[1]).to.include('by_hand').and.to.include('--adopt');
      for (const line of left) expect(text).to.include(`# - ${line}\n`);
      expect(readManifest(text, { file: 'f', env: {} }).hubs[0].links).to.deep.equal([]);
    }));

  it('leaves out a link whose spoke does not let its login in any more', () =>
    withPair({}, async (pair) => {
      await link(pair);
      pair.spoke.org.sessions.clear();
      const { left, result } = await exportOf(pair);
      expect(result.manifest.hubs[0].links).to.deep.equal([]);
      expect(left.join()).to.include(`the login ${pair.spoke.org.alias}`);
    }));

  it('leaves out what a sandbox refresh copied', () =>
    withRefresh({}, async ({ sandbox, name }) => {
      const { left, result } = await exportOf(sandbox);
      expect(result.manifest.hubs[0].links).to.deep.equal([]);
      expect(left.join()).to.include(name).and.to.include('a sandbox refresh copied it');
    }));

  it('leaves out a link whose service user is a formula', () =>
    withPair({}, async (pair) => {
      await link(pair);
      const parameters = credentialIn(pair).body.externalCredentialParameters as Record<string, string>[];
      parameters.find(({ parameterName }) => parameterName === 'sub')!.parameterValue = '{!$User.Username}';
      expect((await exportOf(pair)).left.join()).to.include('formula');
    }));

  it('has one shape of JSON', () =>
    withPair({}, async (pair) => {
      const none = await exportOf(pair);
      expect(exportResult.strict().parse(none.result)).to.deep.equal(none.result);
      expect(linksIn(none)).to.deep.equal([]);
      await link(pair);
      const { result } = await exportOf(pair);
      expect(exportResult.strict().parse(result)).to.deep.equal(result);
      expect(result.hub).to.deep.include({ orgId: pair.hub.org.id, alias: pair.hub.org.alias });
    }));
});
