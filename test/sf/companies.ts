import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { SimulatedOrg } from '../../simulator/server.ts';
import { type Authority, makeAuthority } from '../authority.ts';
import { unwell } from '../e2e/pair.ts';
import type { Sf } from './install.ts';
import { answer, newProject, printed, startAndLogIn } from './stage.ts';

/** Links as companies make them, and many of them, with the installed plugin. */
export const companies = (installed: () => Sf): void => {
  describe('a link of two admins', () => {
    let sf: Sf;
    let orgs: SimulatedOrg[];
    let authority: Authority;
    let file: (name: string) => string;
    before(async () => {
      sf = installed();
      orgs = [
        await startAndLogIn(sf, { kind: 'developer', alias: 'caller' }),
        await startAndLogIn(sf, { kind: 'sandbox', alias: 'called' }),
      ];
      authority = makeAuthority('Acme', Date.now());
      const directory = newProject(sf);
      file = (name) => join(directory, name);
    });
    after(() => Promise.all(orgs.map((org) => org.close())));

    it('has a certificate that an authority signed', async () => {
      const named = ['--hub', 'caller', '--name', 'Acme_2027'];
      await printed(sf, ['s2s', 'certificate', 'request', ...named, '--output-file', file('acme.csr')]);
      writeFileSync(
        file('chain.pem'),
        authority.sign(readFileSync(file('acme.csr'), 'utf8')) + authority.intermediate
      );
      const upload = ['s2s', 'certificate', 'upload', ...named, '--file', file('chain.pem')];
      expect((await answer(sf, upload)).result.changed).to.equal(true);
      expect((await answer(sf, upload)).result.changed).to.equal(false);
    });

    it('is asked for, accepted with a user of its own, and made', async () => {
      const [request, reply] = [file('request.json'), file('reply.json')];
      const ask = ['--hub', 'caller', '--spoke-url', orgs[1].url, '--certificate', 'Acme_2027'];
      await printed(sf, ['s2s', 'request', ...ask, '--output-file', request]);
      const files = ['--request-file', request, '--output-file', reply];
      const user = ['--create-service-user', 'hub@caller.example', '--no-prompt'];
      const { result: accepted } = await answer(sf, [
        's2s',
        'accept',
        '--spoke',
        'called',
        ...files,
        ...user,
      ]);
      expect(accepted.links[0].serviceUser).to.equal('hub@caller.example');
      const { result } = await answer(sf, ['s2s', 'link', '--hub', 'caller', '--reply-file', reply]);
      expect(unwell(result.links[0].checks).map(({ status }) => status)).to.deep.equal([
        'skipped',
        'skipped',
      ]);
      const { result: half } = await answer(sf, [
        's2s',
        'verify',
        '--spoke',
        'called',
        '--hub-id',
        orgs[0].org.id,
      ]);
      expect(half.links[0].checks.some(({ status }: any) => status === 'failed')).to.equal(false);
    });

    it('is exported, and nothing of it changes when that is applied', async () => {
      const manifest = file('s2s.yaml');
      await printed(sf, ['s2s', 'export', '--hub', 'caller', '--output-file', manifest]);
      const apply = ['s2s', 'apply', '--manifest', manifest];
      await printed(sf, [...apply, '--dry-run', '--fail-on-changes']);
      const { result } = await answer(sf, apply);
      expect(result.hubs[0].links.map(({ changed }: any) => changed)).to.deep.equal([false]);
    });

    it('is taken away in halves', async () => {
      const name = `localhost_${new URL(orgs[1].url).port}`;
      const onSpoke = ['s2s', 'unlink', '--spoke', 'called', '--hub-id', orgs[0].org.id, '--no-prompt'];
      expect((await answer(sf, onSpoke)).result.links[0].changed).to.equal(true);
      await answer(sf, ['s2s', 'unlink', '--hub', 'caller', '--name', name, '--no-prompt']);
      expect((await answer(sf, ['s2s', 'list', '--hub', 'caller'])).result.links).to.deep.equal([]);
    });
  });
};
