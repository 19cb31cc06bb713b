import { expect } from 'chai';
import { updateRecord, deleteRecord } from '../../simulator/data/records.ts';
import type { CreateOrgOptions } from '../../simulator/create.ts';
import type { SimulatedOrg } from '../../simulator/server.ts';
import { rows } from '../../simulator/tables.ts';
import { addCertificate, deployFiles, spokeFiles } from './metadata-fixtures.ts';
import { addApp, ask, assertion, newJti, rowWith, start, stopAll, strangeKey } from './pair-fixtures.ts';
import type { Answer, Spoke } from './pair-fixtures.ts';

const grantType = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const test = 'https://test.salesforce.com';

let now: number;
let hub: SimulatedOrg;
let spoke: Spoke;

const startSpoke = async (options: CreateOrgOptions = {}): Promise<void> => {
  hub = await start({ kind: 'developer' });
  const settings = { now: () => now, ...options.settings };
  spoke = await addApp(await start({ kind: 'sandbox', ...options, settings }), await addCertificate(hub.org));
};

const claims = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  iss: spoke.consumerKey,
  sub: 'service@spoke.example',
  aud: test,
  exp: Math.floor(now / 1000) + 180,
  ...changes,
});

const hubKey = () => hub.org.certificates.get('Hub_Key')!.privateKey;

const post = (body: Record<string, string>): Promise<Answer> =>
  ask(spoke, 'POST', '/services/oauth2/token', new URLSearchParams(body).toString(), null);

const exchange = (changes: Record<string, unknown> = {}, key = hubKey(), alg = 'RS256'): Promise<Answer> =>
  post({ grant_type: grantType, assertion: assertion(key, claims(changes), alg) });

const refused = ({ status, json }: Answer): string => {
  expect(status).to.equal(400);
  return `${json.error}: ${json.error_description}`;
};

const admin = () => ({ org: spoke.org, userId: spoke.org.adminId, api: 'data' }) as const;

