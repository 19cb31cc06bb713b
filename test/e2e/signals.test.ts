import { expect } from 'chai';
import sinon from 'sinon';
import type { Fault, LogEntry } from '../../simulator/org.ts';
import type { SimulatedOrg } from '../../simulator/server.ts';
import { commands, loadConfig } from './command.ts';
import { scenes } from '../faults/scenes.ts';
import { link, withPair } from './pair.ts';
import { compile, startPlugin } from './spawned.ts';

/** Resolves once an org has been asked something that fits. */
const asked = async ({ log }: SimulatedOrg, path: RegExp): Promise<void> => {
  while (!log.some((entry) => path.test(entry.path))) {
    await new Promise((resolve) => setImmediate(resolve));
  }
};

describe('a signal', () => {
  before(function () {
    this.timeout(600_000);
    compile();
  });

  for (const [signal, exitCode] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    it(`${signal} ends link with ${exitCode}, without a stack trace, and the next run goes on`, () =>
      withPair({ spoke: { settings: { deployDuration: 3_600_000 } } }, async (pair) => {
        const ends = ['--hub', pair.hub.org.alias, '--spoke', pair.spoke.org.alias];
        const { kill, ended } = startPlugin({}, 's2s', 'link', ...ends);
        await asked(pair.spoke, /deployRequest\/\w+/);
        kill(signal);
        const { code, stderr, stdout } = await ended;
        expect(code).to.equal(exitCode);
        expect(stderr).to.include('run the same command again');
        expect(stderr + stdout).not.to.match(/ at .*\.[jt]s:/);

        pair.spoke.org.settings.deployDuration = 0;
        expect((await link(pair)).verdict?.passed).to.equal(true);
      }));
  }

  /** Where a command waits for an answer that never comes, and what it says it has done by then. */
  const silences: [string, keyof typeof scenes, 'hub' | 'spoke', Partial<Fault>, RegExp | undefined][] = [
    ['link, before anything', 'link', 'spoke', { path: /batch$/ }, undefined],
    ['link, at the hub', 'link', 'hub', { path: /deployRequest$/ }, /\+ .*ExternalClientApplication/],
    ['apply', 'apply', 'hub', { path: /deployRequest$/ }, /\+ .*Certificate S2S_/],
    ['verify', 'verify', 'hub', { path: /executeAnonymous/ }, undefined],
    ['unlink', 'unlink', 'spoke', { operation: /^deleteMetadata$/ }, /- .*NamedCredential/],
    ['rotate', 'rotate', 'spoke', { path: /deployRequest$/ }, /\+ .*Certificate S2S_/],
    ['request', 'request', 'hub', { operation: /^createMetadata$/ }, undefined],
    ['accept', 'accept', 'spoke', { path: /composite$/ }, /\+ .*ExternalClientApplication/],
    ['link --reply-file', 'link --reply-file', 'hub', { path: /composite$/ }, /\+ .*NamedCredential/],
    ['certificate request', 'certificate request', 'hub', { operation: /^createMetadata$/ }, undefined],
    ['certificate upload', 'certificate upload', 'hub', { operation: /^updateMetadata$/ }, undefined],
  ];
  for (const [what, name, end, fault, done] of silences)
    it(`ends ${what} although the org never answers, and says what was done and how to go on`, async () => {
      const { orgs, words, close } = await scenes[name]();
      const [org] = end === 'hub' ? orgs : orgs.slice(1);
      const before = org.log.length;
      org.fault({ kind: 'hang', ...fault });
      const { kill, ended } = startPlugin({}, ...words);
      const isSilent = ({ path, operation, status }: LogEntry): boolean =>
        status === undefined &&
        (fault.path ?? /./).test(path) &&
        (fault.operation ?? /./).test(operation || '-');
      while (!org.log.slice(before).some(isSilent)) await new Promise((resolve) => setImmediate(resolve));
      kill('SIGTERM');
      const { code, stderr } = await ended;
      await close();
      expect(code, stderr).to.equal(143);
      expect(stderr)
        .to.include('Stopped.')
        .and.include(
          `sf ${words
            .slice(
              0,
              words.findIndex((word) => word.startsWith('--'))
            )
            .join(' ')} --`
        );
      if (done) expect(stderr).to.match(done);
      else expect(stderr).to.not.match(/^ {2}[+-] /m);
      expect(stderr).to.not.match(/ at .*\.[jt]s:/);
    });

  for (const [name, Command] of Object.entries(commands))
    it(`finds no listener of the base command, which would throw, from the start of ${name} on`, async () => {
      const command = new Command(['--no-such-flag'], await loadConfig());
      const former = process.listeners('SIGINT');
      sinon.stub(process.stderr, 'write').returns(true);
      const ended = command._run().catch(() => undefined);
      const [listener, ...others] = process.rawListeners('SIGINT');
      process.removeAllListeners('SIGINT');
      for (const one of former) process.on('SIGINT', one);
      await ended;
      sinon.restore();
      expect(others).to.deep.equal([]);
      // The one of `process.once`.
      expect(listener).to.have.property('listener');
    });
});
