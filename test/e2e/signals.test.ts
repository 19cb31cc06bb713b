import { expect } from 'chai';
import sinon from 'sinon';
import type { SimulatedOrg } from '../../simulator/server.ts';
import { commands, loadConfig } from './command.ts';
import { link, withPair } from './pair.ts';
import { compile, startPlugin } from './spawned.ts';

/** Resolves once an org has been asked something that fits, after the first `from` requests. */
const asked = async ({ log }: SimulatedOrg, path: RegExp, from = 0): Promise<void> => {
  while (!log.slice(from).some((entry) => path.test(entry.path))) {
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

  it('ends verify too', () =>
    withPair({}, async (pair) => {
      await link(pair);
      pair.hub.fault({ kind: 'hang', path: /executeAnonymous/, times: 10 });
      const { length } = pair.hub.log;
      const { kill, ended } = startPlugin({}, 's2s', 'verify', '--hub', pair.hub.org.alias);
      await asked(pair.hub, /named-credentials/, length);
      kill('SIGINT');
      const { code, stderr } = await ended;
      expect(code).to.equal(130);
      expect(stderr).to.include('Nothing was changed.');
    }));

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
