import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Component } from '../../simulator/org.ts';
import { rows } from '../../simulator/tables.ts';
import type { LinkRequest } from '../../src/link/request.ts';
import { changesSince, link, type Pair, thrownBy, unwell, verify, withPair } from './pair.ts';

const open = { spoke: { settings: { connectedAppCreation: true } } };
const asConnectedApp: Partial<LinkRequest> = { app: 'connected-app' };

const componentsOf = ({ spoke }: Pair, wanted: string): Component[] =>
  [...spoke.org.components.values()].filter(({ type }) => type === wanted);
const namesOf = (pair: Pair, type: string): string[] =>
  componentsOf(pair, type).map(({ fullName }) => fullName);

describe('link --app connected-app', () => {
  it('makes a connected app, reads its key back, pre-authorises, and proves the link', () =>
    withPair(open, async (pair) => {
      const { result, verdict } = await link(pair, asConnectedApp);
      expect(verdict?.checks).to.have.length(7);
      expect(unwell(verdict!.checks)).to.deep.equal([]);
      const [only] = result.links;
      expect(only).to.include({ appKind: 'connected-app' });
      expect(only.steps.filter(({ org }) => org === 'spoke').map(({ type }) => type)).to.deep.equal([
        'PermissionSet',
        'ConnectedApp',
        'SetupEntityAccess',
        'PermissionSetAssignment',
      ]);
      expect(namesOf(pair, 'ConnectedApp')).to.deep.equal([only.app]);
      expect(namesOf(pair, 'ExternalClientApplication')).to.deep.equal([]);
    }));

  it('again has nothing to do, asked for or not, within the requests that a run may make', () =>
    withPair(open, async (pair) => {
      await link(pair, asConnectedApp);
      for (const request of [{}, asConnectedApp]) {
        const lengths = [pair.hub.log.length, pair.spoke.log.length];
        const { result } = await link(pair, request);
        expect(result.links[0].changed).to.equal(false);
        expect(changesSince(pair.hub, lengths[0]).concat(changesSince(pair.spoke, lengths[1]))).to.deep.equal(
          []
        );
        const count = pair.hub.log.length + pair.spoke.log.length - lengths[0] - lengths[1];
        // The hub's callout is one request at the spoke that the plugin did not send.
        expect(count - 1).to.be.at.most(20);
      }
    }));

  it('takes another IP policy, in the words of a connected app, and keeps it', () =>
    withPair(open, async (pair) => {
      await link(pair, { ...asConnectedApp, ipRelaxation: 'Enforce_RelaxRefresh' });
      const policy = (): unknown => componentsOf(pair, 'ConnectedApp')[0].body.oauthPolicy;
      expect(policy()).to.deep.include({ ipRelaxation: 'ENFORCE_RELAXREFRESH' });
      expect((await link(pair)).result.links[0].changed).to.equal(false);
      await link(pair, { ipRelaxation: 'Bypass' });
      expect(policy()).to.deep.include({
        ipRelaxation: 'BYPASS',
        refreshTokenPolicy: 'specific_lifetime:365:DAYS',
      });
    }));

  it('on a link through an external client app changes over, and stays there', () =>
    withPair(open, async (pair) => {
      await link(pair);
      const { verdict } = await link(pair, asConnectedApp);
      expect(verdict?.passed).to.equal(true);
      const again = await link(pair);
      expect(again.plan.app.kind).to.equal('connected-app');
      expect(again.result.links[0].changed).to.equal(false);
      const back = await link(pair, { app: 'external-client-app' });
      expect(back.verdict?.passed).to.equal(true);
      expect((await link(pair)).plan.app.kind).to.equal('external-client-app');
    }));

  it('stopped between the orgs is continued by the next run', () =>
    withPair(open, async (pair) => {
      pair.hub.fault({ kind: 'unavailable', path: /deployRequest$/, times: 20 });
      expect(await thrownBy(link(pair, asConnectedApp))).to.include({ exitCode: 68 });
      pair.hub.org.faults.length = 0;
      const { result, verdict } = await link(pair);
      expect(verdict?.passed).to.equal(true);
      expect(result.links[0].appKind).to.equal('connected-app');
      expect(namesOf(pair, 'ExternalClientApplication')).to.deep.equal([]);
    }));

  it('--dry-run lets the spoke check it; --output-dir writes it', () =>
    withPair(open, async (pair) => {
      const outputDir = mkdtempSync(join(tmpdir(), 's2s-'));
      const { result, checked } = await link(pair, asConnectedApp, { dryRun: true, outputDir });
      expect(checked).to.deep.equal(['spoke']);
      expect(result.links[0].steps.map(({ action }) => action)).to.deep.equal(Array(9).fill('create'));
      const { name, app } = result.links[0];
      const file = join(outputDir, `${name}/connectedApps/${app}.connectedApp-meta.xml`);
      expect(readFileSync(file, 'utf8')).to.match(/<certificate>\$\{S2S_\w+_CERTIFICATE\}<\/certificate>/);
      expect(existsSync(join(outputDir, name, 'externalClientApps'))).to.equal(false);
    }));

  it('where they are blocked leaves nothing on the spoke and says what to type', () =>
    withPair({}, async (pair) => {
      const again = `sf s2s link --hub ${pair.hub.org.alias} --spoke ${pair.spoke.org.alias}`;
      for (const dryRun of [true, false]) {
        const error = await thrownBy(link(pair, asConnectedApp, { dryRun }));
        expect(error).to.include({ name: 'DeployFailedError', exitCode: 1 });
        expect(error.message).to.match(/ConnectedApp .*You can't create a connected app/);
        expect(error.actions?.[0]).to.equal(`Use an external client app: ${again}`);
        expect(error.actions?.[1]).to.include(`Then: ${again} --app connected-app`);
        // What was made before that is told.
        expect(error.actions?.slice(2).join()).to.match(
          dryRun ? /^$/ : /^The certificate S2S_\d+, which was made before that, stays on \w+: the next run/
        );
        expect(changesSince(pair.spoke, 0)).to.deep.equal([]);
        expect(rows(pair.spoke.org, 'PermissionSet').filter(({ IsCustom }) => IsCustom)).to.deep.equal([]);
      }
      expect((await link(pair)).verdict?.passed).to.equal(true);
    }));

  it('needs no external client apps in the spoke', () =>
    withPair(
      { spoke: { settings: { connectedAppCreation: true, externalClientApps: false } } },
      async (pair) => {
        expect((await thrownBy(link(pair))).actions?.join()).to.include('--app connected-app');
        expect((await link(pair, asConnectedApp)).verdict?.passed).to.equal(true);
        expect((await link(pair)).result.links[0].changed).to.equal(false);
      }
    ));

  it('does not take the app of another hub for its own', () =>
    withPair(open, async (pair) => {
      const { result } = await link(pair, { ...asConnectedApp, appName: 'Shared' });
      const app = componentsOf(pair, 'ConnectedApp')[0];
      app.body.description = String(app.body.description).replace(/: 00D\w{15}/, ': 00D000000000001AAA');
      // Made for this very hub it is of the time before a refresh gave the hub another id.
      expect((await link(pair, { appName: 'Shared' })).verdict?.passed).to.equal(true);
      const { body } = componentsOf(pair, 'ConnectedApp')[0];
      body.description = String(body.description).replace(/: 00D\w{15}/, ': 00D000000000001AAA');
      Object.assign(body.oauthConfig, { callbackUrl: 'https://other.my.salesforce.com/callback' });
      expect((await thrownBy(link(pair, { appName: 'Shared', adopt: true }))).name).to.equal(
        'ConflictOtherHubError'
      );
      expect(result.links[0].app).to.equal('Shared');
    }));
});

describe('verify on a link through a connected app', () => {
  /** One thing broken: how, which rung names it, and as what. */
  const cases: [string, string, (app: Component, pair: Pair) => unknown][] = [
    ['app', 'noCertificate', ({ body }) => delete (body.oauthConfig as Record<string, unknown>).certificate],
    ['app', 'otherKey', ({ body }) => Object.assign(body.oauthConfig, { consumerKey: '3MVG9other' })],
    ['app', 'noScope', ({ body }) => Object.assign(body.oauthConfig, { scopes: ['Api'] })],
    [
      'pre-authorisation',
      'selfAuthorised',
      ({ body }) => Object.assign(body.oauthConfig, { isAdminApproved: 'false' }),
    ],
    [
      'pre-authorisation',
      'noPermissionSet',
      (_app, { spoke }) => {
        const access = spoke.org.tables.get('SetupEntityAccess')!;
        for (const row of access.values())
          if (row.SetupEntityType === 'ConnectedApplication') access.delete(row.Id);
      },
    ],
  ];
  for (const [rung, finding, breakIt] of cases) {
    it(`names ${rung} and ${finding}, and its remedy mends it`, () =>
      withPair(open, async (pair) => {
        await link(pair, asConnectedApp);
        breakIt(componentsOf(pair, 'ConnectedApp')[0], pair);
        const rungs = Object.values(await verify(pair));
        const first = rungs.find(({ status }) => status === 'failed');
        expect([first?.id, first?.findings]).to.deep.equal([rung, [finding]]);
        const command = `sf s2s link --hub ${pair.hub.org.alias} --spoke ${pair.spoke.org.alias}`;
        expect(first?.actions).to.deep.equal([command]);
        await link(pair);
        expect(unwell(Object.values(await verify(pair)))).to.deep.equal([]);
      }));
  }
});
