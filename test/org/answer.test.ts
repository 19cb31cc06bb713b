import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { useSteadyTransport } from '../../src/org/http.ts';
import { readComponents } from '../../src/org/metadata.ts';
import { answering, type Listener } from '../loopback.ts';
import { connectTo, outcome } from './asking.ts';

const largest = 100_000;
type Answer = { type?: string; encoding?: string; body: string | Buffer };

describe('org/answer', () => {
  let org: Listener;
  let answer: Answer;
  before(async () => {
    useSteadyTransport({ largestAnswer: largest, retries: 0 });
    org = await answering((_, response) => {
      const { type = 'application/json', encoding, body } = answer;
      response.setHeader('content-type', type);
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
    expect(await fate({ encoding: 'gzip', body: 'not packed' })).to.include('incorrect header');
  });

  it('refuses an answer that is too large as it is', async () => {
    expect(await fate({ body: Buffer.alloc(largest + 1, 32) })).to.include('larger than');
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
