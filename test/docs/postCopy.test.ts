import { readdirSync, readFileSync } from 'node:fs';
import { ApexErrorListener, ApexParserFactory } from '@apexdevtools/apex-parser';
import { expect } from 'chai';
import { executeAnonymous } from '../../simulator/apex/execute.ts';
import { apexHost } from '../../simulator/apexhost.ts';
import { createMetadata } from '../../simulator/metadata/crud.ts';
import type { Org } from '../../simulator/org.ts';
import { rows } from '../../simulator/tables.ts';
import { link, verify } from '../e2e/pair.ts';
import { withRefresh } from '../e2e/refreshed.ts';

const directory = new URL('../../docs/apex/', import.meta.url);
const sourceOf = (name: string): string => readFileSync(new URL(name, directory), 'utf8');

class Collector extends ApexErrorListener {
  readonly errors: string[] = [];
  override apexSyntaxError(line: number, column: number, message: string): void {
    this.errors.push(`${line}:${column} ${message}`);
  }
}

/** Runs a statement in an org that has the class, and what Salesforce brings along for it. @returns the exception */
const run = async (org: Org, statement: string, userId = org.adminId): Promise<string | null> => {
  const script = [
    'class SandboxContext {}',
    'interface SandboxPostCopy { void runApexClass(SandboxContext context); }',
    sourceOf('S2SPostCopy.cls'),
    statement,
  ].join('\n');
  const { compileProblem, exceptionMessage } = await executeAnonymous(script, apexHost(org, userId));
  return compileProblem ?? exceptionMessage;
};
const postCopy = 'new S2SPostCopy().runApexClass(null);';

/** What a callout through a link comes to for a user. */
const callAs = (org: Org, username: string, name: string): Promise<string | null> =>
  run(
    org,
    `HttpRequest r = new HttpRequest(); r.setMethod('GET');
    r.setEndpoint('callout:${name}/services/data/v60.0/');
    System.assertEquals(200, new Http().send(r).getStatusCode());`,
    rows(org, 'User').find(({ Username }) => Username === username)?.Id
  );

const idOf = (org: Org, sobject: string, name: string): string =>
  rows(org, sobject).find((row) => [row.Name, row.Username].includes(name))!.Id;

/** A refresh after which the sandbox really calls production. */
const withKeys = { privateKeys: 'kept', consumerKeys: 'kept' } as const;
const ann = 'ann@hub.example';

describe('docs/apex', () => {
  it('is Apex, each class with its metadata', () => {
    const files = readdirSync(directory);
    const classes = files.filter((file) => file.endsWith('.cls'));
    expect(classes).to.have.lengthOf(2);
    for (const file of classes) {
      const errors = new Collector();
      ApexParserFactory.createLexerAndParser(sourceOf(file), errors).parser.compilationUnit();
      expect(errors.errors, file).to.deep.equal([]);
      expect(sourceOf(file)).to.match(new RegExp(`class ${file.replace('.cls', '')}\\b`));
      expect(files).to.include(`${file}-meta.xml`);
    }
  });

  it('S2SPostCopy leaves nobody who may call, whatever gave it, and link gives it back to all', () =>
    withRefresh(withKeys, async ({ sandbox, production, name, appName }) => {
      const { org } = sandbox.hub;
      sandbox.hub.addUser({ username: ann, profile: 'System Administrator' });
      const principal = `${name}-NamedPrincipal`;
      const carrier = (enabled: boolean, externalCredentialPrincipal: string): object => ({
        externalCredentialPrincipalAccesses: { enabled: String(enabled), externalCredentialPrincipal },
      });
      const rights = { object: 'UserExternalCredential', allowRead: 'true', modifyAllRecords: 'true' };
      const flags = { allowCreate: 'false', allowDelete: 'true', allowEdit: 'true', viewAllRecords: 'true' };
      const { results } = await createMetadata(org, [
        {
          type: 'PermissionSet',
          fullName: 'Theirs',
          body: { label: 'Theirs', objectPermissions: { ...rights, ...flags }, ...carrier(true, principal) },
        },
      ]);
      expect(results[0].errors).to.deep.equal([]);
      for (const [user, set] of [
        [ann, 'Theirs'],
        [ann, name],
      ])
        await sandbox.ends.hub.sobject('PermissionSetAssignment').create({
          AssigneeId: idOf(org, 'User', user),
          PermissionSetId: idOf(org, 'PermissionSet', set),
        });
      const users = [sandbox.hub.username, ann];
      const all = (): Promise<(string | null)[]> => Promise.all(users.map((user) => callAs(org, user, name)));
      // So it is without the class: the sandbox works on production's data.
      expect(await all()).to.deep.equal([null, null]);

      expect(await run(org, postCopy)).to.equal(null);
      for (const problem of await all()) expect(problem).to.match(/^System\.CalloutException: /);
      expect(await run(org, postCopy)).to.equal(null);

      const { verdict } = await link(sandbox, { name, appName });
      expect(verdict?.passed).to.equal(true);
      expect(await all()).to.deep.equal([null, null]);
      expect((await verify(production)).callout.status).to.equal('passed');
    }));

  it('S2SPostCopy takes assignments where principals can not be taken, of links and of nothing else', () =>
    withRefresh(withKeys, async ({ sandbox, name }) => {
      const { org } = sandbox.hub;
      const held = (): number => rows(org, 'PermissionSetAssignment').length;
      const before = held();
      const take = `new S2SPostCopy().takeAssignments(new Set<Id>{ '${idOf(org, 'PermissionSet', name)}' });`;
      expect(await run(org, take)).to.equal(null);
      expect(held()).to.equal(before - 1);
      expect(await callAs(org, sandbox.hub.username, name)).to.match(/^System\.CalloutException: /);
    }));

  it('S2SPostCopy leaves principals alone that no link of ours has', () =>
    withRefresh(withKeys, async ({ sandbox, name }) => {
      const { org } = sandbox.hub;
      for (const row of rows(org, 'PermissionSet')) row.Description = 'Somebody else made it';
      expect(await run(org, postCopy)).to.equal(null);
      expect(await callAs(org, sandbox.hub.username, name)).to.equal(null);
    }));
});
