import { expect } from 'chai';
import { forgetLogins, saveLogins } from '../../simulator/logins.ts';
import { parameter } from './breaking.ts';
import { run } from './command.ts';
import { startQuickPair } from './interrupted.ts';
import { link, type Pair, verify } from './pair.ts';

describe('addresses that are not to be trusted', () => {
  let pair: Pair;
  before(async () => {
    pair = await startQuickPair();
    await link(pair);
  });
  after(() => pair.close());

  it('get no assertion, when an external credential asks for tokens there', async () => {
    parameter(pair, 'AuthProviderUrl', 'https://login.salesforce.com.evil.example/services/oauth2/token');
    const { token, credential } = await verify(pair);
    expect([token.status, ...token.findings]).to.deep.equal(['skipped', 'strangeHost']);
    expect([credential.status, ...credential.findings]).to.deep.equal(['failed', 'otherTokenUrl']);
  });

  it('get no session, when a login leads there without TLS', async () => {
    const username = 'admin@open.example';
    const open = { ...pair.hub, url: 'http://open.my.salesforce.com', username };
    Object.assign(open, { org: { ...pair.hub.org, alias: 'open' } });
    await saveLogins([open]);
    try {
      for (const command of ['list', 'export', 'rotate'] as const) {
        const { error, exitCode, stderr } = await run(command, '--hub', 'open');
        expect([error?.name, exitCode]).to.deep.equal(['InsecureError', 1]);
        expect(stderr).to.include(open.url).and.include('sf org login web --alias open');
      }
    } finally {
      await forgetLogins([open]);
    }
  });
});
