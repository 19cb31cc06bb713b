import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { expect } from 'chai';
import { withDeadline } from '../../src/org/http.ts';
import { exchange } from '../../src/org/token.ts';
import { answering, listen, type Listener, proxyTo } from '../loopback.ts';
import { connectTo, outcome, requests, withEnvironment } from './asking.ts';

describe('org/http', () => {
  it('ends the requests of some work when its time is up, and no others', async () => {
    const silent = createServer();
    const asked = new Promise<Socket>((resolve) => silent.on('connection', resolve));
    const { url, close } = await listen(silent);
    const conn = connectTo(url);
    const patient = outcome(conn.request('/patient'));
    const socket = await asked;
    const ended = await withDeadline(Date.now() + 50, () => outcome(conn.request('/impatient')));
    expect(ended).to.include('aborted');
    socket.end('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}');
    expect(await patient).to.equal('done');
    close();
  });

  describe('where an org answers with a redirect', () => {
    let [org, other]: Listener[] = [];
    const strayed: string[] = [];
    let status = 302;
    before(async () => {
      other = await answering((request, response) => {
        strayed.push(`${request.method} ${request.url}`);
        response.end('{}');
      });
      org = await answering((request, response) => {
        response.writeHead(status, { location: `${other.url}${request.url}` }).end();
      });
    });
    after(() => {
      org.close();
      other.close();
    });

    for (const [what, ask] of Object.entries(requests)) {
      it(`goes nowhere else: ${what}`, async () => {
        for (status of [301, 302, 303, 307, 308])
          expect(await outcome(ask(connectTo(org.url)))).to.equal(`The answer leads elsewhere (${status}).`);
        expect(strayed).to.deep.equal([]);
      });
    }

    it('goes nowhere else: an assertion', async () => {
      for (status of [302, 307, 308]) {
        const ended = await exchange(`${org.url}/services/oauth2/token`, 'a.b.c');
        expect(ended).to.include({ granted: false, unreachable: true });
        expect(ended).to.have.property('description').that.includes('leads elsewhere');
      }
      expect(strayed).to.deep.equal([]);
    });
  });

  describe('without TLS', () => {
    // Whatever is sent to another host than this one would go through here.
    let proxy: Awaited<ReturnType<typeof proxyTo>>;
    before(async () => {
      proxy = await proxyTo(() => 1);
    });
    after(() => {
      proxy.close();
    });

    for (const [what, ask] of Object.entries(requests)) {
      it(`sends nothing: ${what}`, async () => {
        await withEnvironment({ http_proxy: proxy.url }, {}, async () => {
          expect(await outcome(ask(connectTo('http://acme.my.salesforce.com')))).to.equal(
            'http://acme.my.salesforce.com is not https: nothing is sent there.'
          );
        });
        expect(proxy.asked).to.deep.equal([]);
      });
    }

    it('sends nothing: an assertion', async () => {
      await withEnvironment({ http_proxy: proxy.url }, {}, async () => {
        const ended = await exchange('http://acme.my.salesforce.com/services/oauth2/token', 'a.b.c');
        expect(ended).to.have.property('description').that.includes('is not https');
      });
      expect(proxy.asked).to.deep.equal([]);
    });
  });
});
