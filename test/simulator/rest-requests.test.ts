import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import type { SimulatedOrg } from '../../simulator/server.ts';
import { newSet } from './record-fixtures.ts';
import { ask, refusal, root, start, stopAll } from './server-fixtures.ts';

let org: SimulatedOrg;

describe('Requests to the REST API', () => {
  beforeEach(async () => {
    org = await start({ kind: 'developer', alias: 'hub' });
  });
  afterEach(stopAll);

  it('may be HEAD, or POST that stands for PATCH', async () => {
    const { status, text } = await ask(org, 'HEAD', `${root}/sobjects/User`);
    expect([status, text]).to.deep.equal([200, '']);
    const id = await newSet(org);
    const patched = await ask(org, 'POST', `${root}/sobjects/PermissionSet/${id}?_HttpMethod=PATCH`, {
      Label: 'New',
    });
    expect(patched.status).to.equal(204);
    expect((await ask(org, 'GET', `${root}/sobjects/PermissionSet/${id}?fields=Label`)).json.Label).to.equal(
      'New'
    );
    const get = await ask(org, 'GET', `${root}/sobjects/PermissionSet/${id}?_HttpMethod=DELETE`);
    expect(get.json.Id).to.equal(id);
  });

  it('learn which methods a resource has', async () => {
    const refused: [method: string, path: string, allowed: string][] = [
      ['PUT', `${root}/sobjects/User`, 'HEAD,GET,POST'],
      ['POST', `${root}/sobjects/User/${org.org.adminId}`, 'HEAD,GET,PATCH,DELETE'],
      ['DELETE', `${root}/sobjects/User/${org.org.adminId}`, 'HEAD,GET,PATCH'],
      ['PATCH', `${root}/query`, 'HEAD,GET'],
      ['POST', '/services/data', 'HEAD,GET'],
    ];
    for (const [method, path, allowed] of refused) {
      const answer = await ask(org, method, path, {});
      expect([answer.status, refusal(answer)]).to.deep.equal([
        405,
        `METHOD_NOT_ALLOWED: HTTP Method '${method}' not allowed. Allowed are ${allowed}`,
      ]);
    }
  });

  it('are in JSON, as are answers', async () => {
    const xml = await ask(org, 'GET', root, undefined, undefined, { accept: 'application/xml' });
    expect(refusal(xml)).to.equal('NOT_SIMULATED: not simulated: answers in XML');
    const browser = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };
    expect((await ask(org, 'GET', root, undefined, undefined, browser)).status).to.equal(200);
    const post = (type: string) =>
      ask(org, 'POST', `${root}/sobjects/PermissionSet`, { Name: 'A', Label: 'A' }, undefined, {
        'content-type': type,
      });
    const form = await post('application/x-www-form-urlencoded');
    expect([form.status, refusal(form)]).to.deep.equal([
      415,
      "UNSUPPORTED_MEDIA_TYPE: MediaType of 'application/x-www-form-urlencoded' is not supported by this resource",
    ]);
    expect(refusal(await post('application/xml'))).to.equal('NOT_SIMULATED: not simulated: requests in XML');
    expect((await post('application/json; charset=UTF-8')).status).to.equal(201);
  });

  it('may be compressed, as far as they may be large', async () => {
    const post = (body: Buffer, encoding: string) =>
      fetch(`${org.url}${root}/sobjects/PermissionSet`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${org.accessToken}`,
          'content-type': 'application/json',
          'content-encoding': encoding,
        },
        body,
      });
    const body = Buffer.from('{"Name":"A","Label":"A"}');
    expect((await post(gzipSync(body), 'gzip')).status).to.equal(201);
    expect((await post(body, 'gzip')).status).to.equal(400);
    expect((await post(body, 'br')).status).to.equal(501);
    expect((await post(gzipSync(Buffer.alloc(65 * 1024 * 1024)), 'gzip')).status).to.equal(413);
  });

  it('are gone with the versions that were retired', async () => {
    for (const [version, status] of [
      ['30.0', 410],
      ['10.0', 410],
      ['6.0', 404],
      ['99.0', 404],
      ['foo', 404],
    ] as const)
      expect((await ask(org, 'GET', `/services/data/v${version}/query`)).status, version).to.equal(status);
  });

  it('are refused where they stream, in the words of the protocol', async () => {
    const messages = [{ channel: '/meta/handshake', version: '1.0', id: '1' }];
    const { status, json } = await ask(org, 'POST', '/cometd/66.0', messages);
    expect(status).to.equal(200);
    expect(json).to.deep.equal([
      {
        channel: '/meta/handshake',
        id: '1',
        successful: false,
        error: '501::not simulated: Streaming API',
        advice: { reconnect: 'none' },
      },
    ]);
    expect((await ask(org, 'POST', '/cometd/66.0', 'no JSON')).json).to.deep.equal([]);
  });

  it('are refused by the other SOAP APIs with a fault', async () => {
    const { status, text } = await ask(org, 'POST', '/services/Soap/u/66.0', '<x/>');
    expect(status).to.equal(500);
    expect(text).to.include('<faultstring>NOT_SIMULATED: not simulated: SOAP API (Partner)</faultstring>');
    const version = await ask(org, 'POST', '/services/Soap/s/vfoo', '<x/>');
    expect(version.text).to.include('<faultcode>');
    expect((await ask(org, 'GET', '/services/Soap/m/66.0')).status).to.equal(405);
  });
});