describe('The token endpoint', () => {
  beforeEach(() => {
    now = Date.parse('2026-11-24T12:00:00Z');
  });
  afterEach(stopAll);

  it('grants a token for an assertion that the deployed certificate verifies', async () => {
    await startSpoke();
    const { status, json, headers } = await exchange();
    expect(status).to.equal(200);
    expect(json).to.have.all.keys('access_token', 'scope', 'instance_url', 'id', 'token_type');
    expect(json).to.include({ scope: 'api refresh_token', instance_url: spoke.url, token_type: 'Bearer' });
    expect(json.id).to.equal(`https://test.salesforce.com/id/${spoke.org.id}/${spoke.service.Id}`);
    expect(headers.get('cache-control')).to.include('no-store');
    const root = await ask(spoke, 'GET', '/services/data/v66.0', undefined, json.access_token);
    expect(root.json.identity).to.equal(json.id);
  });

  it('gives the same token while its session lives, and another one after it was revoked', async () => {
    await startSpoke();
    const first = (await exchange()).json.access_token;
    expect((await exchange()).json.access_token).to.equal(first);
    expect(
      (await ask(spoke, 'POST', `/services/oauth2/revoke?token=${first}`, undefined, null)).status
    ).to.equal(200);
    expect((await ask(spoke, 'GET', '/services/data/v66.0', undefined, first)).status).to.equal(401);
    expect((await ask(spoke, 'GET', '/services/oauth2/userinfo', undefined, first)).text).to.equal(
      'Bad_OAuth_Token'
    );
    expect((await exchange()).json.access_token).to.not.equal(first);
  });

  it('writes the login history', async () => {
    await startSpoke();
    await exchange();
    updateRecord(admin(), 'User', spoke.service.Id, { IsActive: false });
    await exchange();
    const history = rows(spoke.org, 'LoginHistory').filter((row) => row.UserId === spoke.service.Id);
    expect(history.map((row) => row.Status)).to.deep.equal(['Success', 'Failed: user is inactive']);
  });

  const accepted: Record<string, () => Record<string, unknown>> = {
    'exp in milliseconds, as the CLI sends it': () => ({ exp: now + 300 }),
    'exp as text': () => ({ exp: String(Math.floor(now / 1000) + 180) }),
    'exp that is now': () => ({ exp: Math.floor(now / 1000) }),
    'the own My Domain as audience': () => ({ aud: spoke.url }),
    'a user name in other letters': () => ({ sub: 'Service@SPOKE.example' }),
    'a jti that is new': () => ({ jti: newJti() }),
  };
  for (const [what, changes] of Object.entries(accepted)) {
    it(`accepts ${what}`, async () => {
      await startSpoke();
      expect((await exchange(changes())).status).to.equal(200);
    });
  }

  const refusals: Record<string, [changes: () => Record<string, unknown>, text: string]> = {
    'an unknown iss': [() => ({ iss: '3MVG9unknown' }), 'invalid_client_id: client identifier invalid'],
    'no iss': [() => ({ iss: undefined }), 'invalid_client_id: client identifier invalid'],
    'an exp that is over': [
      () => ({ exp: Math.floor(now / 1000) - 181 }),
      'invalid_grant: expired authorization code',
    ],
    'no exp': [() => ({ exp: undefined }), 'invalid_grant: invalid assertion'],
    'the audience of production': [
      () => ({ aud: 'https://login.salesforce.com' }),
      'invalid_grant: audience is invalid',
    ],
    'audiences in a list': [() => ({ aud: [test] }), 'invalid_grant: audience is invalid'],
    'an audience without scheme': [
      () => ({ aud: 'test.salesforce.com' }),
      'invalid_grant: audience is invalid',
    ],
    'an unknown user': [
      () => ({ sub: 'nobody@spoke.example' }),
      "invalid_grant: user hasn't approved this consumer",
    ],
    'a user who is not assigned': [
      () => ({ sub: spoke.username }),
      'invalid_app_access: user is not admin approved to access this app',
    ],
  };
  for (const [what, [changes, text]] of Object.entries(refusals)) {
    it(`refuses ${what}`, async () => {
      await startSpoke();
      expect(refused(await exchange(changes()))).to.equal(text);
    });
  }

  it('wants the audience of login.salesforce.com for production', async () => {
    await startSpoke({ kind: 'production' });
    expect(refused(await exchange())).to.equal('invalid_grant: audience is invalid');
    const { json } = await exchange({ aud: 'https://login.salesforce.com' });
    expect(json.id).to.match(/^https:\/\/login\.salesforce\.com\/id\//);
  });

  it('refuses another key, another algorithm, a changed payload, and what is no assertion', async () => {
    await startSpoke();
    const wrong = 'invalid_client: invalid client credentials';
    expect(refused(await exchange({}, strangeKey()))).to.equal(wrong);
    expect(refused(await exchange({}, hubKey(), 'RS512'))).to.equal(wrong);
    const [head, , signature] = assertion(hubKey(), claims()).split('.');
    const other = Buffer.from(JSON.stringify(claims({ exp: 9e12 }))).toString('base64url');
    expect(
      refused(await post({ grant_type: grantType, assertion: `${head}.${other}.${signature}` }))
    ).to.equal(wrong);
    for (const text of ['', 'a.b', 'a.b.c', `${head}..${signature}`]) {
      const answer = await post({ grant_type: grantType, assertion: text });
      expect(refused(answer)).to.equal('invalid_grant: invalid assertion');
    }
  });

  it('refuses the certificate of the deploy before the last', async () => {
    await startSpoke();
    const old = hubKey();
    const files = spokeFiles(await addCertificate(hub.org, 'Next_Key'));
    expect((await deployFiles(spoke.org, files)).success).to.equal(true);
    expect(refused(await exchange({}, old))).to.equal('invalid_client: invalid client credentials');
    expect((await exchange({}, hub.org.certificates.get('Next_Key')!.privateKey)).status).to.equal(200);
  });

  it('refuses a jti that was sent before', async () => {
    await startSpoke();
    const jti = newJti();
    await exchange({ jti });
    expect(refused(await exchange({ jti }))).to.equal('invalid_grant: invalid assertion');
  });

  it('refuses other grants, methods and parameters', async () => {
    await startSpoke();
    const get = await ask(spoke, 'GET', '/services/oauth2/token', undefined, null);
    expect(refused(get)).to.equal('invalid_request: must use HTTP POST');
    expect(refused(await post({ grant_type: 'password' }))).to.equal(
      'unsupported_grant_type: grant type not supported'
    );
    const scoped = { grant_type: grantType, assertion: assertion(hubKey(), claims()), scope: 'api' };
    expect(refused(await post(scoped))).to.equal('invalid_request: scope parameter not supported');
  });

  it('follows the state of the user and of the assignment', async () => {
    await startSpoke();
    updateRecord(admin(), 'User', spoke.service.Id, { IsActive: false });
    expect(refused(await exchange())).to.equal('inactive_user: user is inactive');
    updateRecord(admin(), 'User', spoke.service.Id, { IsActive: true });
    const login = rowWith(spoke.org, 'UserLogin', { UserId: spoke.service.Id });
    updateRecord(admin(), 'UserLogin', login.Id, { IsFrozen: true });
    expect(refused(await exchange())).to.equal('inactive_user: user is inactive');
    updateRecord(admin(), 'UserLogin', login.Id, { IsFrozen: false });
    const set = rowWith(spoke.org, 'PermissionSet', { Name: 'Hub_Access' });
    const held = rowWith(spoke.org, 'PermissionSetAssignment', { PermissionSetId: set.Id });
    deleteRecord(admin(), 'PermissionSetAssignment', held.Id);
    expect(refused(await exchange())).to.match(/^invalid_app_access: /);
  });

  const policy = 'extlClntAppOauthPolicies/Hub_oauthPlcy.ecaOauthPlcy';
  const redeployed = async (path: string, from: string, to: string): Promise<string> => {
    await startSpoke();
    const files = spokeFiles(hub.org.certificates.get('Hub_Key')!.pem);
    const result = await deployFiles(spoke.org, { ...files, [path]: files[path].replace(from, to) });
    expect(result.success, JSON.stringify(result.details.componentFailures)).to.equal(true);
    return refused(await exchange());
  };

  it('follows the policies of the app', async () => {
    expect(await redeployed(policy, 'AdminApprovedPreAuthorized', 'AllSelfAuthorized')).to.equal(
      "invalid_grant: user hasn't approved this consumer"
    );
    expect(
      await redeployed('extlClntAppPolicies/Hub_plcy.ecaPlcy', '<isEnabled>true', '<isEnabled>false')
    ).to.equal('app_not_found: External client app is not installed in this org');
    expect(
      await redeployed('extlClntAppOauthSettings/Hub_oauth.ecaOauth', 'Api,RefreshToken', 'RefreshToken')
    ).to.equal('invalid_grant: no valid scopes defined');
  });

  it('does not know a changed app before it has propagated', async () => {
    await startSpoke({ settings: { propagation: 60_000 } });
    expect(refused(await exchange())).to.equal(
      'app_not_found: External client app is not installed in this org'
    );
    now += 60_000;
    expect((await exchange()).status).to.equal(200);
  });

  it('enforces the IP ranges of the profile where the policy does', async () => {
    await startSpoke();
    spoke.org.loginIpRanges.set(String(spoke.service.ProfileId), [
      { start: '10.0.0.0', end: '10.255.255.255' },
    ]);
    expect((await exchange()).status).to.equal(200);
    const files = spokeFiles(hub.org.certificates.get('Hub_Key')!.pem);
    await deployFiles(spoke.org, { ...files, [policy]: files[policy].replace('Bypass', 'Enforce') });
    expect(refused(await exchange())).to.equal('invalid_grant: ip restricted');
    spoke.org.loginIpRanges.set(String(spoke.service.ProfileId), [
      { start: '127.0.0.0', end: '127.0.0.255' },
    ]);
    expect((await exchange()).status).to.equal(200);
  });

  it('limits logins by the hour', async () => {
    await startSpoke({ settings: { loginsPerHour: 2 } });
    expect([(await exchange()).status, (await exchange()).status]).to.deep.equal([200, 200]);
    expect(refused(await exchange())).to.equal('rate_limit_exceeded: number of logins exceeded');
    now += 60 * 60 * 1000;
    expect((await exchange()).status).to.equal(200);
  });
});
