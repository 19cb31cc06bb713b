import { expect } from 'chai';
import { deploy } from '../../simulator/metadata/deploy.ts';
import { deployResult } from '../../simulator/metadata/deployResult.ts';
import { deployFiles, file, hub, hubFiles, newOrg, row, state, zipOf } from './metadata-fixtures.ts';

describe('simulator/metadata/deployResult', () => {
  it('check-only: validates and changes nothing', async () => {
    const org = await hub();
    const before = state(org);
    const good = await deployFiles(org, hubFiles(), { checkOnly: true });
    expect(good).to.include({ success: true, checkOnly: true, status: 'Succeeded' });
    expect(good.changes).to.deep.equal([]);
    const bad = await deployFiles(newOrg(), hubFiles(), { checkOnly: true });
    expect(bad.success).to.equal(false);
    expect(state(org)).to.equal(before);
  });

  const halfBad = (): Record<string, string> => ({
    ...hubFiles(),
    'permissionsets/Other.permissionset': file('PermissionSet', '<label>Other</label><nonsense/>'),
  });

  it('rollbackOnError leaves the org as it was', async () => {
    const org = await hub();
    const before = state(org);
    const result = await deployFiles(org, halfBad());
    expect(result).to.include({
      status: 'Failed',
      success: false,
      done: true,
      numberComponentErrors: 1,
      numberComponentsTotal: 4,
    });
    expect(result.changes).to.deep.equal([]);
    expect(state(org)).to.equal(before);
  });

  it('fails at its end where it is told to, and leaves the org as it was', async () => {
    const org = await hub();
    const before = state(org);
    org.settings.failingDeploys = 1;
    const broken = await deployFiles(org, hubFiles());
    expect(broken).to.include({ status: 'Failed', done: true, errorStatusCode: 'UNKNOWN_EXCEPTION' });
    expect(broken.errorMessage).to.match(/^An unexpected error occurred\./);
    expect(broken.details).to.deep.include({ componentFailures: [], componentSuccesses: [] });
    expect(broken.changes).to.deep.equal([]);
    expect(state(org)).to.equal(before);
    expect((await deployFiles(org, hubFiles())).status).to.equal('Succeeded');
  });

  it('without it what is right is saved', async () => {
    const org = await hub();
    const result = await deployFiles(org, halfBad(), { rollbackOnError: false });
    expect(result).to.include({ status: 'SucceededPartial', success: false });
    expect(result.changes).to.include('PermissionSet:Use_Spoke').and.not.to.include('PermissionSet:Other');
    expect(row(org, 'PermissionSet', 'Use_Spoke')).to.not.equal(undefined);
    expect(row(org, 'PermissionSet', 'Other')).to.equal(undefined);
  });

  it('is pending, then in progress, then done, as the clock of the org goes', async () => {
    let now = Date.UTC(2026, 5, 1);
    const org = newOrg({ deployDuration: 1000, now: () => now });
    const { id } = await deploy(
      org,
      await zipOf({
        'permissionsets/A.permissionset': file('PermissionSet', '<label>A</label>'),
        'permissionsets/B.permissionset': file('PermissionSet', '<label>B</label>'),
      }),
      { singlePackage: true }
    );
    expect(deployResult(org, id)).to.include({
      status: 'Pending',
      done: false,
      success: false,
      completedDate: null,
      numberComponentsDeployed: 0,
      numberComponentsTotal: 2,
    });
    now += 999;
    expect(deployResult(org, id)).to.include({
      status: 'InProgress',
      done: false,
      numberComponentsDeployed: 1,
    });
    expect(deployResult(org, id).details.componentSuccesses).to.deep.equal([]);
    now += 1;
    expect(deployResult(org, id)).to.include({
      status: 'Succeeded',
      done: true,
      completedDate: '2026-06-01T00:00:01.000Z',
      numberComponentsDeployed: 2,
    });
    expect(deployResult(org, id.slice(0, 15)).id).to.equal(id);
  });

  for (const singlePackage of [false, true]) {
    it(`takes a package below one top folder and names files with it, singlePackage ${singlePackage}`, async () => {
      const files = { 'permissionsets/A.permissionset': file('PermissionSet', '<label>A</label>') };
      const org = newOrg();
      const { id } = await deploy(org, await zipOf(files, 'unpackaged/'), { singlePackage });
      expect(deployResult(org, id).details.componentSuccesses.map((one) => one.fileName)).to.deep.equal([
        'unpackaged/package.xml',
        'unpackaged/permissionsets/A.permissionset',
      ]);
    });
  }
});
