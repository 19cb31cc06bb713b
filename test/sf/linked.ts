import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { SimulatedOrg } from '../../simulator/server.ts';
import { unwell } from '../e2e/pair.ts';
import type { Sf } from './install.ts';
import { answer, deployingOver, filesIn, newProject, printed, startAndLogIn, writeProject } from './stage.ts';

const typesOnHub = ['ExternalCredential', 'NamedCredential', 'PermissionSet'];
const typesOfApp = [
  'ExternalClientApplication',
  'ExtlClntAppOauthSettings',
  'ExtlClntAppGlobalOauthSettings',
  'ExtlClntAppOauthConfigurablePolicies',
  'ExtlClntAppConfigurablePolicies',
  'PermissionSet',
];

const metadata = (types: string[]): string[] => types.flatMap((type) => ['--metadata', type]);

/** The plugin, installed in the CLI, and what core commands see of the links that it made. */
export const linked = (installed: () => Sf): void => {
  describe('a link', () => {
    let sf: Sf;
    let orgs: SimulatedOrg[];
    before(async () => {
      sf = installed();
      orgs = [
        await startAndLogIn(sf, { kind: 'developer', alias: 'hub' }),
        await startAndLogIn(sf, { kind: 'sandbox', alias: 'spoke' }),
      ];
    });
    after(() => Promise.all(orgs.map((org) => org.close())));

    const link = ['s2s', 'link', '--hub', 'hub', '--spoke', 'spoke'];

    it('is made and proven', async () => {
      const { result } = await answer(sf, link);
      expect(result.links[0].checks).to.have.lengthOf(7);
      expect(unwell(result.links[0].checks)).to.deep.equal([]);
    });

    it('is verified, in words', async () => {
      expect(await printed(sf, ['s2s', 'verify', '--hub', 'hub', '--spoke', 'spoke'])).to.match(
        /callout[ │]+✔ passed/
      );
    });

    it('serves Apex', async () => {
      const project = newProject(sf);
      const name = `localhost_${new URL(orgs[1].url).port}`;
      writeProject(project, {
        'call.apex': [
          'HttpRequest request = new HttpRequest();',
          `request.setEndpoint('callout:${name}/services/data');`,
          "request.setMethod('GET');",
          'HttpResponse response = new Http().send(request);',
          'System.assertEquals(200, response.getStatusCode());',
        ].join('\n'),
      });
      await printed(sf, ['apex', 'run', '--target-org', 'hub', '--file', 'call.apex'], { cwd: project });
    });

    for (const api of ['SOAP', 'REST'] as const) {
      for (const [alias, types] of [
        ['hub', typesOnHub],
        ['spoke', typesOfApp],
      ] as const) {
        it(`is retrieved from ${alias} and deployed again over ${api}, unchanged`, async () => {
          const cwd = newProject(sf);
          const org = ['--target-org', alias];
          await answer(sf, ['project', 'retrieve', 'start', ...org, ...metadata([...types])], { cwd });
          const files = filesIn(`${cwd}/main`);
          const { result } = await answer(
            sf,
            ['project', 'deploy', 'start', ...org, '--source-dir', 'main'],
            {
              cwd,
              env: deployingOver(api),
            }
          );
          expect(result.files.map(({ state }: any) => state)).to.deep.equal(files.map(() => 'Unchanged'));
          expect(new Set(result.files.map(({ type }: any) => type))).to.deep.equal(new Set(types));
        });
      }
    }

    it('has a certificate that is retrieved as PEM', async () => {
      const cwd = newProject(sf);
      await answer(
        sf,
        ['project', 'retrieve', 'start', '--target-org', 'hub', ...metadata(['Certificate'])],
        { cwd }
      );
      const [pem] = filesIn(`${cwd}/main`).filter((path) => path.endsWith('.crt'));
      expect(readFileSync(pem, 'utf8')).to.match(/^-----BEGIN CERTIFICATE-----/);
    });

    it('is still whole after all this', async () => {
      expect((await answer(sf, link)).result.links[0].changed).to.equal(false);
    });

    it('is listed', async () => {
      expect(await printed(sf, ['s2s', 'list', '--hub', 'hub'])).to.match(/linked/);
    });

    it('gets a new certificate', async () => {
      const { result } = await answer(sf, ['s2s', 'rotate', '--hub', 'hub', '--retire-now']);
      expect(result.links[0].certificate.name).to.match(/^S2S_\d{8}_2$/);
      expect(unwell(result.links[0].checks)).to.deep.equal([]);
    });

    it('is taken away, and then there is nothing to do', async () => {
      const unlink = ['s2s', 'unlink', '--hub', 'hub', '--spoke', 'spoke', '--no-prompt'];
      expect((await answer(sf, unlink)).result.links[0].changed).to.equal(true);
      expect((await answer(sf, unlink)).result.links[0].changed).to.equal(false);
      expect((await answer(sf, ['s2s', 'list', '--hub', 'hub'])).result.links).to.deep.equal([]);
    });
  });
};
