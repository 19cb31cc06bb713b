import { type AddressInfo, createServer, type Socket } from 'node:net';
import jsforce from '@jsforce/jsforce-node';
import { expect } from 'chai';
import { useSteadyTransport, withDeadline } from '../../src/org/http.ts';

describe('org/http', () => {
  it('asks orgs through the proxy of the environment', async () => {
    let asked = 0;
    const proxy = createServer((socket) => {
      asked += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const before = process.env.https_proxy;
    process.env.https_proxy = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    useSteadyTransport({ retries: 0 });
    try {
      const conn = new jsforce.Connection({ instanceUrl: 'http://org.invalid', accessToken: 'none' });
      await conn.request('/services/data').catch(() => undefined);
      expect(asked).to.equal(1);
    } finally {
      if (before === undefined) delete process.env.https_proxy;
      else process.env.https_proxy = before;
      useSteadyTransport({ firstRetryDelay: 0 });
      proxy.close();
    }
  });

  it('ends the requests of some work when its time is up, and no others', async () => {
    const silent = createServer();
    const asked = new Promise<Socket>((resolve) => silent.on('connection', resolve));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const instanceUrl = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const conn = new jsforce.Connection({ instanceUrl, accessToken: 'none' });
    const outcome = (work: Promise<unknown>): Promise<string> =>
      work.then(
        () => 'answered',
        (error: unknown) => (error as Error).name
      );
    const patient = outcome(conn.request('/patient'));
    const socket = await asked;
    const ended = await withDeadline(Date.now() + 50, () => outcome(conn.request('/impatient')));
    expect(ended).to.equal('AbortError');
    socket.end('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}');
    expect(await patient).to.equal('answered');
    silent.close();
  });
});
