import { expect } from 'chai';
import { endSessions } from '../../simulator/oauth/sessions.ts';
import type { SimulatedOrg } from '../../simulator/server.ts';
import { rows } from '../../simulator/tables.ts';
import { call } from './callout-fixtures.ts';
import { addCredential, startLinked } from './link-fixtures.ts';
import type { Spoke } from './link-fixtures.ts';
import { addCertificate } from './metadata-fixtures.ts';
import { ask, assign, grant, refusal, root, stopAll } from './server-fixtures.ts';
import { addSecondApp } from './two-apps.ts';

let hub: SimulatedOrg;
let spoke: Spoke;

const path = `${root}/named-credentials/credential`;
const principal = '?externalCredential=Spoke&principalType=NamedPrincipal&principalName=Link-User';
const drop = (token?: string) => ask(hub, 'DELETE', `${path}${principal}`, undefined, token);
const applications = (): unknown[] =>
  rows(spoke.org, 'LoginHistory')
    .filter((row) => row.UserId === spoke.service.Id)
    .map((row) => row.Application);

/** A second certificate and a second app that trusts it; the credential signs with the one for the other. */
const switchApps = async (): Promise<void> => {
  const pem = await addCertificate(hub.org, 'Next_Key');
  const consumerKey = await addSecondApp(spoke, 'Next', pem, spoke.service.Id);
  await addCredential(hub, { ...spoke, consumerKey }, (text) => text.replaceAll('Hub_Key', 'Next_Key'));
};

describe('The token that a hub stores', () => {
  beforeEach(async () => {
    ({ hub, spoke } = await startLinked());
  });
  afterEach(stopAll);

  it('stays when certificate and consumer key are switched, until the spoke refuses it', async () => {
    await call(hub);
    await switchApps();
    expect((await call(hub)).statusCode).to.equal(200);
    expect(applications()).to.deep.equal(['Hub']);
    endSessions(spoke.org, ({ userId }) => userId === spoke.service.Id);
    expect((await call(hub)).statusCode).to.equal(200);
    expect(applications()).to.deep.equal(['Hub', 'Next']);
  });

  it('is dropped by deleting the credential of its principal: the next callout logs in anew', async () => {
    await call(hub);
    await switchApps();
    expect((await drop()).status).to.equal(204);
    expect(hub.log.at(-1)?.changes).to.deep.equal(['UserExternalCredential:Spoke']);
    expect(hub.org.components.has('ExternalCredential:Spoke')).to.equal(true);
    expect((await call(hub)).statusCode).to.equal(200);
    expect(applications()).to.deep.equal(['Hub', 'Next']);
  });

  it('may also stay, or not be deletable, since no source speaks of JWT bearer', async () => {
    await call(hub);
    const stored = hub.org.calloutTokens.get('Spoke');
    hub.org.settings.credentialDelete = 'keeps';
    expect((await drop()).status).to.equal(204);
    expect(hub.log.at(-1)?.changes).to.deep.equal([]);
    hub.org.settings.credentialDelete = 'refuses';
    expect(refusal(await drop())).to.match(/^INVALID_INPUT/);
    expect(hub.org.calloutTokens.get('Spoke')).to.equal(stored);
  });

  it('is not there before the first callout, nor for a principal or credential that is not there', async () => {
    expect((await drop()).status).to.equal(404);
    await call(hub);
    for (const other of [
      '?externalCredential=Nope&principalType=NamedPrincipal&principalName=Link-User',
      '?externalCredential=Spoke&principalType=NamedPrincipal&principalName=Nobody',
    ])
      expect((await ask(hub, 'DELETE', `${path}${other}`)).status).to.equal(404);
    for (const [wrong, status] of [
      ['?externalCredential=Spoke&principalType=NamedPrincipal', 400],
      ['?externalCredential=Spoke&principalType=Somebody', 400],
      ['?externalCredential=Spoke&principalType=PerUserPrincipal', 501],
    ] as const)
      expect((await ask(hub, 'DELETE', `${path}${wrong}`)).status).to.equal(status);
    expect((await ask(hub, 'POST', `${path}?action=Refresh`, {})).status).to.equal(501);
    expect(hub.org.calloutTokens.size).to.equal(1);
  });

  it('is only dropped by who manages named credentials and has Modify All on User External Credentials', async () => {
    await call(hub);
    const user = hub.addUser({ username: 'bob@hub.example' });
    const token = hub.login(user.Id);
    expect((await drop(token)).status).to.equal(403);
    grant(hub.org, user.Id, 'Manager', { PermissionsManageNamedCredentials: true });
    expect((await drop(token)).status).to.equal(403);
    expect(hub.org.calloutTokens.size).to.equal(1);
    assign(hub.org, user.Id, 'Use_Spoke');
    expect((await drop(token)).status).to.equal(204);
  });

  it('is told of without its value', async () => {
    await call(hub);
    const { json, text } = await ask(hub, 'GET', `${path}${principal}`);
    expect(json).to.deep.equal({
      externalCredential: 'Spoke',
      principalName: 'Link-User',
      principalType: 'NamedPrincipal',
      authenticationProtocol: 'OAuth',
      authenticationProtocolVariant: 'JwtBearer',
      authenticationStatus: 'Configured',
      credentials: {},
    });
    expect(text).to.not.include(hub.org.calloutTokens.get('Spoke'));
  });

  it('is shared by callouts at the same time, also when it has died', async () => {
    const many = async () =>
      (await Promise.all(Array.from({ length: 8 }, () => call(hub)))).map((one) => one.statusCode);
    expect(new Set(await many())).to.deep.equal(new Set([200]));
    endSessions(spoke.org, ({ userId }) => userId === spoke.service.Id);
    expect(new Set(await many())).to.deep.equal(new Set([200]));
    expect((await call(hub)).statusCode).to.equal(200);
    expect(spoke.org.sessions.get(hub.org.calloutTokens.get('Spoke')!)?.alive).to.equal(true);
  });

  it('that another callout fetched meanwhile is used after a refusal, and not fetched again', async () => {
    await call(hub);
    const dead = hub.org.calloutTokens.get('Spoke')!;
    endSessions(spoke.org, ({ userId }) => userId === spoke.service.Id);
    spoke.fault({ path: /v65\.0/, kind: 'delay', milliseconds: 100, times: 1 });
    const slow = call(hub, { endpoint: 'callout:Spoke/services/data/v65.0/' });
    const quick = call(hub);
    expect([(await slow).statusCode, (await quick).statusCode]).to.deep.equal([200, 200]);
    expect(hub.org.calloutTokens.get('Spoke')).to.not.equal(dead);
    expect(applications().length).to.equal(2);
  });
});
