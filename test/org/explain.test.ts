import { SfError } from '@salesforce/core';
import { expect } from 'chai';
import { atOrg, explainConnection } from '../../src/org/explain.ts';
import { failure } from '../../src/text/messages.ts';
import { spokeUrl } from '../states.ts';

const explain = (error: unknown): SfError => explainConnection(error, 'myspoke', spokeUrl);
const coded = (message: string, more: object, cause?: Error): Error =>
  Object.assign(new Error(message, cause && { cause }), more);

describe('org/explain', () => {
  for (const [error, what] of [
    [coded('Session expired or invalid', { errorCode: 'INVALID_SESSION_ID' }), 'a dead session'],
    [coded('expired access/refresh token', { name: 'invalid_grant' }), 'a refresh token that has ended'],
    [new SfError('Unable to refresh session', 'RefreshTokenAuthError'), 'a refresh that failed'],
  ] as [Error, string][]) {
    it(`knows that a login is over: ${what}`, () => {
      expect(explain(error).name).to.equal('LoginExpiredError');
      expect(explain(error).actions).to.deep.equal([
        `Log in again: sf org login web --alias myspoke --instance-url ${spokeUrl}`,
      ]);
    });
  }

  it('knows an access token that the Metadata API does not take, by what the client library says of it', () => {
    const error = explain(
      new Error(
        'SOAP API does not support JWT-based access tokens for API versions below 68.0. Either use API version 68.0 or later, or disable the "Issue JSON Web Token (JWT)-based access tokens" setting in your Connected App or External Client App'
      )
    );
    expect(error.name).to.equal('JwtSessionError');
    expect(error.actions).to.have.lengthOf(3);
    expect(error.actions?.[0]).to.contain(`sf org login web --alias myspoke --instance-url ${spokeUrl}`);
  });

  it('knows that a user may not do something, in whatever language', () => {
    for (const error of [
      coded('droits insuffisants', { errorCode: 'INSUFFICIENT_ACCESS' }),
      coded('sf:INSUFFICIENT_ACCESS: use of the Metadata API requires…', { name: 'sf:INSUFFICIENT_ACCESS' }),
      coded('The REST API is not enabled', { errorCode: 'API_DISABLED_FOR_ORG' }),
    ]) {
      expect(explain(error).name).to.equal('ForbiddenError');
    }
  });

  it('knows a version of the API that the org does not have', () => {
    for (const error of [
      coded('The requested resource does not exist', { errorCode: 'NOT_FOUND', name: 'NOT_FOUND' }),
      coded('UNSUPPORTED_API_VERSION: Invalid Api version specified on URL', {
        name: 'sf:UNSUPPORTED_API_VERSION',
      }),
    ]) {
      expect(explain(error).name).to.equal('NoSuchVersionError');
      expect(explain(error).message).to.contain(error.message);
      expect(explain(error).actions?.[0]).to.contain('--api-version');
    }
  });

  it('tells what refuses traffic from what refuses a login', () => {
    for (const [code, message, name] of [
      ['ERROR_HTTP_429', 'Too many requests', 'TooManyRequestsError'],
      ['ERROR_HTTP_420', '', 'TooManyRequestsError'],
      ['REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.', 'RequestsUsedUpError'],
      ['ERROR_HTTP_403', '<html>Blocked</html>', 'BarredError'],
      ['ERROR_HTTP_401', '', 'LoginExpiredError'],
      ['ERROR_HTTP_502', '', 'UnexpectedAnswerError'],
      ['UNABLE_TO_LOCK_ROW', 'unable to obtain exclusive access', 'RefusedError'],
    ])
      expect(explain(coded(message, { name: code, errorCode: code })).name, code).to.equal(name);
  });

  it('knows an answer that nobody can read from an org that can not be reached', () => {
    for (const message of [
      "Something else than the API's answer came.",
      "The answer can't be unpacked: incorrect header check.",
      'The answer is packed in a way that nobody asked for.',
    ])
      expect(explain(new TypeError('fetch failed', { cause: new Error(message) })).name).to.equal(
        'UnexpectedAnswerError'
      );
    for (const code of [
      'HPE_INVALID_CONSTANT',
      'UND_ERR_HEADERS_OVERFLOW',
      'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
    ]) {
      const cause = coded('no HTTP', { code });
      expect(explain(new TypeError('fetch failed', { cause })).name, code).to.equal('UnexpectedAnswerError');
    }
  });

  for (const code of [
    'ECONNREFUSED',
    'ECONNRESET',
    'ENOTFOUND',
    'ETIMEDOUT',
    'EHOSTUNREACH',
    'UND_ERR_HEADERS_TIMEOUT',
  ]) {
    it(`knows an org that cannot be reached: ${code}`, () => {
      const cause = coded(`connect ${code}`, { code });
      for (const error of [
        cause,
        new TypeError('fetch failed', { cause }),
        coded('x', {}, coded('y', {}, cause)),
      ]) {
        expect(explain(error).name).to.equal('UnreachableError');
        expect(explain(error).message).to.contain(`connect ${code}`).and.contain(spokeUrl);
      }
    });
  }

  it('knows XML that is none, by what the client library says of it', () => {
    for (const problem of ['Invalid tagname in closing tag', 'Unclosed root tag'])
      expect(explain(new Error(`${problem}\nLine: 0\nColumn: 685\nChar: <`)).name).to.equal(
        'UnexpectedAnswerError'
      );
  });

  it('knows an answer that is none of an API', () => {
    const error = explain(new SyntaxError('Unexpected token < in JSON'));
    expect(error.name).to.equal('UnexpectedAnswerError');
    expect(error.message).to.contain('myspoke').and.contain(spokeUrl);
  });

  it("passes on an org's own words with their code", () => {
    const error = explain(coded('sObject type is not supported', { errorCode: 'INVALID_TYPE' }));
    expect(error.name).to.equal('RefusedError');
    expect(error.message).to.contain('INVALID_TYPE: sObject type is not supported');
    expect(explain(new Error('odd')).message).to.contain('Error: odd');
  });

  it('leaves an error alone that says what to do', () => {
    const error = failure('sameOrg', { hub: 'a', spoke: 'b' });
    expect(explain(error)).to.equal(error);
  });

  it('explains what goes wrong with the work at an org, and only that', async () => {
    expect(await atOrg('myspoke', spokeUrl, Promise.resolve(1))).to.equal(1);
    const error = await atOrg('myspoke', spokeUrl, Promise.reject(coded('x', { code: 'ECONNRESET' }))).then(
      () => undefined,
      (thrown: unknown) => thrown
    );
    expect((error as SfError).name).to.equal('UnreachableError');
  });
});
