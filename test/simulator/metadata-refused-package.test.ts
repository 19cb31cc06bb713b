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

  it('files of a type that is not simulated; a wildcard for such a type is fine where there are none', async () => {
    const wildcard = { 'package.xml': manifest({ ApexClass: ['*'], PermissionSet: ['*'] }) };
    const sets = { ...wildcard, 'permissionsets/A.permissionset': label('A') };
    const classes = { 'classes/A.cls': 'class A {}', 'classes/A.cls-meta.xml': file('ApexClass', '') };
    const found = await refused(newOrg(), { ...sets, ...classes });
    expect(found).to.deep.equal([
      ' A: not simulated: metadata types ApexClass',
      ' A: not simulated: metadata types ApexClass',
    ]);
    expect((await deployFiles(newOrg(), sets)).changes).to.deep.equal(['PermissionSet:A']);
    const named = { 'package.xml': manifest({ ApexClass: ['A'] }), ...classes };
    expect(await refused(newOrg(), named)).to.deep.equal([
      'ApexClass A: not simulated: metadata type ApexClass',
    ]);
  });

  it('a folder without package.xml, unless the zip is a single package', async () => {
    const files = { 'permissionsets/A.permissionset': label('A') };
    expect(problems(await deployFiles(newOrg(), files, { singlePackage: false }))).to.deep.equal([
      ' package.xml: No package.xml found',
    ]);
    expect((await deployFiles(newOrg(), files)).success).to.equal(true);
  });

  for (const [what, text, problem] of [
    ['malformed', '<Package', 'Element type "Package" must be followed by'],
    ['no package', '<a/>', 'Element a invalid at this location in type Package'],
    [
      'of a version that is not out yet',
      file('Package', '<version>99.0</version>'),
      'Invalid version in package.xml: 99.0',
    ],
    [
      'with an unknown element',
      file('Package', '<typo/>'),
      'Element {http://soap.sforce.com/2006/04/metadata}typo invalid at this location in type Package',
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

  for (const [what, options, message] of [
    [
      'NoTestRun in production',
      { testLevel: 'NoTestRun', rollbackOnError: true },
      'testLevel of NoTestRun cannot be used in production organizations',
    ],
    [
      'leaving things half done in production',
      { rollbackOnError: false },
      'rollbackOnError option must be true on a production org',
    ],
    [
      'a test level that is none',
      { testLevel: 'RunNothing', rollbackOnError: true },
      "'RunNothing' is not a valid value for the enum 'TestLevel'",
    ],
  ] as const) {
    it(what, async () => {
      const answer = await deploy(newOrg({}, 'production'), Buffer.alloc(0), options).catch(
        (error: unknown) => error
      );
      expect(answer).to.have.property('message', message);
    });
  }
});
