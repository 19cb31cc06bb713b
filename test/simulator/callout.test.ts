import { expect } from 'chai';
import { callout } from '../../simulator/callout/callout.ts';
import { deleteRecord, updateRecord } from '../../simulator/data/records.ts';
import type { ApexHttpRequest } from '../../simulator/apex/host.ts';
import type { SimulatedOrg } from '../../simulator/server.ts';
import { endSessions } from '../../simulator/oauth/sessions.ts';
import { deployFiles, file, hubFiles } from './metadata-fixtures.ts';
import { addCredential, startLinked } from './link-fixtures.ts';
import type { Spoke } from './link-fixtures.ts';
import { ask, assign, grant, rowWith, stopAll } from './server-fixtures.ts';

let hub: SimulatedOrg;
let spoke: Spoke;

const request = (changes: Partial<ApexHttpRequest> = {}): ApexHttpRequest => ({
  endpoint: 'callout:Spoke/services/data/v66.0/',
  method: 'GET',
  headers: {},
  body: '',
  timeout: 10_000,
  ...changes,
});

const call = (changes: Partial<ApexHttpRequest> = {}, userId = hub.org.adminId) =>
  callout(hub.org, userId, request(changes));

/** What Apex would see: `<type>: <message>`. */
const thrown = async (...args: Parameters<typeof call>): Promise<string> => {
  try {
    await call(...args);
  } catch (error) {
    const { type, message } = error as Error & { type: string };
    return `${type}: ${message}`;
  }
  throw new Error('nothing was thrown');
};

const exchanges = (): number => spoke.log.filter(({ path }) => path === '/services/oauth2/token').length;

const noEndpoint = (name: string): string =>
  `System.CalloutException: The callout couldn't access the endpoint. You might not have the required permissions, or the named credential "${name}" might not exist.`;
const noCredential =
  'System.CalloutException: We couldn\'t access the credential(s). You might not have the required permissions, or the external credential "Spoke" might not exist.';
const noToken = 'System.CalloutException: Unable to complete the JWT token exchange.';

