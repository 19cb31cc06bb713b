import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect } from 'chai';
import type { SimulatedOrg } from '../../simulator/server.ts';
import type { Sf } from './install.ts';
import { answer, filesIn, newProject, printed, startAndLogIn, writeProject } from './stage.ts';

type Snapshot = { command: string; flags: string[] }[];

const snapshot = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '..', 'command-snapshot.json'), 'utf8')
) as Snapshot;

/** What the CLI does for the commands of every plugin. */
export const surface = (installed: () => Sf): void => {
  describe('the commands', () => {
    let sf: Sf;
    let org: SimulatedOrg;
    before(async () => {
      sf = installed();
      org = await startAndLogIn(sf, { kind: 'developer', alias: 'flagged' });
    });
    after(() => org.close());

    it('take their flags from a directory', async () => {
      const cwd = newProject(sf);
      writeProject(cwd, { 'flags/hub': 'flagged', 'flags/expires-within': '30' });
      const { result } = await answer(sf, ['s2s', 'list', '--flags-dir', 'flags'], { cwd });
      expect(result).to.deep.include({ links: [] });
      expect(result.hub.username).to.equal(org.username);
    });

    it('tell an error in JSON, and of the CLI itself too', async () => {
      const failed = await answer(sf, ['s2s', 'verify', '--hub', 'flagged'], { code: 1 });
      expect(failed).to.include({ name: 'NoLinksError', exitCode: 1 });
      expect(failed.actions.join()).to.include('sf s2s link --hub flagged');
      const flags = await answer(sf, ['s2s', 'link', '--hub', 'flagged'], { code: 2 });
      expect(flags.message).to.include('--spoke');
      for (const error of [failed, flags]) expect(error.stack ?? '').not.to.match(/ at .*\.[jt]s:/);
    });

    it('are completed by shells, with their flags', async () => {
      await printed(sf, ['autocomplete', '--refresh-cache']);
      const functions = filesIn(join(sf.home, '.cache', 'sf', 'autocomplete')).filter((path) =>
        ['sf.bash', '_sf', 'sf.ps1'].includes(basename(path))
      );
      expect(functions.map((path) => basename(path))).to.have.members(['sf.bash', '_sf', 'sf.ps1']);
      const bash = readFileSync(
        functions.find((path) => path.endsWith('.bash'))!,
        'utf8'
      ).split('\n');
      for (const { command, flags } of snapshot) {
        const line = bash.find((one) => one.startsWith(`${command.replaceAll(' ', ':')} --`));
        for (const flag of flags) expect(line, command).to.include(`--${flag}`);
      }
    });
  });
};
