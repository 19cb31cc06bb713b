import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { homeEnvironment } from '../../simulator/logins.ts';
import { compile, runPlugin } from './spawned.ts';

describe('a home without logins', () => {
  before(function () {
    this.timeout(600_000);
    compile();
  });

  it('is told how to see and how to make logins, for an alias that is near to none', async () => {
    const env = homeEnvironment(mkdtempSync(join(tmpdir(), 's2s-empty-')));
    const { code, stdout } = await runPlugin(env, 's2s', 'verify', '--hub', 'nobody', '--json');
    const error = JSON.parse(stdout) as { name: string; actions: string[] };
    expect([code, error.name]).to.deep.equal([1, 'NamedOrgNotFoundError']);
    expect(error.actions).to.deep.equal([
      'See your logins and their aliases: sf org list',
      'Log in to the org: sf org login web --alias ALIAS',
    ]);
  });
});
