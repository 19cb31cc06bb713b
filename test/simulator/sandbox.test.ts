import { X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import { copyAsSandbox } from '../../simulator/sandbox.ts';
import type { SandboxOptions } from '../../simulator/sandbox.ts';
import type { SimulatedOrg } from '../../simulator/server.ts';
import { rows } from '../../simulator/tables.ts';
import { call, noToken, thrown } from './callout-fixtures.ts';
import { addCredential, startLinked } from './link-fixtures.ts';
import type { Spoke } from './link-fixtures.ts';
import { connectedAppFile, deployFiles, file, label } from './metadata-fixtures.ts';
import { anonymous, ask, query, rowWith, stopAll } from './server-fixtures.ts';

let hub: SimulatedOrg;
let spoke: Spoke;
const copies: SimulatedOrg[] = [];

const refresh = async (source: SimulatedOrg, options: SandboxOptions = {}): Promise<SimulatedOrg> => {
  const copy = await copyAsSandbox(source, options);
  copies.push(copy);
  return copy;
};
const body = ({ org }: SimulatedOrg, key: string) => org.components.get(key)!.body;
const globalSettings = (org: SimulatedOrg) => body(org, 'ExtlClntAppGlobalOauthSettings:Hub_glbloauth');

describe('A sandbox that is made from an org', () => {
  beforeEach(async () => {
    ({ hub, spoke } = await startLinked({ hub: { kind: 'production' }, spoke: { kind: 'production' } }));
    const login = 'https://login.salesforce.com';
    await addCredential(hub, spoke, (text) => text.replaceAll('https://test.salesforce.com', login));
  });
  afterEach(async () => {
    await Promise.all([stopAll(), ...copies.splice(0).map((copy) => copy.close())]);
  });

  it('is an org of its own, which the CLI may log in to', async () => {
    const sandbox = await refresh(hub);
    expect([sandbox.org.id, sandbox.url]).to.satisfy(
      ([id, url]: string[]) => id !== hub.org.id && url !== hub.url
    );
    const { json } = await ask(sandbox, 'GET', query('SELECT Id, Name, IsSandbox FROM Organization'));
    expect(json.records[0]).to.deep.include({ Id: sandbox.org.id, Name: hub.org.name, IsSandbox: true });
    expect(sandbox.org.alias).to.equal('hub-uat');
    expect(sandbox.username).to.equal('admin@hub.example.com.uat');
    expect(
      (await ask(hub, 'GET', query('SELECT IsSandbox FROM Organization'))).json.records[0].IsSandbox
    ).to.equal(false);
    expect(
      (await ask(sandbox, 'GET', query('SELECT Id FROM User'), undefined, hub.accessToken)).status
    ).to.equal(401);
  });

  it('has the users under other names, with email addresses that lead nowhere, but for who asked for it', async () => {
    const sandbox = await refresh(spoke, { name: 'qa' });
    const users = Object.fromEntries(rows(sandbox.org, 'User').map((user) => [user.Username, user]));
    const service = users['service@spoke.example.qa'];
    expect(service).to.include({
      Id: spoke.service.Id,
      Email: 'service@spoke.example.invalid',
      LastLoginDate: null,
    });
    expect(users[sandbox.username].Email).to.equal('admin@spoke.example.com');
    expect(Object.keys(users)).to.include(`autoproc@${sandbox.org.id.slice(0, 15).toLowerCase()}`);
    const other = await refresh(spoke, { requestedBy: spoke.service.Id });
    expect(rowWith(other.org, 'User', { Id: spoke.service.Id }).Email).to.equal('service@spoke.example');
  });

  it('still calls the production spoke by the credentials of production, without its tokens', async () => {
    await call(hub);
    const sandbox = await refresh(hub, { privateKeys: 'kept' });
    expect(sandbox.org.calloutTokens.size).to.equal(0);
    expect(body(sandbox, 'NamedCredential:Spoke')).to.deep.equal(body(hub, 'NamedCredential:Spoke'));
    expect(body(sandbox, 'ExternalCredential:Spoke')).to.deep.equal(body(hub, 'ExternalCredential:Spoke'));
    expect((await call(sandbox)).statusCode).to.equal(200);
    expect(
      rows(spoke.org, 'LoginHistory').filter(({ UserId }) => UserId === spoke.service.Id).length
    ).to.equal(2);
    expect(rows(sandbox.org, 'LoginHistory')).to.deep.equal([]);
  });

  it('has certificates that look the same and sign nothing, unless their keys come along or are made anew', async () => {
    const pem = ({ org }: SimulatedOrg) => org.certificates.get('Hub_Key')!.pem;
    const lost = await refresh(hub);
    expect(pem(lost)).to.equal(pem(hub));
    expect(await thrown(lost)).to.equal(noToken);
    const script = "Blob b = Crypto.signWithCertificate('RSA-SHA256', Blob.valueOf('a'), 'Hub_Key');";
    expect((await ask(lost, 'GET', anonymous(script))).json.exceptionMessage).to.match(
      /NoDataFoundException/
    );
    const fresh = await refresh(hub, { privateKeys: 'new' });
    expect(pem(fresh)).to.not.equal(pem(hub));
    expect(new X509Certificate(pem(fresh)).subject).to.include(fresh.org.id.slice(0, 15));
    expect(await thrown(fresh)).to.include('invalid client credentials');
  });

  it('has its own org id wherever the one of its source was written, in 18 or 15 characters', async () => {
    const marker = `Managed by sf s2s: ${hub.org.id} -> ${spoke.org.id}`;
    const set = (text: string) =>
      file('PermissionSet', `<description>${text}</description><label>Marked</label>`);
    await deployFiles(hub.org, { 'permissionsets/Marked.permissionset': set(marker) });
    const described = ({ org }: SimulatedOrg) =>
      rowWith(org, 'PermissionSet', { Name: 'Marked' }).Description;
    const sandbox = await refresh(hub);
    expect(described(sandbox)).to.equal(marker.replace(hub.org.id, sandbox.org.id));
    expect(body(sandbox, 'PermissionSet:Marked').description).to.equal(described(sandbox));
    expect(described(hub)).to.equal(marker);
    expect(described(await refresh(hub, { orgIds: 'kept' }))).to.equal(marker);
  });

  it('has apps of its own scope, with consumer keys of their own or those of production', async () => {
    const scope = (org: SimulatedOrg) => [
      body(org, 'ExternalClientApplication:Hub').orgScopedExternalApp,
      rowWith(org.org, 'ExternalClientApplication', { DeveloperName: 'Hub' }).OrgScopedExternalApp,
    ];
    for (const orgIds of ['replaced', 'kept'] as const) {
      const sandbox = await refresh(spoke, { orgIds });
      const own = `${sandbox.org.id.slice(0, 15)}:Hub`;
      expect(scope(sandbox)).to.deep.equal([own, own]);
    }
    spoke.org.settings.connectedAppCreation = true;
    await deployFiles(spoke.org, {
      'permissionsets/Old.permissionset': label('Old'),
      'connectedApps/Old.connectedApp': connectedAppFile(hub.org.certificates.get('Hub_Key')!.pem),
    });
    const keys = (org: SimulatedOrg) => [
      globalSettings(org).consumerKey,
      (body(org, 'ConnectedApp:Old').oauthConfig as { consumerKey: string }).consumerKey,
    ];
    const fresh = keys(await refresh(spoke));
    expect(fresh).to.satisfy(([one, two]: string[]) => one !== keys(spoke)[0] && two !== keys(spoke)[1]);
    expect(keys(await refresh(spoke, { consumerKeys: 'kept' }))).to.deep.equal(keys(spoke));
  });

  it('keeps who may call and who is pre-authorised, or nobody', async () => {
    const assigned = ({ org }: SimulatedOrg, name: string) => {
      const { Id } = rowWith(org, 'PermissionSet', { Name: name });
      return rows(org, 'PermissionSetAssignment').filter((row) => row.PermissionSetId === Id).length;
    };
    expect(assigned(await refresh(spoke), 'Hub_Access')).to.equal(1);
    const bare = await refresh(spoke, { assignments: false });
    expect(assigned(bare, 'Hub_Access')).to.equal(0);
    expect((await ask(bare, 'GET', query('SELECT Id FROM User'))).status).to.equal(200);
  });

  it('changes nothing in its source, whatever happens to it', async () => {
    const sandbox = await refresh(hub);
    const before = JSON.stringify([
      [...hub.org.components],
      [...hub.org.tables].map(([, table]) => [...table]),
    ]);
    await deployFiles(sandbox.org, { 'permissionsets/New.permissionset': label('New') });
    await ask(sandbox, 'PATCH', `/services/data/v66.0/sobjects/User/${sandbox.org.adminId}`, {
      Title: 'Boss',
    });
    expect(
      JSON.stringify([[...hub.org.components], [...hub.org.tables].map(([, table]) => [...table])])
    ).to.equal(before);
    const ids = rows(sandbox.org, 'PermissionSet').map(({ Id }) => Id);
    expect(new Set(ids).size).to.equal(ids.length);
  });
});
