import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { SimulatedOrg } from '../../simulator/server.ts';
import type { Sf } from './install.ts';
import { answer, deployingOver, newProject, printed, startAndLogIn, writeProject } from './stage.ts';

const connectedApp = `<?xml version="1.0" encoding="UTF-8"?>
<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">
    <contactEmail>admin@example.com</contactEmail>
    <label>APP</label>
    <oauthConfig>
        <callbackUrl>https://localhost/callback</callbackUrl>
        <scopes>Api</scopes>
        <scopes>RefreshToken</scopes>
    </oauthConfig>
</ConnectedApp>
`;

/** Core commands against an org that holds nothing of a link. */
export const core = (installed: () => Sf): void => {
  describe('core commands', () => {
    let sf: Sf;
    let org: SimulatedOrg;
    before(async () => {
      sf = installed();
      org = await startAndLogIn(sf, {
        kind: 'developer',
        alias: 'alone',
        settings: { connectedAppCreation: true },
      });
    });
    after(() => org.close());

    it('display the org', async () => {
      const { result } = await answer(sf, ['org', 'display', '--target-org', 'alone']);
      expect(result).to.include({ id: org.org.id, username: org.username, connectedStatus: 'Connected' });
    });

    it('list the org', async () => {
      const { result } = await answer(sf, ['org', 'list']);
      const listed = (result.other as { alias: string }[]).filter(({ alias }) => alias === 'alone');
      expect(listed).to.have.lengthOf(1);
      expect(listed[0]).to.include({ alias: 'alone', connectedStatus: 'Connected' });
    });

    it('query the org', async () => {
      const query = "SELECT Username, Profile.Name FROM User WHERE UserType = 'Standard' LIMIT 1";
      const words = ['data', 'query', '--target-org', 'alone', '--query', query];
      const { result } = await answer(sf, words);
      expect(result.records[0]).to.deep.include({ Username: org.username });
      expect(result.records[0].Profile).to.include({ Name: 'System Administrator' });
      expect(await printed(sf, words)).to.include(org.username);
    });

    it('make an integration user, license it, and count its licences', async () => {
      const query = async (soql: string): Promise<any> =>
        (await answer(sf, ['data', 'query', '--target-org', 'alone', '--query', soql])).result.records[0];
      const { Id } = await query(
        "SELECT Id FROM Profile WHERE UserLicense.Name = 'Salesforce Integration' LIMIT 1"
      );
      const name = 'made@alone.example';
      const fields = `Username=${name} LastName=Made Email=${name} Alias=made ProfileId=${Id} TimeZoneSidKey=GMT LocaleSidKey=en_US LanguageLocaleKey=en_US EmailEncodingKey=UTF-8`;
      const words = ['data', 'create', 'record', '--target-org', 'alone', '--sobject', 'User'];
      await answer(sf, [...words, '--values', fields]);
      const licensing = ['org', 'assign', 'permsetlicense', '--target-org', 'alone'];
      const given = ['--name', 'SalesforceAPIIntegrationPsl', '--on-behalf-of', name];
      for (const _again of [false, true]) await answer(sf, [...licensing, ...given]);
      expect(
        await query("SELECT UsedLicenses FROM UserLicense WHERE Name = 'Salesforce Integration'")
      ).to.include({ UsedLicenses: 1 });
      expect(await query('SELECT UsedLicenses FROM PermissionSetLicense')).to.include({ UsedLicenses: 1 });
      const where = `"Username='${name}'"`.replaceAll('"', '');
      const update = ['data', 'update', 'record', '--target-org', 'alone', '--sobject', 'User'];
      await answer(sf, [...update, '--where', where, '--values', 'IsActive=false']);
      expect(
        await query("SELECT UsedLicenses FROM UserLicense WHERE Name = 'Salesforce Integration'")
      ).to.include({ UsedLicenses: 0 });
    });

    it('run Apex and show its log', async () => {
      const project = newProject(sf);
      writeProject(project, { 'hello.apex': "System.debug('hello ' + UserInfo.getUserName());" });
      const log = await printed(sf, ['apex', 'run', '--target-org', 'alone', '--file', 'hello.apex'], {
        cwd: project,
      });
      expect(log).to.match(/\|USER_DEBUG\|\[1\]\|DEBUG\|hello /);
    });

    it('tell where Apex does not compile', async () => {
      const project = newProject(sf);
      writeProject(project, { 'wrong.apex': 'Integer one = 1;\nSystem.debug(two);' });
      const words = ['apex', 'run', '--target-org', 'alone', '--file', 'wrong.apex'];
      const { data } = await answer(sf, words, { cwd: project, code: 1 });
      expect(data).to.include({ success: false, compiled: false });
      expect(`${data.line}: ${data.compileProblem}`).to.equal('2: Variable does not exist: two');
    });

    it('show what a deploy is refused for, line by line', async () => {
      const project = newProject(sf);
      const misspelt = connectedApp.replaceAll('label', 'labell');
      writeProject(project, { 'main/connectedApps/Wrong.connectedApp-meta.xml': misspelt });
      const words = ['project', 'deploy', 'start', '--target-org', 'alone', '--source-dir', 'main'];
      const { result } = await answer(sf, words, { cwd: project, code: 1 });
      expect(result.details.componentFailures[0]).to.deep.include({
        componentType: 'ConnectedApp',
        fullName: 'Wrong',
        problem:
          'Error parsing file: Element {http://soap.sforce.com/2006/04/metadata}labell invalid at this location in type ConnectedApp',
      });
    });

    for (const api of ['SOAP', 'REST'] as const) {
      it(`deploy a connected app over ${api}, and retrieve it`, async () => {
        const cwd = newProject(sf);
        const path = `main/connectedApps/${api}.connectedApp-meta.xml`;
        writeProject(cwd, { [path]: connectedApp.replace('APP', api) });
        const words = ['--target-org', 'alone', '--source-dir', 'main'];
        const env = deployingOver(api);
        const first = await answer(sf, ['project', 'deploy', 'start', ...words], { cwd, env });
        expect(first.result.files.map(({ state }: any) => state)).to.deep.equal(['Created']);
        await answer(sf, ['project', 'retrieve', 'start', ...words], { cwd });
        expect(readFileSync(join(cwd, path), 'utf8')).to.match(/<consumerKey>3MVG9[\w.]+<\/consumerKey>/);
        const again = await answer(sf, ['project', 'deploy', 'start', ...words], { cwd, env });
        expect(again.result.files.map(({ state }: any) => state)).to.deep.equal(['Unchanged']);
      });
    }
  });
};
