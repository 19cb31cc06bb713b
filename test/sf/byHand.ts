import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { SimulatedOrg } from '../../simulator/server.ts';
import { selfSigned } from '../../simulator/metadata/selfSigned.ts';
import { nameOfOrg } from '../../src/names.ts';
import { readEnvironment } from '../../src/source/environment.ts';
import { unwell } from '../e2e/pair.ts';
import type { Sf } from './install.ts';
import { answer, deployingOver, filesIn, newProject, startAndLogIn, writeProject } from './stage.ts';

/** A certificate of somewhere else: a deploy takes what it says, and the org makes a key of its own. */
const foreignPem = (): string => {
  const inTwoYears = new Date(Date.now() + 730 * 86_400_000);
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return selfSigned([['CN', 'Foreign']], keys, new Date(), inTwoYears);
};

/** The variables that have a value. */
const set = (variables: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  );

/** A link that core commands make from the files of `--output-dir`. */
export const byHand = (installed: () => Sf): void => {
  describe('a link by hand', () => {
    let sf: Sf;
    let orgs: SimulatedOrg[];
    let cwd: string;
    let hubFolder: string;
    let spokeFolder: string;
    let variables: Record<string, string | undefined>;
    /** The variable that ends so. */
    const variable = (end: string): string =>
      Object.keys(variables).find((name) => name.endsWith(`_${end}`))!;
    before(async () => {
      sf = installed();
      cwd = newProject(sf);
      orgs = [
        await startAndLogIn(sf, { kind: 'developer', alias: 'handhub' }),
        await startAndLogIn(sf, { kind: 'sandbox', alias: 'handspoke' }),
      ];
    });
    after(() => Promise.all(orgs.map((org) => org.close())));

    const pair = ['--hub', 'handhub', '--spoke', 'handspoke'];
    const retrieved = async (alias: string, type: string, suffix: string): Promise<string> => {
      const to = join(cwd, `retrieved-${type}`);
      const words = ['--target-org', alias, '--metadata', type, '--target-metadata-dir', to, '--unzip'];
      await answer(sf, ['project', 'retrieve', 'start', ...words], { cwd });
      return readFileSync(
        filesIn(to).find((path) => path.endsWith(suffix))!,
        'utf8'
      );
    };
    const deploy = (alias: string, path: string, api: 'SOAP' | 'REST'): Promise<any> =>
      answer(sf, ['project', 'deploy', 'start', '--target-org', alias, '--source-dir', path], {
        cwd,
        env: { ...deployingOver(api), ...set(variables) },
      });
    const assign = (alias: string, name: string): Promise<any> =>
      answer(sf, ['org', 'assign', 'permset', '--target-org', alias, '--name', name]);
    const permissionSetIn = (directory: string): string =>
      filesIn(join(cwd, directory))
        .find((path) => path.includes('.permissionset'))!
        .replace(/.*\/|\.permissionset.*/g, '');

    it('starts with files, replacements for the project, and the values that are known', async () => {
      await answer(sf, ['s2s', 'link', ...pair, '--dry-run', '--output-dir', 'main/link'], { cwd });
      const { replacements } = JSON.parse(readFileSync(join(cwd, 'main/link/replacements.json'), 'utf8'));
      writeProject(cwd, {
        'sfdx-project.json': JSON.stringify({
          packageDirectories: [{ path: 'main', default: true }],
          replacements,
        }),
      });
      [hubFolder, spokeFolder] = orgs.map(({ url }) => `main/link/${nameOfOrg(url)}`);
      const file = filesIn(join(cwd, 'main/link')).find((path) => path.endsWith('.env'))!;
      variables = Object.fromEntries(readEnvironment(readFileSync(file, 'utf8')));
      const unknown = Object.keys(variables).filter((name) => variables[name] === undefined);
      expect(unknown.map((name) => name.replace(/.*_(CERTIFICATE|CONSUMER_KEY)$/, '$1'))).to.have.members([
        'CERTIFICATE',
        'CONSUMER_KEY',
      ]);
    });

    it('gets a certificate whose key the hub makes', async () => {
      const name = variables[variable('CERTIFICATE_NAME')]!;
      writeProject(cwd, {
        [`main/certs/${name}.crt`]: foreignPem(),
        [`main/certs/${name}.crt-meta.xml`]:
          '<Certificate xmlns="http://soap.sforce.com/2006/04/metadata"><caSigned>false</caSigned>' +
          `<masterLabel>${name}</masterLabel><privateKeyExportable>false</privateKeyExportable></Certificate>`,
      });
      await deploy('handhub', 'main/certs', 'SOAP');
      variables[variable('CERTIFICATE')] = await retrieved('handhub', 'Certificate', '.crt');
    });

    it('gets the app, over SOAP, and its consumer key', async () => {
      await deploy('handspoke', spokeFolder, 'SOAP');
      await assign('handspoke', permissionSetIn(spokeFolder));
      const app = await retrieved('handspoke', 'ExtlClntAppGlobalOauthSettings', '.ecaGlblOauth');
      const [, key] = /<consumerKey>(.*)<\/consumerKey>/.exec(app)!;
      variables[variable('CONSUMER_KEY')] = key;
    });

    it('gets the credentials, over REST', async () => {
      await deploy('handhub', hubFolder, 'REST');
      await assign('handhub', permissionSetIn(hubFolder));
    });

    it('is verified', async () => {
      const { result } = await answer(sf, ['s2s', 'verify', ...pair]);
      expect(result.links[0].checks).to.have.lengthOf(7);
      expect(unwell(result.links[0].checks)).to.deep.equal([]);
    });

    it('leaves nothing for link to do', async () => {
      const { result } = await answer(sf, ['s2s', 'link', ...pair]);
      expect(result.links[0].changed).to.equal(false);
    });

    it('lets link do only what is really missing', async () => {
      const query = `SELECT Id FROM PermissionSetAssignment WHERE PermissionSet.Name = '${permissionSetIn(spokeFolder)}'`;
      const org = ['--target-org', 'handspoke'];
      const found = await answer(sf, ['data', 'query', ...org, '--query', query]);
      const [{ Id }] = found.result.records;
      await answer(sf, [
        'data',
        'delete',
        'record',
        ...org,
        '--sobject',
        'PermissionSetAssignment',
        '--record-id',
        Id,
      ]);
      const { result } = await answer(sf, ['s2s', 'link', ...pair]);
      const done = result.links[0].steps.filter(({ action }: any) => action !== 'unchanged');
      expect(done.map(({ action, type }: any) => `${action} ${type}`)).to.deep.equal([
        'create PermissionSetAssignment',
      ]);
    });
  });
};
