import { type AddressInfo, createServer } from 'node:net';
import jsforce from '@jsforce/jsforce-node';
import { expect } from 'chai';
import { useSteadyTransport } from '../../src/org/http.ts';

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
});
