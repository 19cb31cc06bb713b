import { expect } from 'chai';
import { findRenamed } from '../../src/org/users.ts';
import { connect, startWithLogin } from '../e2e/pair.ts';

describe('org/users: what a sandbox refresh made of a user', () => {
  const [qa, uat] = ['qa', 'uat'].map((name) => `https://acme--${name}.sandbox.my.salesforce.com`);

  it('is found by the name of the sandbox, or else where there is only one', async () => {
    const org = await startWithLogin({ kind: 'sandbox', alias: 'renamed' });
    try {
      const conn = await connect(org);
      const find = (url: string, username = 'svc_a@acme.com'): Promise<string | undefined> =>
        findRenamed(conn, username, url);
      for (const username of ['svcxa@acme.com.qa', 'svc_a@acme.com', 'other@acme.com.qa'])
        org.addUser({ username });
      expect(await find(qa)).to.equal(undefined);
      org.addUser({ username: 'SVC_a@acme.com.QA' });
      for (const url of [qa, uat, 'http://localhost:8081'])
        expect(await find(url)).to.equal('SVC_a@acme.com.QA');
      org.addUser({ username: 'svc_a@acme.com.dev' });
      expect(await find(qa)).to.equal('SVC_a@acme.com.QA');
      expect(await find(uat)).to.equal(undefined);
      expect(await find(qa, "o'neil@acme.com")).to.equal(undefined);
    } finally {
      await org.close();
    }
  });
});
