import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { startOrg } from '../../simulator/server.ts';
import type { LogEntry } from '../../simulator/org.ts';
import { label, zipOf } from './metadata-fixtures.ts';
import { ask, root, query, anonymous, envelope, soap } from './server-fixtures.ts';

describe('The log of an org', () => {
  const directory = mkdtempSync(join(tmpdir(), 's2s-log-'));
  after(() => {
    rmSync(directory, { recursive: true });
  });

  it('has each request with what it changed, and neither code nor tokens', async () => {
    const logFile = join(directory, 'requests.jsonl');
    const org = await startOrg({ alias: 'hub', settings: { now: () => 0 } }, { logFile });
    await ask(org, 'GET', query('SELECT Id FROM User'));
    await ask(org, 'GET', anonymous('String secret;'));
    await ask(org, 'POST', `/services/oauth2/revoke?token=${org.login('x')}`);
    await soap(org, 'm', envelope('nope', '', org.accessToken));
    const form = new FormData();
    form.append('json', new Blob([JSON.stringify({ deployOptions: { singlePackage: true } })]));
    form.append(
      'file',
      new Blob([new Uint8Array(await zipOf({ 'permissionsets/A.permissionset': label('A') }))]),
      'a.zip'
    );
    const headers = { authorization: `Bearer ${org.accessToken}` };
    const deployed = await fetch(`${org.url}${root}/metadata/deployRequest`, {
      method: 'POST',
      headers,
      body: form,
    });
    expect(deployed.status).to.equal(201);
    await org.close();
    const text = readFileSync(logFile, 'utf8');
    expect(text).to.not.include('secret').and.not.include(org.accessToken).and.not.include('token=');
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as LogEntry);
    expect(lines).to.deep.equal(org.log);
    expect(lines[0]).to.deep.equal({
      time: '1970-01-01T00:00:00.000Z',
      ended: '1970-01-01T00:00:00.000Z',
      status: 200,
      org: 'hub',
      method: 'GET',
      path: `${root}/query?q=SELECT+Id+FROM+User`,
      operation: '',
      changes: [],
    });
    expect(lines.map(({ path }) => path).slice(1, 3)).to.deep.equal([
      `${root}/tooling/executeAnonymous`,
      '/services/oauth2/revoke',
    ]);
    expect(lines[3].operation).to.equal('nope');
    expect(lines[4].changes).to.deep.equal(['PermissionSet:A']);
  });
});
