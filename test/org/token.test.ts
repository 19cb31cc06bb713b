import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { exchange, type Exchange } from '../../src/org/token.ts';

/** What an exchange comes to where this is answered. */
const answered = async (status: number, body: string): Promise<Exchange> => {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(status, { 'content-type': body.startsWith('<') ? 'text/html' : 'application/json' });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    return await exchange(`http://127.0.0.1:${port}/services/oauth2/token`, 'a.b.c');
  } finally {
    server.close();
    server.closeAllConnections();
  }
};

describe('org/token', () => {
  it('tells a refusal in the words of the endpoint', async () => {
    const body = JSON.stringify({ error: 'invalid_grant', error_description: 'audience is invalid' });
    expect(await answered(400, body)).to.deep.equal({
      granted: false,
      error: 'invalid_grant',
      description: 'audience is invalid',
      unreachable: false,
    });
  });

  it('leaves out what an endpoint quotes of an assertion', async () => {
    const assertion = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhQGIuYyJ9.c2lnbmF0dXJl';
    for (const [error, description] of [
      ['invalid_grant', `refused: ${assertion}, expired`],
      ['Odd thing', `refused: ${assertion.slice(0, 40)}, expired`],
    ])
      expect(await answered(400, JSON.stringify({ error, error_description: description }))).to.include({
        description: 'refused: …, expired',
      });
  });

  it('takes a page, half an answer and none for a place from which the endpoint is out of reach', async () => {
    const page = '<!DOCTYPE html><html><body><h1>Data Not Available</h1></body></html>';
    for (const [status, body] of [
      [200, page],
      [400, page],
      [401, ''],
      [200, '{"access_token":"00D!x"}'],
    ] as const) {
      const outcome = await answered(status, body);
      expect(outcome, `${status} ${body}`).to.include({ granted: false, unreachable: true });
      expect(JSON.stringify(outcome)).not.to.match(/<|00D!x/);
      expect(outcome).to.have.property('description').that.is.a('string').and.is.not.empty;
    }
  });
});
