import { expect } from 'chai';
import type { Bystander } from '../../src/unlink/select.ts';
import { userSteps } from '../../src/unlink/userSteps.ts';
import type { OwnUser } from '../../src/unlink/users.ts';
import { appId, madeUser, outline } from './parts.ts';

const bystander = (more: Partial<Bystander> = {}): Bystander => ({
  name: 'other',
  subject: 'MADE@spoke.example',
  isOurs: true,
  isOfSpoke: true,
  ...more,
});
const full = {
  assignments: [
    { id: '0Pa1', name: 'Access: made@spoke.example' },
    { id: '0Pa2', name: 'Sales: made@spoke.example' },
  ],
  licenses: [{ id: '2LA1', name: 'Integration: made@spoke.example' }],
  appIds: [appId.slice(0, 15)],
};
const steps = (more: Partial<OwnUser>, bystanders: Bystander[] = [], gone: string[] = []) =>
  userSteps([madeUser(more)], bystanders, ['0xI000000000009AAA', appId], gone);
const deactivated = 'spoke User made@spoke.example deactivate';

describe('unlink/userSteps', () => {
  it('takes from a user of ours what it holds, and deactivates it', () => {
    const all = steps(full);
    expect(outline(all)).to.deep.equal([
      'spoke PermissionSetAssignment Access: made@spoke.example delete',
      'spoke PermissionSetAssignment Sales: made@spoke.example delete',
      'spoke PermissionSetLicenseAssign Integration: made@spoke.example delete',
      deactivated,
    ]);
    expect(all.map(({ rowId }) => rowId)).to.deep.equal(['0Pa1', '0Pa2', '2LA1', madeUser().id]);
    expect(all.map(({ changes }) => changes)).to.deep.equal([[], [], [], ['IsActive']]);
    expect(all[3].reason).to.be.a('string');
  });

  it('leaves out what goes along with something else, and a user who is inactive already', () => {
    expect(outline(steps(full, [], ['0Pa1', '2LA1']))).to.deep.equal([
      'spoke PermissionSetAssignment Sales: made@spoke.example delete',
      'spoke PermissionSetLicenseAssign Integration: made@spoke.example delete',
      deactivated,
    ]);
    expect(steps({ isActive: false })).to.deep.equal([]);
    expect(outline(steps({ ...full, isActive: false, licenses: [] }, [], ['0Pa1']))).to.deep.equal([
      'spoke PermissionSetAssignment Sales: made@spoke.example delete',
    ]);
  });

  it('keeps a user as whom another credential of the hub calls, or may call', () => {
    const kept = (...bystanders: Bystander[]): string[] =>
      steps(full, bystanders).map(({ action, reason }) => `${action} ${reason}`);
    expect(kept(bystander(), bystander({ name: 'third' }))).to.deep.equal([
      'keep another credential of this hub calls as this user: other, third',
    ]);
    // A formula can give any name.
    expect(kept(bystander({ subject: '{!$Credential.Username}' }))[0]).to.match(/^keep .*: other$/);
    for (const other of [{ subject: 'else@spoke.example' }, { subject: undefined }, { isOfSpoke: false }])
      expect(outline(steps(full, [bystander(other)])), JSON.stringify(other)).to.include(deactivated);
    expect(steps({ ...full, isActive: false }, [bystander()])).to.deep.equal([]);
  });

  it("keeps a user whose permission sets let it into an app that is not the hub's", () => {
    const appIds = [appId, '0xI000000000008AAA'];
    const [only, ...rest] = steps({ ...full, appIds });
    expect(rest).to.deep.equal([]);
    expect(only).to.include({ type: 'User', action: 'keep' });
    expect(outline(steps({ ...full, appIds: [appId, '0xI000000000009AAA'] }))).to.include(deactivated);
  });
});