describe('A callout through a named credential', () => {
  beforeEach(async () => {
    ({ hub, spoke } = await startLinked());
  });
  afterEach(stopAll);

  it('reaches the spoke as the service user', async () => {
    const { statusCode, body } = await call();
    expect(statusCode).to.equal(200);
    expect((JSON.parse(body) as { identity: string }).identity).to.match(
      new RegExp(`/id/${spoke.org.id}/${spoke.service.Id}$`)
    );
  });

  it('sends method, headers and body', async () => {
    const { statusCode } = await call({
      endpoint: `callout:Spoke/services/data/v66.0/sobjects/User/${spoke.service.Id}`,
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: '{"LastName":"Changed"}',
    });
    expect(statusCode).to.equal(204);
    expect(rowWith(spoke.org, 'User', { Id: spoke.service.Id }).LastName).to.equal('Changed');
  });

  it('keeps the token, and fetches another one after a 401', async () => {
    await call();
    await call();
    expect(exchanges()).to.equal(1);
    endSessions(spoke.org, ({ userId }) => userId === spoke.service.Id);
    expect((await call()).statusCode).to.equal(200);
    expect(exchanges()).to.equal(2);
  });

  it('fetches another token for the additional status codes only', async () => {
    const missing = { endpoint: 'callout:Spoke/services/data/v66.0/sobjects/Nope/1' };
    expect((await call(missing)).statusCode).to.equal(404);
    expect(exchanges()).to.equal(1);
    const row =
      '<externalCredentialParameters><parameterGroup>DefaultGroup</parameterGroup><parameterName>AdditionalRefreshStatusCode</parameterName>' +
      '<parameterType>AdditionalRefreshStatusCode</parameterType><parameterValue>404</parameterValue></externalCredentialParameters>';
    await addCredential(hub, spoke, (text) =>
      text.replace('<label>Spoke &amp; Söhne', `${row}<label>Spoke &amp; Söhne`)
    );
    hub.org.calloutTokens.clear();
    await call(missing);
    expect(exchanges()).to.equal(3);
  });

  it('takes names by their case', async () => {
    expect(await thrown({ endpoint: 'callout:spoke/services/data' })).to.equal(noEndpoint('spoke'));
    expect(await thrown({ endpoint: 'callout:Nope/services/data' })).to.equal(noEndpoint('Nope'));
  });

  it('refuses a named credential that is switched off', async () => {
    await addCredential(hub, spoke, (text) =>
      text.replace('<label>Spoke</label>', '<calloutStatus>Disabled</calloutStatus><label>Spoke</label>')
    );
    expect(await thrown()).to.equal(noEndpoint('Spoke'));
  });

  it('wants Customize Application, a principal, and Modify All on User External Credentials', async () => {
    const user = hub.addUser({ username: 'caller@hub.example' });
    expect(await thrown({}, user.Id)).to.equal(noEndpoint('Spoke'));
    grant(hub.org, user.Id, 'Customize', { PermissionsCustomizeApplication: true });
    expect(await thrown({}, user.Id)).to.equal(noCredential);
    assign(hub.org, user.Id, 'Use_Spoke');
    expect((await call({}, user.Id)).statusCode).to.equal(200);
  });

  it('works with Read as long as the stored token lives', async () => {
    const files = hubFiles()['permissionsets/Use_Spoke.permissionset'].replace(
      /<objectPermissions>.*<\/objectPermissions>/,
      '<objectPermissions><allowCreate>false</allowCreate><allowDelete>false</allowDelete><allowEdit>false</allowEdit><allowRead>true</allowRead><modifyAllRecords>false</modifyAllRecords><object>UserExternalCredential</object><viewAllRecords>false</viewAllRecords></objectPermissions>'
    );
    await deployFiles(hub.org, { 'permissionsets/Use_Spoke.permissionset': files });
    const user = hub.addUser({ username: 'reader@hub.example' });
    grant(hub.org, user.Id, 'Customize', { PermissionsCustomizeApplication: true });
    assign(hub.org, user.Id, 'Use_Spoke');
    expect(await thrown({}, user.Id)).to.equal(noCredential);
    await call();
    expect((await call({}, user.Id)).statusCode).to.equal(200);
    hub.org.calloutTokens.clear();
    expect(await thrown({}, user.Id)).to.equal(noCredential);
  });

  it('stops when the permission set is taken away', async () => {
    const set = rowWith(hub.org, 'PermissionSet', { Name: 'Use_Spoke' });
    const held = rowWith(hub.org, 'PermissionSetAssignment', { PermissionSetId: set.Id });
    deleteRecord({ org: hub.org, userId: hub.org.adminId, api: 'data' }, 'PermissionSetAssignment', held.Id);
    expect(await thrown()).to.equal(noCredential);
  });

  it("tells the token endpoint's own words", async () => {
    updateRecord({ org: spoke.org, userId: spoke.org.adminId, api: 'data' }, 'User', spoke.service.Id, {
      IsActive: false,
    });
    expect(await thrown()).to.equal(`${noToken}\nError: inactive_user. Error description: user is inactive.`);
  });

  it('signs with the algorithm of the claims, which the spoke may refuse', async () => {
    await addCredential(hub, spoke, (text) => text.replace('RS256', 'RS512'));
    expect(await thrown()).to.equal(
      `${noToken}\nError: invalid_client. Error description: invalid client credentials.`
    );
  });

  it('says less when the token endpoint gives no JSON or nobody answers', async () => {
    spoke.fault({ path: /oauth2\/token/, kind: 'html', times: 1 });
    expect(await thrown()).to.equal(noToken);
    await spoke.close();
    expect(await thrown()).to.equal(noToken);
  });

  it('hands on what the spoke answers to a service user without API Enabled', async () => {
    const profile = rowWith(spoke.org, 'Profile', { Name: 'Minimum Access - Salesforce' });
    updateRecord({ org: spoke.org, userId: spoke.org.adminId, api: 'data' }, 'User', spoke.service.Id, {
      ProfileId: profile.Id,
    });
    const { statusCode, body } = await call();
    expect([statusCode, body]).to.deep.equal([
      403,
      '[{"message":"API is disabled for this User","errorCode":"API_CURRENTLY_DISABLED"}]',
    ]);
  });

  it('times out', async () => {
    await call();
    spoke.fault({ path: /services\/data/, kind: 'hang', times: 1 });
    expect(await thrown({ timeout: 5 })).to.equal('System.CalloutException: Read timed out');
  });

  it('does not follow redirects, and reaches plain URLs of remote sites only', async () => {
    const endpoint = `${spoke.url}/services/data`;
    expect(await thrown({ endpoint })).to.equal(
      `System.CalloutException: Unauthorized endpoint, please check Setup->Security->Remote site settings. endpoint = ${endpoint}`
    );
    const site = file(
      'RemoteSiteSetting',
      `<disableProtocolSecurity>false</disableProtocolSecurity><isActive>true</isActive><url>${spoke.url}</url>`
    );
    const result = await deployFiles(hub.org, { 'remoteSiteSettings/Spoke.remoteSite': site });
    expect(result.success, JSON.stringify(result.details.componentFailures)).to.equal(true);
    expect((await call({ endpoint })).statusCode).to.equal(200);
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
