import { expect } from 'chai';
import { deploy } from '../../simulator/metadata/deploy.ts';
import { deployResult } from '../../simulator/metadata/deployResult.ts';
import { deployFiles, file, manifest, newOrg, problems, refused, label } from './metadata-fixtures.ts';

describe('simulator/metadata: what a package cannot be', () => {
  it('a package.xml that names what is not there', async () => {
    expect(await refused(newOrg(), { 'package.xml': manifest({ PermissionSet: ['A'] }) })).to.deep.equal([
      "PermissionSet A: An object 'A' of type PermissionSet was named in package.xml, but was not found in zipped directory",
    ]);
  });

  it('names of source files: the suffix -meta.xml is not for a zip', async () => {
    const found = await refused(newOrg(), {
      'package.xml': manifest({ PermissionSet: ['A'] }),
      'permissionsets/A.permissionset-meta.xml': label('A'),
    });
    expect(found).to.have.length(2);
    expect(found[0]).to.include('was not found in zipped directory');
  });

  it('a file that package.xml does not name', async () => {
    const files = { 'package.xml': manifest({}), 'permissionsets/A.permissionset': label('A') };
    const result = await deployFiles(newOrg(), files);
    expect(result.details.componentFailures).to.have.length(1);
    expect(result.details.componentFailures[0]).to.include({
      problem: 'Not in package.xml',
      problemType: 'Error',
      fileName: 'permissionsets/A.permissionset',
      fullName: 'A',
      success: false,
    });
  });

  it('a certificate with only one of its two files', async () => {
    const meta = file('Certificate', '<caSigned>false</caSigned><masterLabel>A</masterLabel>');
    const found = await refused(newOrg(), {
      'package.xml': manifest({ Certificate: ['A'] }),
      'certs/A.crt-meta.xml': meta,
    });
    expect(found[0]).to.include(
      "An object 'A' of type Certificate was named in package.xml, but was not found"
    );
  });

  it('a type that does not exist, and one that is not simulated', async () => {
    expect(await refused(newOrg(), { 'package.xml': manifest({ Nonsense: ['A'] }) })).to.deep.equal([
      " : Unknown type name 'Nonsense' specified in package.xml",
    ]);
    expect(await refused(newOrg(), { 'package.xml': manifest({ ApexClass: ['A'] }) })).to.deep.equal([
      'ApexClass A: not simulated: metadata type ApexClass',
    ]);
  });

  for (const [what, text, problem] of [
    ['malformed', '<Package', 'Element type "Package" must be followed by'],
    ['no package', '<a/>', 'Element a invalid at this location in type Package'],
    [
      'with an unknown element',
      file('Package', '<typo/>'),
      'Element typo invalid at this location in type Package',
    ],
  ] as const) {
    it(`a package.xml that is ${what}`, async () => {
      expect((await refused(newOrg(), { 'package.xml': text }))[0]).to.include(problem);
    });
  }

  for (const [what, zip] of [
    ['no zip', Buffer.from('nonsense')],
    ['empty', Buffer.alloc(0)],
  ] as const) {
    it(`a zip that is ${what}`, async () => {
      const org = newOrg();
      const result = deployResult(org, (await deploy(org, zip)).id);
      expect(problems(result)).to.deep.equal([' package.xml: No package.xml found']);
    });
  }

  it('a file that is malformed, in the parser’s words, with its place', async () => {
    const result = await deployFiles(newOrg(), { 'permissionsets/A.permissionset': 'label' });
    expect(result.details.componentFailures[0]).to.include({
      problem: 'Error parsing file: Content is not allowed in prolog.',
      lineNumber: 1,
      columnNumber: 1,
    });
  });

  it('NoTestRun in production', async () => {
    const answer = await deploy(newOrg({}, 'production'), Buffer.alloc(0), { testLevel: 'NoTestRun' }).catch(
      (error: unknown) => error
    );
    expect(answer).to.include({ statusCode: 'INVALID_OPERATION' });
  });
});
