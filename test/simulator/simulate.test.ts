import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from 'chai';

const script = join(import.meta.dirname, '..', '..', 'simulator', 'simulate.ts');

type Printed = {
  home: string;
  env: Record<string, string>;
  hub: { alias: string; username: string; orgId: string; url: string };
  spoke: { alias: string; username: string; orgId: string; url: string };
  log: string;
};

describe('npm run simulate', () => {
  const home = mkdtempSync(join(tmpdir(), 's2s-simulate-'));
  let child: ChildProcess | undefined;
  after(() => {
    rmSync(home, { recursive: true, force: true });
  });
  afterEach(() => {
    child?.kill('SIGKILL');
  });

  const run = (...words: string[]): ChildProcess => {
    child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...words], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return child;
  };
  const exitCode = async (process: ChildProcess): Promise<unknown> =>
    process.exitCode ?? ((await once(process, 'exit')) as unknown[])[0];

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`keeps two orgs with logins in a home of their own until ${signal}`, async () => {
      const process = run('--json', '--home', home);
      const [line] = (await once(createInterface(process.stdout!), 'line')) as string[];
      const { hub, spoke, env, log, ...rest } = JSON.parse(line) as Printed;
      expect(rest).to.deep.equal({ home });
      expect(env).to.include({
        HOME: home,
        SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
        SF_DISABLE_AUTOUPDATE: 'true',
      });
      expect([hub.alias, spoke.alias]).to.deep.equal(['myhub', 'myspoke']);
      const aliases = JSON.parse(readFileSync(join(home, '.sfdx', 'alias.json'), 'utf8')) as { orgs: object };
      expect(aliases.orgs).to.deep.equal({ myhub: hub.username, myspoke: spoke.username });
      const login = readFileSync(join(home, '.sfdx', `${hub.username}.json`), 'utf8');
      expect(login).to.include(hub.orgId).and.not.include('!AQEAQ');
      expect((await fetch(`${spoke.url}/services/data`)).status).to.equal(200);
      const entries = readFileSync(log, 'utf8').trim().split('\n');
      expect(JSON.parse(entries[0])).to.include({ org: 'myspoke', method: 'GET', path: '/services/data' });
      process.kill(signal);
      expect(await exitCode(process)).to.equal(0);
      expect(existsSync(log), 'a home that was named stays').to.equal(true);
    });
  }

  it('deletes a home of its own at the end', async () => {
    const process = run('--json');
    const [line] = (await once(createInterface(process.stdout!), 'line')) as string[];
    const printed = JSON.parse(line) as Printed;
    expect(existsSync(printed.log)).to.equal(true);
    process.kill('SIGTERM');
    expect(await exitCode(process)).to.equal(0);
    expect(existsSync(printed.home)).to.equal(false);
  });

  it('prints what to paste', async () => {
    const process = run('--home', home);
    let text = '';
    for await (const line of createInterface(process.stdout!)) {
      text += `${line}\n`;
      if (line.includes('Ctrl-C')) break;
    }
    expect(text).to.include(`export HOME=${home}`).and.include('sf s2s link --hub myhub --spoke myspoke');
    process.kill('SIGTERM');
    expect(await exitCode(process)).to.equal(0);
  });

  it('gives the orgs the settings and faults that were asked for', async () => {
    const process = run(
      ...['--json', '--home', home, '--spoke', 'kind=production'],
      ...['--fault', 'org=hub,kind=unavailable,path=data$,times=1']
    );
    const [line] = (await once(createInterface(process.stdout!), 'line')) as string[];
    const { hub, spoke } = JSON.parse(line) as Printed;
    const login = JSON.parse(readFileSync(join(home, '.sfdx', `${spoke.username}.json`), 'utf8')) as object;
    expect(login).to.include({ isSandbox: false, orgEdition: 'Enterprise Edition' });
    const statuses = [];
    for (const url of [spoke.url, hub.url, hub.url])
      statuses.push((await fetch(`${url}/services/data`)).status);
    expect(statuses).to.deep.equal([200, 503, 200]);
    process.kill('SIGTERM');
    expect(await exitCode(process)).to.equal(0);
  });

  for (const words of [['--nope'], ['--hub', 'latency=x'], ['--fault', 'org=hub,kind=nope']]) {
    it(`refuses ${words.join(' ')}, and starts nothing`, async () => {
      const process = run(...words, '--home', join(home, 'never'));
      expect(await exitCode(process)).to.equal(2);
      expect(existsSync(join(home, 'never'))).to.equal(false);
    });
  }
});
