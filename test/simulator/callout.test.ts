import { expect } from 'chai';
import { updateRecord } from '../../simulator/data/records.ts';
import { endSessions } from '../../simulator/oauth/sessions.ts';
import type { SimulatedOrg } from '../../simulator/server.ts';
import { call, noEndpoint, noToken, thrown } from './callout-fixtures.ts';
import { addCredential, startLinked } from './link-fixtures.ts';
import type { Spoke } from './link-fixtures.ts';
import { deployFiles, file } from './metadata-fixtures.ts';
import { ask, envelope, rowWith, stopAll } from './server-fixtures.ts';

let hub: SimulatedOrg;
let spoke: Spoke;

const exchanges = (): number => spoke.log.filter(({ path }) => path === '/services/oauth2/token').length;

describe('A callout through a named credential', () => {
  beforeEach(async () => {
    ({ hub, spoke } = await startLinked());
  });
  afterEach(stopAll);

  it('reaches the spoke as the service user', async () => {
    const { statusCode, body } = await call(hub);
    expect(statusCode).to.equal(200);
    expect((JSON.parse(body) as { identity: string }).identity).to.match(
      new RegExp(`/id/${spoke.org.id}/${spoke.service.Id}$`)
    );
  });

  it('sends method, headers and body', async () => {
    const { statusCode } = await call(hub, {
      endpoint: `callout:Spoke/services/data/v66.0/sobjects/User/${spoke.service.Id}`,
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: '{"LastName":"Changed"}',
    });
    expect(statusCode).to.equal(204);
    expect(rowWith(spoke.org, 'User', { Id: spoke.service.Id }).LastName).to.equal('Changed');
  });

  it('keeps the token, and fetches another one after a 401', async () => {
    await call(hub);
    await call(hub);
    expect(exchanges()).to.equal(1);
    endSessions(spoke.org, ({ userId }) => userId === spoke.service.Id);
    expect((await call(hub)).statusCode).to.equal(200);
    expect(exchanges()).to.equal(2);
  });

  it('hands on what a SOAP API answers to a dead session, and keeps the token', async () => {
    await call(hub);
    const stored = hub.org.calloutTokens.get('Spoke')!;
    endSessions(spoke.org, ({ userId }) => userId === spoke.service.Id);
    const { statusCode, body } = await call(hub, {
      endpoint: 'callout:Spoke/services/Soap/m/66.0',
      method: 'POST',
      body: envelope('describeMetadata', '', stored),
    });
    expect(statusCode).to.equal(500);
    expect(body).to.include('<faultcode>sf:INVALID_SESSION_ID</faultcode>');
    expect(exchanges()).to.equal(1);
    expect(hub.org.calloutTokens.get('Spoke')).to.equal(stored);
  });

  it('fills the token into headers and body where the named credential allows it', async () => {
    const { body } = hub.org.components.get('NamedCredential:Spoke')!;
    const withToken = {
      endpoint: 'callout:Spoke/services/Soap/m/66.0',
      method: 'POST',
      body: envelope('describeMetadata', '', '{!$Credential.OAuthToken}'),
    };
    expect((await call(hub, withToken)).statusCode).to.equal(500);
    body.allowMergeFieldsInBody = 'true';
    expect((await call(hub, withToken)).statusCode).to.equal(200);
  });

  it('says which merge fields are not simulated, and sends nothing', async () => {
    const name = '{!$Credential.UserName}';
    for (const request of [{ headers: { 'X-Name': name } }, { method: 'POST', body: `<t>${name}</t>` }]) {
      const refusal = await call(hub, request).catch((error: unknown) => error);
      expect(refusal).to.have.property('message', 'not simulated: the merge field $Credential.UserName');
    }
    expect(spoke.log).to.deep.equal([]);
  });

  it('fetches another token for the additional status codes only', async () => {
    const missing = { endpoint: 'callout:Spoke/services/data/v66.0/sobjects/Nope/1' };
    expect((await call(hub, missing)).statusCode).to.equal(404);
    expect(exchanges()).to.equal(1);
    const row =
      '<externalCredentialParameters><parameterGroup>DefaultGroup</parameterGroup><parameterName>AdditionalRefreshStatusCode</parameterName>' +
      '<parameterType>AdditionalRefreshStatusCode</parameterType><parameterValue>404</parameterValue></externalCredentialParameters>';
    await addCredential(hub, spoke, (text) =>
      text.replace('<label>Spoke &amp; Söhne', `${row}<label>Spoke &amp; Söhne`)
    );
    hub.org.calloutTokens.clear();
    await call(hub, missing);
    expect(exchanges()).to.equal(3);
  });

  it('takes names by their case', async () => {
    expect(await thrown(hub, { endpoint: 'callout:spoke/services/data' })).to.equal(noEndpoint('spoke'));
    expect(await thrown(hub, { endpoint: 'callout:Nope/services/data' })).to.equal(noEndpoint('Nope'));
  });

  it('refuses a named credential that is switched off', async () => {
    await addCredential(hub, spoke, (text) =>
      text.replace('<label>Spoke</label>', '<calloutStatus>Disabled</calloutStatus><label>Spoke</label>')
    );
    expect(await thrown(hub)).to.equal(noEndpoint('Spoke'));
  });

  it("tells the token endpoint's own words", async () => {
    updateRecord({ org: spoke.org, userId: spoke.org.adminId, api: 'data' }, 'User', spoke.service.Id, {
      IsActive: false,
    });
    expect(await thrown(hub)).to.equal(
      `${noToken}\nError: inactive_user. Error description: user is inactive.`
    );
  });

  it('signs with the algorithm of the claims, which the spoke may refuse', async () => {
    await addCredential(hub, spoke, (text) => text.replace('RS256', 'RS512'));
    expect(await thrown(hub)).to.equal(
      `${noToken}\nError: invalid_client. Error description: invalid client credentials.`
    );
  });

  it('says less when the token endpoint gives no JSON or nobody answers', async () => {
    spoke.fault({ path: /oauth2\/token/, kind: 'html', times: 1 });
    expect(await thrown(hub)).to.equal(noToken);
    await spoke.close();
    expect(await thrown(hub)).to.equal(noToken);
  });

  it('hands on what the spoke answers to a service user without API Enabled', async () => {
    const profile = rowWith(spoke.org, 'Profile', { Name: 'Minimum Access - Salesforce' });
    updateRecord({ org: spoke.org, userId: spoke.org.adminId, api: 'data' }, 'User', spoke.service.Id, {
      ProfileId: profile.Id,
    });
    const { statusCode, body } = await call(hub);
    expect([statusCode, body]).to.deep.equal([
      403,
      '[{"message":"API is disabled for this User","errorCode":"API_CURRENTLY_DISABLED"}]',
    ]);
  });

  it('times out', async () => {
    await call(hub);
    spoke.fault({ path: /services\/data/, kind: 'hang', times: 1 });
    expect(await thrown(hub, { timeout: 5 })).to.equal('System.CalloutException: Read timed out');
  });

  it('does not follow redirects, and reaches plain URLs of remote sites only', async () => {
    const endpoint = `${spoke.url}/services/data`;
    expect(await thrown(hub, { endpoint })).to.equal(
      `System.CalloutException: Unauthorized endpoint, please check Setup->Security->Remote site settings. endpoint = ${endpoint}`
    );
    const site = file(
      'RemoteSiteSetting',
      `<disableProtocolSecurity>false</disableProtocolSecurity><isActive>true</isActive><url>${spoke.url}</url>`
    );
    const result = await deployFiles(hub.org, { 'remoteSiteSettings/Spoke.remoteSite': site });
    expect(result.success, JSON.stringify(result.details.componentFailures)).to.equal(true);
    expect((await call(hub, { endpoint })).statusCode).to.equal(200);
  });

  it('serves the test of the article', async () => {
    const code =
      "HttpRequest request = new HttpRequest();\nrequest.setEndPoint('callout:Spoke/services/data');\n" +
      "request.setMethod('GET');\nHttpResponse response = new HTTP().send(request);\nSystem.assertEquals(200, response.getStatusCode());";
    const path = `/services/data/v66.0/tooling/executeAnonymous?anonymousBody=${encodeURIComponent(code)}`;
    expect((await ask(hub, 'GET', path)).json).to.include({
      compiled: true,
      success: true,
      exceptionMessage: null,
    });
    await addCredential(hub, spoke, (text) => text.replace('test.salesforce.com', 'login.salesforce.com'));
    hub.org.calloutTokens.clear();
    expect((await ask(hub, 'GET', path)).json).to.include({
      success: false,
      exceptionMessage: `${noToken}\nError: invalid_grant. Error description: audience is invalid.`,
    });
  });
});
