import { connect } from 'node:net';
import { expect } from 'chai';
import type { SimulatedOrg } from '../../simulator/server.ts';
import { ask, envelope, refusal, root, start, stopAll } from './server-fixtures.ts';
import type { Answer } from './server-fixtures.ts';

let org: SimulatedOrg;

/** What the socket says to raw bytes, which end there. */
const raw = (head: string, body = ''): Promise<string> =>
  new Promise((resolve) => {
    let answer = '';
    const socket = connect(Number(new URL(org.url).port), '127.0.0.1', () =>
      socket.end(`${head}\r\nHost: x\r\nAuthorization: Bearer ${org.accessToken}\r\n\r\n${body}`)
    );
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      resolve(answer.split('\r\n')[0]);
    });
  });

const sets = `${root}/sobjects/PermissionSet`;

describe('Malformed requests', () => {
  before(async () => {
    org = await start({ kind: 'developer' });
  });
  after(stopAll);
  afterEach('the server keeps running', async () => {
    expect((await ask(org, 'GET', root)).status).to.equal(200);
  });

  /** Refused in the shape of the REST API, with a status that tells the client that it is at fault. */
  const expectRefused = ({ status, json, text }: Answer, code: string): void => {
    expect([status, json?.[0]?.errorCode], text.slice(0, 200)).to.deep.equal([400, code]);
  };

  const bodies: Record<string, [body: string, code: string]> = {
    'a list': ['[]', 'JSON_PARSER_ERROR'],
    null: ['null', 'JSON_PARSER_ERROR'],
    nothing: ['', 'JSON_PARSER_ERROR'],
    'half an object': ['{"Name":', 'JSON_PARSER_ERROR'],
    'a byte order mark': ['\ufeff{"Name":"A","Label":"A"}', 'JSON_PARSER_ERROR'],
    'an endless list': ['['.repeat(100_000), 'JSON_PARSER_ERROR'],
    'an object for a text': ['{"Name":{"a":1},"Label":"A"}', 'JSON_PARSER_ERROR'],
    'a list for a text': ['{"Name":["A"],"Label":"A"}', 'JSON_PARSER_ERROR'],
    'a deep object': [`${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`, 'INVALID_FIELD'],
    'names of JavaScript': ['{"__proto__":{"Name":"A"},"Label":"A"}', 'INVALID_FIELD'],
    'a constructor': ['{"constructor":"A","Label":"A"}', 'INVALID_FIELD'],
  };
  for (const [what, [body, code]] of Object.entries(bodies)) {
    it(`refuse ${what} as a record`, async () => {
      expectRefused(await ask(org, 'POST', sets, body), code);
    });
  }

  it('take the last of several keys', async () => {
    const { json } = await ask(org, 'POST', sets, '{"Name":"A","Name":"B","Label":"A"}');
    expect((await ask(org, 'GET', `${sets}/${json.id}`)).json.Name).to.equal('B');
  });

  const boundaries: Record<string, [type: string, body: string]> = {
    'no boundary': ['multipart/form-data', 'x'],
    'another boundary': ['multipart/form-data; boundary=b', '--a\r\n\r\n--a--'],
    'a boundary that looks like a pattern': ['multipart/form-data; boundary=.*', '--a\r\n'],
    'no part for the zip': [
      'multipart/form-data; boundary=a',
      '--a\r\nContent-Disposition: form-data; name="json"\r\n\r\n{}\r\n--a--',
    ],
    'no end': [
      'multipart/form-data; boundary=a',
      '--a\r\nContent-Disposition: form-data; name="json"\r\n\r\n{}',
    ],
  };
  for (const [what, [type, body]] of Object.entries(boundaries)) {
    it(`refuse a deploy with ${what}`, async () => {
      const headers = { 'content-type': type };
      expectRefused(
        await ask(org, 'POST', `${root}/metadata/deployRequest`, body, undefined, headers),
        'INVALID_MULTIPART_REQUEST'
      );
    });
  }

  const envelopes: Record<string, () => string> = {
    nothing: () => '',
    'no XML': () => 'hello',
    'another namespace': () =>
      envelope('executeAnonymous', '<apexcode/>', org.accessToken).replaceAll(
        'schemas.xmlsoap.org',
        'example.com'
      ),
    'no body': () => '<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"/>',
    'a document type with entities': () =>
      '<!DOCTYPE x [<!ENTITY a "bbbbbbbb"><!ENTITY b "&a;&a;&a;&a;">]>' +
      envelope('executeAnonymous', '<apexcode>&b;</apexcode>', org.accessToken).replace(/<\?xml[^>]*>/, ''),
    'no end': () => envelope('executeAnonymous', '<a>'.repeat(100_000), org.accessToken).slice(0, 300_000),
  };
  for (const [what, xml] of Object.entries(envelopes)) {
    it(`refuse an envelope with ${what} with a fault`, async () => {
      for (const api of ['s', 'm']) {
        const { status, text } = await ask(org, 'POST', `/services/Soap/${api}/66.0`, xml(), null);
        expect(status).to.equal(500);
        expect(text).to.match(/<faultcode>(?:soapenv:Client|sf:\w+)<\/faultcode>/);
        expect(text).to.not.include('The simulator failed');
      }
    });
  }

  it('know nobody by a garbled header', async () => {
    const { accessToken } = org;
    for (const authorization of [
      '',
      'Bearer',
      `Basic ${accessToken}`,
      `Bearer ${accessToken} x`,
      accessToken,
    ]) {
      const answer = await ask(org, 'GET', root, undefined, null, { authorization });
      expect([answer.status, refusal(answer)]).to.deep.equal([
        401,
        'INVALID_SESSION_ID: Session expired or invalid',
      ]);
    }
  });

  it('find nothing by names of JavaScript or escapes', async () => {
    for (const [path, status] of [
      ['sobjects/__proto__/describe', 404],
      ['sobjects/constructor/005000000000001', 404],
      ['sobjects/User%00', 501],
      ['sobjects/User/%E0%A4%A', 501],
      ['composite/sobjects?ids=../x', 405],
      ['query/01g000000000001AAA-2000', 400],
    ] as const) {
      const answer = await ask(org, 'GET', `${root}/${path}`);
      expect(answer.status, path).to.equal(status);
      expect(answer.json[0].errorCode, path).to.be.a('string');
    }
  });

  it('take a repeated parameter for the first', async () => {
    const { json } = await ask(org, 'GET', `${root}/query?q=SELECT+Id+FROM+Organization&q=nonsense`);
    expect(json.totalSize).to.equal(1);
  });

  it('may come through a proxy, in a row, or break off', async () => {
    expect(await raw(`GET http://hub.example${root} HTTP/1.1\r\nConnection: close`)).to.equal(
      'HTTP/1.1 200 OK'
    );
    expect(await raw(`GET ${root} HTTP/1.1\r\nHost: x\r\n\r\nGET ${root} HTTP/1.1`)).to.match(
      /^HTTP\/1\.1 \d/
    );
    const post = `POST ${sets} HTTP/1.1\r\nContent-Type: application/json`;
    expect(await raw(`${post}\r\nTransfer-Encoding: chunked`, '5\r\nab')).to.match(/^(HTTP\/1\.1 400.*)?$/);
    expect(await raw(`${post}\r\nContent-Length: 500`, '{}')).to.match(/^(HTTP\/1\.1 400.*)?$/);
    expect(await raw(`${post}\r\nExpect: 100-continue\r\nContent-Length: 2`, '{}')).to.equal(
      'HTTP/1.1 100 Continue'
    );
    expect(await raw(`GET ${root}/sobjects/%2e%2e/query HTTP/1.1\r\nConnection: close`)).to.equal(
      'HTTP/1.1 501 Not Implemented'
    );
    expect(await raw('OPTIONS * HTTP/1.1\r\nConnection: close')).to.equal('HTTP/1.1 501 Not Implemented');
  });
});
