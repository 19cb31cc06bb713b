import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from 'chai';
import type { LogEntry } from '../../simulator/org.ts';
import { compile, type Ended, filesBelow, runPlugin, secretForms } from './spawned.ts';

const script = join(import.meta.dirname, '..', '..', 'simulator', 'simulate.ts');

type Printed = { home: string; env: Record<string, string>; log: string };

describe('the plugin against npm run simulate, each a process of its own', () => {
  const home = mkdtempSync(join(tmpdir(), 's2s-processes-'));
  let child: ChildProcess;
  let printed: Printed;
  const texts: string[] = [];

  before(async () => {
    compile();
    child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', script, '--json', '--home', home],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      }
    );
    const [line] = (await once(createInterface(child.stdout!), 'line')) as [string];
    texts.push(line);
    printed = JSON.parse(line) as Printed;
  });
  after(() => {
    child.kill('SIGKILL');
    rmSync(home, { recursive: true, force: true });
  });

  const link = async (): Promise<Ended> => {
    const ended = await runPlugin(
      printed.env,
      's2s',
      'link',
      '--hub',
      'myhub',
      '--spoke',
      'myspoke',
      '--json'
    );
    texts.push(ended.stdout, ended.stderr);
    return ended;
  };
  const logged = (): LogEntry[] =>
    readFileSync(printed.log, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as LogEntry);
  const changes = (entries: LogEntry[]): string[] =>
    entries.flatMap((entry) => entry.changes.map((change) => `${entry.org} ${change.replace(/:.*/, '')}`));

  it('links, and the log tells what changed in which org', async () => {
    const { code, stdout } = await link();
    expect(code, stdout).to.equal(0);
    expect(JSON.parse(stdout)).to.have.nested.property('result.links.length', 1);
    expect(changes(logged())).to.include.members([
      'myhub Certificate',
      'myspoke ExternalClientApplication',
      'myspoke PermissionSetAssignment',
      'myhub ExternalCredential',
      'myhub NamedCredential',
      'myhub PermissionSetAssignment',
    ]);
    for (const { callout: _callout, ...entry } of logged())
      expect(entry).to.have.all.keys(
        'time',
        'ended',
        'status',
        'org',
        'method',
        'path',
        'operation',
        'changes'
      );
    const byApex = logged().filter(({ callout }) => callout);
    expect(byApex.map(({ org, path }) => `${org} ${path}`)).to.deep.equal([
      'myspoke /services/oauth2/token',
      'myspoke /services/data/v60.0/',
    ]);
  });

  it('links again, and nothing changes', async () => {
    const before = logged().length;
    expect((await link()).code).to.equal(0);
    const since = logged().slice(before);
    expect(since.map(({ org }) => org)).to.include.members(['myhub', 'myspoke']);
    expect(changes(since)).to.deep.equal([]);
  });

  it('leaves no secret in what is printed, nor in any file of the home', () => {
    const files = filesBelow(home);
    expect(files.map(({ path }) => path)).to.include(printed.log);
    expect(
      files.some(({ path, content }) => path.endsWith('.log') && content.includes('myspoke')),
      'a log at trace level'
    ).to.equal(true);
    for (const form of secretForms) {
      for (const text of texts) expect(text).to.not.match(form);
      for (const { path, content } of files)
        expect(form.test(content), `${form.source} in ${path}`).to.equal(false);
    }
  });

  it('stops when it is told to', async () => {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await ended).to.deep.equal([0, null]);
  });
});
