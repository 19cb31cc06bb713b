import type { Connection } from '@jsforce/jsforce-node';
import { expect } from 'chai';
import { deploy } from '../../simulator/metadata/deploy.ts';
import { deployResult } from '../../simulator/metadata/deployResult.ts';
import type { Org } from '../../simulator/org.ts';
import { insertRow } from '../../simulator/tables.ts';
import { label, newOrg, row, state, zipOf } from './metadata-fixtures.ts';
import { connect } from './metadata-server.ts';

const minute = 60_000;

describe('simulator/metadata: cancelling a deploy', () => {
  let now: number;
  let org: Org;
  let conn: Connection;
  let stop: () => void;

  beforeEach(async () => {
    now = Date.UTC(2026, 5, 1);
    org = newOrg({ deployDuration: minute, now: () => now });
    ({ conn, stop } = await connect(org));
  });
  afterEach(() => {
    stop();
  });

  const start = async (): Promise<string> => {
    const zip = await zipOf({ 'permissionsets/A.permissionset': label('A') });
    return (await deploy(org, zip, { singlePackage: true })).id;
  };
  const cancelOverRest = (id: string): Promise<{ deployResult: { status: string } }> =>
    conn.request({
      method: 'PATCH',
      url: `/metadata/deployRequest/${id}`,
      body: JSON.stringify({ deployResult: { status: 'Canceling' } }),
      headers: { 'content-type': 'application/json' },
    });

  it('in progress: over SOAP it is cancelled a moment later, and the org is as it was', async () => {
    const before = state(org);
    const id = await start();
    now += minute / 2;
    expect(await conn.metadata.cancelDeploy(id)).to.deep.include({ done: 'false', id });
    expect(deployResult(org, id)).to.include({ status: 'Canceling', done: false });
    now += 1;
    expect(deployResult(org, id)).to.include({
      status: 'Canceled',
      done: true,
      success: false,
      canceledBy: org.adminId,
      canceledByName: 'Ada Admin',
      completedDate: '2026-06-01T00:00:30.000Z',
    });
    expect(deployResult(org, id).details.componentSuccesses).to.deep.equal([]);
    expect(state(org)).to.equal(before);
  });

  it('in progress: over REST', async () => {
    const id = await start();
    now += 1;
    expect(await cancelOverRest(id)).to.have.nested.property('deployResult.status', 'Canceling');
    expect(row(org, 'PermissionSet', 'A')).to.equal(undefined);
  });

  it('in the queue: at once', async () => {
    const id = await start();
    expect(await conn.metadata.cancelDeploy(id)).to.deep.include({ done: 'true' });
    expect(deployResult(org, id).status).to.equal('Canceled');
  });

  it('keeps what others changed meanwhile', async () => {
    const id = await start();
    now += 1;
    const { Id } = insertRow(org, 'PermissionSet', { Name: 'B', Label: 'B', IsOwnedByProfile: false });
    await conn.metadata.cancelDeploy(id);
    expect(row(org, 'PermissionSet', 'A')).to.equal(undefined);
    expect(row(org, 'PermissionSet', 'B')?.Id).to.equal(Id);
  });

  const refusal = async (work: Promise<unknown>): Promise<string> => {
    try {
      await work;
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error('nothing was refused');
  };

  it('refuses one that is over, one that is cancelled, and none', async () => {
    const done = await start();
    now += minute;
    expect(await refusal(conn.metadata.cancelDeploy(done))).to.include('Deployment already completed');
    expect(await refusal(cancelOverRest(done))).to.include('Deployment already completed');
    const canceled = await start();
    await conn.metadata.cancelDeploy(canceled);
    expect(await refusal(conn.metadata.cancelDeploy(canceled))).to.include('Deployment already completed');
    expect(await refusal(conn.metadata.cancelDeploy('0Af000000000000AAA'))).to.include('Invalid deploy ID');
    const status = { deployResult: { status: 'Succeeded' } };
    const other = conn.request({
      method: 'PATCH',
      url: `/metadata/deployRequest/${done}`,
      body: JSON.stringify(status),
    });
    expect(await refusal(other)).to.include('Canceling');
  });
});

describe('simulator/metadata: deploying a validation', () => {
  let now: number;
  let org: Org;
  let conn: Connection;
  let stop: () => void;

  beforeEach(async () => {
    now = Date.UTC(2026, 5, 1);
    org = newOrg({ now: () => now });
    ({ conn, stop } = await connect(org));
  });
  afterEach(() => {
    stop();
  });

  const validate = async (options = {}, text = label('A')): Promise<string> => {
    const zip = await zipOf({ 'permissionsets/A.permissionset': text });
    const asked = { singlePackage: true, checkOnly: true, testLevel: 'RunLocalTests', ...options };
    return (await deploy(org, zip, asked)).id;
  };

  for (const rest of [false, true]) {
    it(`deploys what was validated, once, over ${rest ? 'REST' : 'SOAP'}`, async () => {
      const validation = await validate();
      expect(row(org, 'PermissionSet', 'A')).to.equal(undefined);
      const id = await conn.metadata.deployRecentValidation({ id: validation, rest });
      expect(id).to.not.equal(validation);
      expect(deployResult(org, id)).to.include({ status: 'Succeeded', checkOnly: false });
      expect(row(org, 'PermissionSet', 'A')).to.not.equal(undefined);
      const again = await conn.metadata.deployRecentValidation({ id: validation, rest }).catch(String);
      expect(again).to.include('Invalid deploy ID');
    });
  }

  for (const [what, options, text] of [
    ['without tests', { testLevel: undefined }],
    ['with NoTestRun', { testLevel: 'NoTestRun' }],
    ['that was no validation', { checkOnly: false }],
    ['that failed', {}, '<a/>'],
  ] as const) {
    it(`refuses one ${what}`, async () => {
      const id = await validate(options, text);
      expect(await conn.metadata.deployRecentValidation({ id }).catch(String)).to.include(
        'Invalid deploy ID'
      );
    });
  }

  it('refuses one older than ten days', async () => {
    const id = await validate();
    now += 10 * 24 * 60 * minute + 1;
    expect(await conn.metadata.deployRecentValidation({ id }).catch(String)).to.include('Invalid deploy ID');
  });
});
