import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { useSteadyTransport } from '../../src/org/http.ts';
import { createComponent, deleteComponents, listComponents, readComponents } from '../../src/org/metadata.ts';
import { queries } from '../../src/org/query.ts';
import { createOnce, createRecord, updateRecord } from '../../src/org/records.ts';
import { answering, type Listener } from '../loopback.ts';
import { connectTo, outcome } from './asking.ts';

const largest = 100_000;
type Answer = { status?: number; type?: string; encoding?: string; body: string | Buffer };

describe('org/answer', () => {
  let org: Listener;
  let answer: Answer;
  before(async () => {
    useSteadyTransport({ largestAnswer: largest, retries: 0 });
    org = await answering((_, response) => {
      const { status = 200, type = 'application/json', encoding, body } = answer;
      response.statusCode = status;
      if (type !== '') response.setHeader('content-type', type);
      if (encoding !== undefined) response.setHeader('content-encoding', encoding);
      response.end(body);
    });
  });
  after(() => {
    useSteadyTransport({ firstRetryDelay: 0 });
    org.close();
  });

  /** What the client makes of an answer. */
  const read = (given: Answer): Promise<unknown> => {
    answer = given;
    return connectTo(org.url).request('/services/data');
  };
  const fate = (given: Answer): Promise<string> => outcome(read(given));

  // At its usual quality it takes so long that the connection of the request before is closed meanwhile.
  const quickly = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };
  const br = (body: string | Buffer): Buffer => brotliCompressSync(body, quickly);
  const packers = { gzip: gzipSync, deflate: deflateSync, br };
  for (const [encoding, pack] of Object.entries(packers)) {
    it(`unpacks ${encoding}, and no more of it than may be`, async () => {
      const json = JSON.stringify({ text: 'x'.repeat(largest - 100) });
      expect(await read({ encoding, body: pack(json) })).to.deep.equal(JSON.parse(json));
      const bomb = pack(Buffer.alloc(50_000_000));
      expect(bomb.length).to.be.below(largest);
      expect(await fate({ encoding, body: bomb })).to.equal(`The answer is larger than ${largest} bytes.`);
    });
  }

  it('refuses packing in several layers, each of which could be a bomb', async () => {
    const body = gzipSync(gzipSync('{}'));
    expect(await fate({ encoding: 'gzip, gzip', body })).to.include('packed in a way');
  });

  it('refuses an answer that is packed badly', async () => {
    expect(await fate({ encoding: 'gzip', body: 'not packed' })).to.include(
      "can't be unpacked: incorrect header"
    );
  });

  it('refuses an answer that is too large as it is', async () => {
    expect(await fate({ body: Buffer.alloc(largest + 1, 32) })).to.include('larger than');
  });

  const envelope = (body: string): string =>
    `<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`;
  const conn = (): ReturnType<typeof connectTo> => connectTo(org.url);
  const ofTheApi = "Something else than the API's answer came.";

  describe('that is not one of the API, though it says that all is well', () => {
    const page = '<html><body>Sign in</body></html>';
    const foreign: [what: string, answer: Answer][] = [
      ['a page', { type: 'text/html', body: page }],
      ['a page, in capitals', { type: 'TEXT/HTML; charset=utf-8', body: page }],
      ['a page as XML', { type: 'application/xhtml+xml', body: page }],
      ['a page that says it is XML', { type: 'text/xml', body: page }],
      ['a page that says it is JSON', { body: page }],
      ['plain text', { type: 'text/plain', body: 'Sign in' }],
      ['an answer without type', { type: '', body: '{}' }],
      ['nothing', { body: '' }],
      ['nothing, as XML', { type: 'text/xml', body: '' }],
      ['no content', { status: 204, type: '', body: '' }],
      ['nothing to tell', { status: 202, type: 'text/plain', body: '' }],
      ['half of JSON', { body: '{"size": 1, "rec' }],
    ];
    for (const [what, given] of foreign)
      it(`is refused: ${what}`, async () => {
        answer = given;
        const soql = { found: 'SELECT Id FROM User' };
        for (const question of [
          () => listComponents(conn(), ['PermissionSet']),
          () => readComponents(conn(), 'PermissionSet', ['acme']),
          () => deleteComponents(conn(), 'PermissionSet', ['acme']),
          () => createComponent(conn(), { type: 'Certificate', fullName: 'a', body: {} }),
          () => queries(conn(), soql),
          () => createOnce(conn(), { type: 'PermissionSetAssignment', name: 'a' }, {}),
        ])
          expect(await outcome(question())).to.equal(ofTheApi);
      });

    it('is refused as SOAP where no call is answered, or the type is another', async () => {
      for (const [type, body] of [
        ['text/xml', envelope('')],
        ['text/xml', envelope('<soapenv:Fault><faultcode>x</faultcode></soapenv:Fault>')],
        ['text/plain', envelope('<listMetadataResponse/>')],
        ['application/json', '{}'],
      ]) {
        answer = { type, body };
        expect(await outcome(listComponents(conn(), ['PermissionSet'])), body).to.equal(ofTheApi);
      }
      answer = { type: 'text/xml;charset=UTF-8', body: envelope('<listMetadataResponse/>') };
      expect(await listComponents(conn(), ['PermissionSet'])).to.deep.equal({ PermissionSet: [] });
    });

    it('is nothing, where something was changed and there is nothing to tell', async () => {
      answer = { status: 204, type: '', body: '' };
      const url = '/services/data/v66.0/sobjects/User/005000000000001AAA';
      const ask = (method: 'PATCH' | 'DELETE' | 'GET' | 'POST'): Promise<string> =>
        outcome(conn().request({ method, url, ...(method !== 'GET' && { body: '{}' }) }));
      for (const method of ['PATCH', 'DELETE'] as const) expect(await ask(method)).to.equal('done');
      for (const method of ['GET', 'POST'] as const) expect(await ask(method)).to.equal(ofTheApi);
    });

    it('is refused where it leads elsewhere, or says that nothing has changed', async () => {
      for (const status of [300, 302, 304])
        expect(await fate({ status, body: '{}' })).to.include(`leads elsewhere (${status})`);
    });
  });

  describe('that does not tell what became of a request', () => {
    const silent = (body: string): Answer => ({ type: 'text/xml', body: envelope(body) });

    it('counts for nothing done', async () => {
      for (const way of ['create', 'delete']) {
        answer = silent(`<${way}MetadataResponse/>`);
        const done =
          way === 'create'
            ? createComponent(conn(), { type: 'Certificate', fullName: 'a', body: {} })
            : deleteComponents(conn(), 'PermissionSet', ['a', 'b']);
        expect(await outcome(done)).to.include('does not tell what became of');
      }
      answer = silent(
        '<deleteMetadataResponse><result><fullName>a</fullName><success>true</success></result></deleteMetadataResponse>'
      );
      expect(await outcome(deleteComponents(conn(), 'PermissionSet', ['a']))).to.equal('done');
      expect(await outcome(deleteComponents(conn(), 'PermissionSet', ['a', 'b']))).to.include('of each');
    });

    it('is no saved record', async () => {
      for (const body of ['{}', 'null', '[]', '{"success":true}', '{"id":"005","success":"true"}']) {
        answer = { status: 201, body };
        const made = createOnce(conn(), { type: 'PermissionSetAssignment', name: 'a' }, {});
        expect(await outcome(made), body).to.include('what became of the record');
      }
      answer = { status: 201, body: '{"id":"0Pa","success":true,"errors":[]}' };
      expect(await createRecord(conn(), { type: 'User', name: 'a' }, {})).to.equal('0Pa');
      answer = { status: 204, type: '', body: '' };
      expect(await outcome(updateRecord(conn(), { type: 'User', name: 'a' }, '005', {}))).to.equal('done');
    });

    it('lacks rows, where there are fewer than it says', async () => {
      const told = (result: object): Answer => ({
        body: JSON.stringify({ results: [{ statusCode: 200, result }] }),
      });
      answer = told({ done: true, totalSize: 2, records: [{ Id: '1' }] });
      expect(await outcome(queries(conn(), { found: 'x' }))).to.include('lacks rows');
      answer = told({ done: true, totalSize: 1, records: [{ Id: '1' }] });
      expect((await queries(conn(), { found: 'x' })).found.rows).to.have.length(1);
    });
  });

  describe('XML', () => {
    const soap = (doctype: string, name: string): Answer => ({
      type: 'text/xml',
      body: `<?xml version="1.0"?>${doctype}<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><readMetadataResponse xmlns="http://soap.sforce.com/2006/04/metadata"><result><records><fullName>${name}</fullName></records></result></readMetadataResponse></soapenv:Body></soapenv:Envelope>`,
    });
    const names = async (given: Answer): Promise<string[]> => {
      answer = given;
      const components = await readComponents(connectTo(org.url), 'PermissionSet', ['acme']);
      return components.map(({ fullName }) => fullName);
    };

    it('is read', async () => {
      expect(await names(soap('', 'a &amp; b'))).to.deep.equal(['a & b']);
    });

    it('has no entities but its own: none expands, none is fetched from a file or an address', async () => {
      const laughs = Array.from({ length: 30 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`);
      for (const [doctype, entity] of [
        [`<!DOCTYPE x [<!ENTITY l0 "ha">${laughs.join('')}]>`, '&l30;'],
        ['<!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/passwd">]>', '&file;'],
        [`<!DOCTYPE x SYSTEM "${org.url}/x.dtd" [<!ENTITY more SYSTEM "${org.url}/x">]>`, '&more;'],
      ])
        expect(await outcome(names(soap(doctype, entity)))).to.include('Invalid character entity');
    });

    it('may be nested as deeply as it fits', async () => {
      const depth = 15_000;
      const given = soap('', 'acme');
      given.body = String(given.body).replace(
        '<fullName>',
        `${'<a>'.repeat(depth)}${'</a>'.repeat(depth)}<fullName>`
      );
      useSteadyTransport({ retries: 0 });
      expect(await outcome(names(given))).to.be.oneOf(['done', 'Maximum call stack size exceeded']);
      useSteadyTransport({ largestAnswer: largest, retries: 0 });
    });
  });
});
