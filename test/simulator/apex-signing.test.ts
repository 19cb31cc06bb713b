import { createVerify, verify } from 'node:crypto';
import { expect } from 'chai';
import jwt from 'jsonwebtoken';
import { executeAnonymous } from '../../simulator/apex/execute.ts';
import { answering, debugged, keys, now, run, show, world } from './apex-fixtures.ts';

describe('signing in Apex', () => {
  it('signs a payload with Auth.JWS and hands it back', async () => {
    const code = `Long expires = DateTime.now().getTime() / 1000 + 180;
      String payload = '{"iss":"key","sub":"svc@spoke.example","aud":"https://login.salesforce.com","exp":' + expires + '}';
      System.assert(false, new Auth.JWS(payload, 'Hub').getCompactSerialization());`;
    const { exceptionMessage } = await run(code);
    const token = exceptionMessage?.replace('System.AssertException: Assertion Failed: ', '') ?? '';
    const claims = jwt.verify(token, keys.publicKey, { clockTimestamp: now / 1000, algorithms: ['RS256'] });
    expect(claims).to.include({ iss: 'key', exp: Math.floor(now / 1000) + 180 });
    expect(Buffer.from(token.split('.')[0], 'base64url').toString()).to.equal('{"alg":"RS256"}');
  });

  it('signs the claims of Auth.JWT', async () => {
    const [token] = await show(`Auth.JWT claims = new Auth.JWT();
      claims.setIss('key'); claims.setSub('svc'); claims.setAud('aud'); claims.setValidityLength(60);
      claims.setAdditionalClaims(new Map<String, Object>{ 'scope' => 'api' });
      System.debug(new Auth.JWS(claims, 'Hub').getCompactSerialization());`);
    const claims = jwt.verify(token, keys.publicKey, { clockTimestamp: now / 1000 });
    const seconds = Math.floor(now / 1000);
    expect(claims).to.include({
      iss: 'key',
      sub: 'svc',
      aud: 'aud',
      scope: 'api',
      iat: seconds,
      exp: seconds + 60,
    });
    expect(claims).to.have.property('jti');
  });

  it('signs bytes with Crypto.signWithCertificate', async () => {
    const [token] = await show(`
      String input = base64Url(Blob.valueOf('{"alg":"RS256"}')) + '.' + base64Url(Blob.valueOf(JSON.serialize(new Map<String, Object>{ 'iss' => 'key' })));
      System.debug(input + '.' + base64Url(Crypto.signWithCertificate('RSA-SHA256', Blob.valueOf(input), 'Hub')));
      String base64Url(Blob data) {
        return EncodingUtil.base64Encode(data).replace('+', '-').replace('/', '_').replaceAll('=+$', '');
      }`);
    const [header, claims, signature] = token.split('.');
    expect(
      createVerify('RSA-SHA256').update(`${header}.${claims}`).verify(keys.publicKey, signature, 'base64url')
    ).to.equal(true);
    expect(
      verify('RSA-SHA256', Buffer.from('other'), keys.publicKey, Buffer.from(signature, 'base64url'))
    ).to.equal(false);
  });

  it('knows no other certificate', async () => {
    const { exceptionMessage } = await run(`new Auth.JWS('{}', 'hub').getCompactSerialization();`);
    expect(exceptionMessage).to.equal('System.NoDataFoundException: Data Not Available');
  });

  it('exchanges an assertion for a token, and shows the raw refusal', async () => {
    const code = `Auth.JWS jws = new Auth.JWS('{}', 'Hub');
      System.debug(new Auth.JWTBearerTokenExchange('https://spoke.example/services/oauth2/token', jws).getAccessToken());`;
    expect(debugged(await run(code, answering(200, '{"access_token":"00D!x"}')))).to.deep.equal(['00D!x']);
    const refusal = '{"error":"invalid_grant","error_description":"expired authorization code"}';
    expect((await run(code, answering(400, refusal))).exceptionMessage).to.equal(
      `Auth.JWTBearerTokenExchange.JWTBearerTokenExchangeException: Error 400: ${refusal}`
    );
    const { host, seen } = world(answering(400));
    host.callout = (request) =>
      world({})
        .host.callout(request)
        .finally(() => seen.callouts.push(request));
    await executeAnonymous(code, host);
    expect(seen.callouts[0].body).to.match(
      /^grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=[\w.-]+$/
    );
  });
});
