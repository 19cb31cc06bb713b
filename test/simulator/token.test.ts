import { expect } from 'chai';
import { updateRecord } from '../../simulator/data/records.ts';
import { rows } from '../../simulator/tables.ts';
import { assertion, newJti, strangeKey } from './link-fixtures.ts';
import type { Spoke } from './link-fixtures.ts';
import { ask, stopAll } from './server-fixtures.ts';
import { grantType, refused, startCaller } from './token-fixtures.ts';
import type { Caller } from './token-fixtures.ts';

const admin = (spoke: Spoke) => ({ org: spoke.org, userId: spoke.org.adminId, api: 'data' }) as const;

describe('The token endpoint', () => {
  afterEach(stopAll);

  it('grants a token for an assertion that the deployed certificate verifies', async () => {
    const { spoke, exchange } = await startCaller();
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
    const { spoke, exchange } = await startCaller();
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
    const { spoke, exchange } = await startCaller();
    await exchange();
    updateRecord(admin(spoke), 'User', spoke.service.Id, { IsActive: false });
    await exchange();
    const history = rows(spoke.org, 'LoginHistory').filter((row) => row.UserId === spoke.service.Id);
    expect(history.map((row) => row.Status)).to.deep.equal(['Success', 'Failed: user is inactive']);
  });

  const accepted: Record<string, (caller: Caller) => Record<string, unknown>> = {
    'exp in milliseconds, as the CLI sends it': ({ at }) => ({ exp: at.now + 300 }),
    'exp as text': ({ at }) => ({ exp: String(Math.floor(at.now / 1000) + 180) }),
    'exp that is now': ({ at }) => ({ exp: Math.floor(at.now / 1000) }),
    'the own My Domain as audience': ({ spoke }) => ({ aud: spoke.url }),
    'a user name in other letters': () => ({ sub: 'Service@SPOKE.example' }),
    'a jti that is new': () => ({ jti: newJti() }),
  };
  for (const [what, changes] of Object.entries(accepted)) {
    it(`accepts ${what}`, async () => {
      const caller = await startCaller();
      expect((await caller.exchange(changes(caller))).status).to.equal(200);
    });
  }

  const refusals: Record<string, [changes: (caller: Caller) => Record<string, unknown>, text: string]> = {
    'an unknown iss': [() => ({ iss: '3MVG9unknown' }), 'invalid_client_id: client identifier invalid'],
    'no iss': [() => ({ iss: undefined }), 'invalid_client_id: client identifier invalid'],
    'an exp that is over': [
      ({ at }) => ({ exp: Math.floor(at.now / 1000) - 181 }),
      'invalid_grant: expired authorization code',
    ],
    'no exp': [() => ({ exp: undefined }), 'invalid_grant: invalid assertion'],
    'the audience of production': [
      () => ({ aud: 'https://login.salesforce.com' }),
      'invalid_grant: audience is invalid',
    ],
    'audiences in a list': [
      () => ({ aud: ['https://test.salesforce.com'] }),
      'invalid_grant: audience is invalid',
    ],
    'an audience without scheme': [
      () => ({ aud: 'test.salesforce.com' }),
      'invalid_grant: audience is invalid',
    ],
    'an unknown user': [
      () => ({ sub: 'nobody@spoke.example' }),
      "invalid_grant: user hasn't approved this consumer",
    ],
    'a user who is not assigned': [
      ({ spoke }) => ({ sub: spoke.username }),
      'invalid_app_access: user is not admin approved to access this app',
    ],
  };
  for (const [what, [changes, text]] of Object.entries(refusals)) {
    it(`refuses ${what}`, async () => {
      const caller = await startCaller();
      expect(refused(await caller.exchange(changes(caller)))).to.equal(text);
    });
  }

  it('wants the audience of login.salesforce.com for production', async () => {
    const { exchange } = await startCaller({ kind: 'production' });
    expect(refused(await exchange())).to.equal('invalid_grant: audience is invalid');
    const { json } = await exchange({ aud: 'https://login.salesforce.com' });
    expect(json.id).to.match(/^https:\/\/login\.salesforce\.com\/id\//);
  });

  it('refuses another key, another algorithm, a changed payload, and what is no assertion', async () => {
    const { hubKey, claims, post, exchange } = await startCaller();
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

  it('refuses parts that are no JSON objects, whatever the algorithm', async () => {
    const { post } = await startCaller();
    const part = (text: string): string => Buffer.from(text).toString('base64url');
    const claims = part('{"iss":"__proto__","sub":{},"aud":1e400,"exp":1e308}');
    const texts: [assertion: string, text: string][] = [
      [`${part('[]')}.${claims}.AA`, 'invalid_grant: invalid assertion'],
      [`${part('{"alg":"RS256"}')}.${part('null')}.AA`, 'invalid_grant: invalid assertion'],
      [`${part('{"alg":"RS256"}')}.${part('"text"')}.AA`, 'invalid_grant: invalid assertion'],
      [`${part('{"alg":"none"}')}.${claims}.`, 'invalid_grant: invalid assertion'],
      [`${part('{"alg":"none"}')}.${claims}.AA`, 'invalid_client_id: client identifier invalid'],
      [
        `${part('{"alg":"RS256"}')}.${part('{"iss":["a"]}')}.AA`,
        'invalid_client_id: client identifier invalid',
      ],
      ['a.b.c.d', 'invalid_grant: invalid assertion'],
      ['%%.%%.%%', 'invalid_grant: invalid assertion'],
    ];
    for (const [assertion, text] of texts)
      expect(refused(await post({ grant_type: grantType, assertion })), assertion).to.equal(text);
  });

  it('refuses a jti that was sent before', async () => {
    const { exchange } = await startCaller();
    const jti = newJti();
    await exchange({ jti });
    expect(refused(await exchange({ jti }))).to.equal('invalid_grant: invalid assertion');
  });

  it('refuses other grants, methods and parameters', async () => {
    const { spoke, hubKey, claims, post } = await startCaller();
    const get = await ask(spoke, 'GET', '/services/oauth2/token', undefined, null);
    expect(refused(get)).to.equal('invalid_request: must use HTTP POST');
    expect(refused(await post({ grant_type: 'password' }))).to.equal(
      'unsupported_grant_type: grant type not supported'
    );
    const scoped = { grant_type: grantType, assertion: assertion(hubKey(), claims()), scope: 'api' };
    expect(refused(await post(scoped))).to.equal('invalid_request: scope parameter not supported');
  });
});
