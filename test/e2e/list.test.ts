import { AuthRemover } from '@salesforce/core';
import { expect } from 'chai';
import { createMetadata } from '../../simulator/metadata/crud.ts';
import type { Component } from '../../simulator/org.ts';
import type { SimulatedOrg } from '../../simulator/server.ts';
import { linksResult } from '../../src/result.ts';
import { run } from './command.ts';
import { list, only } from './listed.ts';
import { changesSince, link, withPair } from './pair.ts';

const held = ({ org }: SimulatedOrg, type: string): Component =>
  [...org.components.values()].find((component) => component.type === type)!;

/** Changes the description of the external credential of a hub. */
const describeAs = (hub: SimulatedOrg, change: (description: string) => string): void => {
  const { body } = held(hub, 'ExternalCredential');
  body.description = change(String(body.description));
};

/** Removes parts of a link's external credential. */
const without = (hub: SimulatedOrg, parameterName: string): void => {
  const { body } = held(hub, 'ExternalCredential');
  body.externalCredentialParameters = (
    body.externalCredentialParameters as { parameterName: string }[]
  ).filter((row) => row.parameterName !== parameterName);
};

describe('list', () => {
  it('tells of a link all that the hub and the login to the spoke know', () =>
    withPair({}, async (pair) => {
      const { hub, spoke } = pair;
      spoke.addUser({ username: 'svc@spoke.example' });
      const linked = (await link(pair, { serviceUser: 'svc@spoke.example' })).result;
      const before = [hub.log.length, spoke.log.length];
      const { result, remedies, ending } = await list(pair);
      const [{ created, certificate, ...listed }] = result.links;
      expect(result.hub).to.deep.equal(linked.hub);
      expect(listed).to.deep.equal({
        name: linked.links[0].name,
        spoke: {
          orgId: spoke.org.id,
          username: spoke.username,
          alias: spoke.org.alias,
          url: spoke.url,
        },
        app: linked.links[0].app,
        appKind: 'external-client-app',
        serviceUser: 'svc@spoke.example',
        state: 'linked',
        changed: false,
        steps: [],
        checks: [],
        todo: [],
        problem: null,
      });
      expect(certificate).to.deep.equal(linked.links[0].certificate);
      expect(certificate?.daysLeft).to.be.within(728, 731);
      const { Name } = hub.org.tables.get('User')!.get(hub.org.adminId)!;
      expect(created?.by).to.equal(Name);
      expect(Date.now() - Date.parse(created!.date)).to.be.within(0, 600_000);
      expect([remedies, ending]).to.deep.equal([[], []]);
      expect(changesSince(hub, before[0]).concat(changesSince(spoke, before[1]))).to.deep.equal([]);
      expect(spoke.log.length - before[1]).to.equal(2);
      expect(linked.links[0]).to.include({ state: 'linked' });
      expect(linked.links[0].created).to.deep.equal(created);
    }));

  it('finds a connected app, and an app whose key the spoke hides', async () => {
    const settings = { connectedAppCreation: true };
    await withPair({ spoke: { settings } }, async (pair) => {
      await link(pair, { app: 'connected-app', appName: 'Old' });
      expect(await only(pair)).to.include({ app: 'Old', appKind: 'connected-app' });
      pair.spoke.org.settings.externalClientApps = false;
      expect(await only(pair)).to.include({ app: 'Old', appKind: 'connected-app' });
    });
    await withPair({}, async (pair) => {
      await link(pair, { appName: 'Mine' });
      pair.spoke.org.settings.revealConsumerKey = false;
      expect(await only(pair)).to.include({ app: 'Mine', appKind: 'external-client-app' });
    });
  });

  it('says how each link is, and what to type', () =>
    withPair({}, async (pair) => {
      const { hub } = pair;
      const { alias } = hub.org;
      const [{ name }] = (await link(pair, { name: 'acme' })).result.links;
      const stateAnd = async (days = 0): Promise<string> => {
        const { result, remedies } = await list(pair, {}, days);
        expect(remedies).to.have.lengthOf(1);
        return `${result.links[0].state}: ${remedies[0].replace(/^.*: /, '')}`;
      };
      const marked = String(held(hub, 'ExternalCredential').body.description);
      const rotate = `sf s2s rotate --hub ${alias}`;
      const mend = `sf s2s link --hub ${alias} --spoke ${pair.spoke.org.alias} --name ${name}`;

      describeAs(hub, (text) => `${text}\nRetiring since 2026-11-20T08:00:00.000Z: Former`);
      expect((await list(pair)).remedies[0])
        .to.include('Former')
        .and.include('2026-11-20');
      expect(await stateAnd()).to.equal(`retiring: ${rotate}`);

      for (const { Id } of (
        await pair.ends.hub.query(
          `SELECT Id FROM PermissionSetAssignment WHERE PermissionSet.Name = '${name}'`
        )
      ).records)
        await pair.ends.hub.sobject('PermissionSetAssignment').delete(Id!);
      await pair.ends.hub.metadata.delete('PermissionSet', name);
      expect(await stateAnd()).to.equal(`incomplete: ${mend}`);
      await link(pair);
      expect(await stateAnd()).to.equal(`retiring: ${rotate}`);
      await pair.ends.hub.metadata.delete('NamedCredential', name);
      expect(await stateAnd()).to.equal(`incomplete: ${mend}`);

      expect(await stateAnd(800)).to.equal(`expired: ${rotate}`);

      describeAs(hub, () => marked.replace(hub.org.id, '00D000000000001AAA'));
      const elsewhere = `sf s2s link --hub ${alias} --spoke ALIAS_OF_SANDBOX --name ${name}`;
      expect(await stateAnd(800)).to.equal(`copied: ${elsewhere}`);
    }));

  for (const part of ['iss', 'sub', 'AuthProviderUrl', 'SigningCertificate', 'NamedPrincipal'])
    it(`calls a link without ${part} incomplete`, () =>
      withPair({}, async (pair) => {
        await link(pair);
        without(pair.hub, part);
        expect(await only(pair)).to.include({ state: 'incomplete' });
      }));

  it('does not call incomplete what somebody may not see', () =>
    withPair({}, async (pair) => {
      await link(pair);
      const { tables } = pair.hub.org;
      for (const set of tables.get('PermissionSet')!.values()) {
        if (set.IsOwnedByProfile === true) set.PermissionsViewSetup = false;
        else tables.get('PermissionSet')!.delete(set.Id);
      }
      expect(await only(pair)).to.include({ state: 'linked' });
    }));

  it('lists nothing of what is not its own, and says how to make a link', () =>
    withPair({}, async (pair) => {
      const { hub, spoke } = pair;
      await link(pair);
      describeAs(hub, () => 'By hand');
      await createMetadata(hub.org, [
        {
          type: 'ExternalCredential',
          fullName: 'Key',
          body: {
            authenticationProtocol: 'Custom',
            description: `Managed by sf s2s: ${hub.org.id} -> ${spoke.org.id}`,
            label: 'Key',
          },
        },
      ]);
      const { stdout, exitCode } = await run('list', '--hub', hub.org.alias, '--expires-within', '9999');
      expect(exitCode).to.equal(0);
      expect(stdout.trim()).to.equal(
        `${hub.org.alias} has no links. Make one: sf s2s link --hub ${hub.org.alias} --spoke ALIAS_OF_SPOKE`
      );
      const json = JSON.parse((await run('list', '--hub', hub.org.alias, '--json')).stdout);
      expect(json).to.deep.include({ status: 0 });
      expect(json.result.links).to.deep.equal([]);
      expect((await run('list', '--hub', hub.org.alias, '-r', 'mermaid')).stdout).to.match(/```mermaid\n/);
      const csv = (await run('list', '--hub', hub.org.alias, '-r', 'csv')).stdout;
      expect(csv.trim()).to.match(/^name,spoke_org_id,[\w,]+,state$/);
    }));

  it('needs the hub alone, whatever the spoke is like', () =>
    withPair({}, async (pair) => {
      const { hub, spoke } = pair;
      await link(pair);
      const whole = await only(pair);
      const unknown = { ...whole, app: null, appKind: null };
      for (const kind of ['hang', 'refuse', 'reset', 'truncate', 'expired', 'unavailable', 'html'] as const) {
        spoke.fault({ kind });
        const patience = kind === 'hang' ? { each: 200, all: 60_000 } : undefined;
        const { result } = await list(pair, {}, 0, patience);
        expect(result.links, kind).to.deep.equal([unknown]);
        spoke.org.faults.length = 0;
      }
      expect(await only(pair)).to.deep.equal(whole);
      spoke.fault({ kind: 'hang' });
      const { result } = await list(pair, {}, 0, { each: 60_000, all: 200 });
      expect(result.links).to.deep.equal([unknown]);

      await (await AuthRemover.create()).removeAuth(spoke.username);
      const { length } = spoke.log;
      const { stdout, exitCode } = await run('list', '--hub', hub.org.alias, '--json');
      expect(exitCode).to.equal(0);
      const parsed = linksResult.strict().parse(JSON.parse(stdout).result);
      expect(parsed.links).to.deep.equal([
        { ...unknown, spoke: { orgId: spoke.org.id, username: null, alias: null, url: spoke.url } },
      ]);
      expect(spoke.log).to.have.lengthOf(length);
    }));

  it('says which hub can not be asked', () =>
    withPair({}, async ({ hub }) => {
      hub.fault({ kind: 'expired' });
      const { error, exitCode } = await run('list', '--hub', hub.org.alias);
      expect([error?.name, exitCode]).to.deep.equal(['LoginExpiredError', 1]);
    }));
});
