import { expect } from 'chai';
import type { SimulatedOrg } from '../../simulator/server.ts';
import { deployFiles, label } from './metadata-fixtures.ts';
import { start, stopAll, ask } from './server-fixtures.ts';

let org: SimulatedOrg;

describe('DML of anonymous Apex', () => {
  beforeEach(async () => {
    org = await start();
  });
  afterEach(stopAll);

  const apex = async (code: string) =>
    (
      await ask(
        org,
        'GET',
        `/services/data/v66.0/tooling/executeAnonymous?anonymousBody=${encodeURIComponent(code)}`
      )
    ).json;

  const assignCode =
    "insert new PermissionSetAssignment(AssigneeId = UserInfo.getUserId(), PermissionSetId = [SELECT Id FROM PermissionSet WHERE Name = 'A'].Id);";

  it('meets the rules of REST', async () => {
    await deployFiles(org.org, { 'permissionsets/A.permissionset': label('A') });
    expect(await apex(assignCode)).to.include({ success: true });
    const { exceptionMessage } = await apex(assignCode);
    expect(exceptionMessage).to.match(
      /^System\.DmlException: Insert failed\. First exception on row 0; first error: DUPLICATE_VALUE, Duplicate PermissionSetAssignment\. Assignee: 005\w{15}; Permission Set: 0PS\w{15}: \[AssigneeId, PermissionSetId\]$/
    );
  });

  it('is rolled back by an exception', async () => {
    await deployFiles(org.org, { 'permissionsets/A.permissionset': label('A') });
    expect(await apex(`${assignCode} System.assert(false, 'done');`)).to.include({
      exceptionMessage: 'System.AssertException: Assertion Failed: done',
    });
    expect(await apex(assignCode)).to.include({ success: true });
  });
});
