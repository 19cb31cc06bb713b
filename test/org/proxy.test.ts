import { expect } from 'chai';
import { useSteadyTransport } from '../../src/org/http.ts';
import { answering, answeringAs, type Listener, proxyTo } from '../loopback.ts';
import { connectTo, outcome, withEnvironment } from './asking.ts';

describe('org/http with a proxy', () => {
  const host = 'acme.my.salesforce.com';
  const url = `https://${host}`;
  let org: Listener;
  let proxy: Awaited<ReturnType<typeof proxyTo>>;
  before(async () => {
    org = await answeringAs(host, ({ url: path }, response) => {
      if (path === '/services/moved') response.writeHead(302, { location: 'https://other.example/' });
      else response.setHeader('content-type', path === '/services/page' ? 'text/html' : 'application/json');
      response.end(path === '/services/large' ? JSON.stringify('x'.repeat(5000)) : '{}');
    });
    proxy = await proxyTo(() => org.port);
  });
  beforeEach(() => proxy.asked.splice(0));
  after(() => {
    org.close();
    proxy.close();
  });

  for (const variable of ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY']) {
    it(`asks orgs through the one in ${variable}`, async () => {
      const others = { https_proxy: '', HTTPS_PROXY: '', http_proxy: '', HTTP_PROXY: '' };
      // undici looks at the lower case first, and takes it though it is empty.
      for (const name of Object.keys(others)) Reflect.deleteProperty(process.env, name);
      await withEnvironment({ [variable]: proxy.url }, {}, async () => {
        expect(await outcome(connectTo(url).request('/'))).to.equal('done');
      });
      Object.assign(process.env, others);
      expect(proxy.asked).to.deep.equal([`CONNECT ${host}:443`]);
    });
  }

  it('has the same limits', async () => {
    await withEnvironment({ https_proxy: proxy.url }, { largestAnswer: 4000 }, async () => {
      const conn = connectTo(url);
      expect(await outcome(conn.request('/services/large'))).to.include('larger than 4000 bytes');
      expect(await outcome(conn.request('/services/page'))).to.include("than the API's answer");
      expect(await outcome(conn.request('/services/moved'))).to.include('leads elsewhere');
    });
    expect(new Set(proxy.asked)).to.deep.equal(new Set([`CONNECT ${host}:443`]));
  });

  it('asks hosts in NO_PROXY, and this machine, without it', async () => {
    const here = await answering((_, response) =>
      response.setHeader('content-type', 'application/json').end('{}')
    );
    await withEnvironment({ https_proxy: proxy.url, no_proxy: 'no.invalid' }, {}, async () => {
      expect(await outcome(connectTo('https://no.invalid').request('/'))).to.include('ENOTFOUND');
    });
    await withEnvironment({ http_proxy: proxy.url }, {}, async () => {
      expect(await outcome(connectTo(here.url).request('/'))).to.equal('done');
    });
    here.close();
    expect(proxy.asked).to.deep.equal([]);
  });

  it('says which variable holds no address, and not what it holds', () => {
    const before = process.env.https_proxy;
    process.env.https_proxy = 'user:password@proxy.example:8080';
    try {
      expect(() => {
        useSteadyTransport();
      })
        .to.throw(/https_proxy/)
        .that.satisfies((error: Error) => !error.message.includes('password'));
    } finally {
      process.env.https_proxy = before;
    }
  });
});
