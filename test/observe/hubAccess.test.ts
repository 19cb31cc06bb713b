import { expect } from 'chai';
import { type AccessAnswers, type HubAccess, readAccess, sumOf } from '../../src/observe/hubAccess.ts';

const principal = '0pu000000000001AAA';
const access: HubAccess = {
  carriers: [
    { setId: 'carrier', principalId: principal },
    { setId: 'other', principalId: '0pu000000000002AAA' },
  ],
  rights: [
    { setId: 'all', rights: 'modify-all' },
    { setId: 'read', rights: 'read' },
    { setId: 'nothing', rights: 'none' },
  ],
  groups: [
    { groupId: 'group', setId: 'carrier' },
    { groupId: 'group', setId: 'all' },
  ],
};
const sum = (
  grants: { setId?: string; groupId?: string }[],
  muting: string[] = [],
  given = access
): ReturnType<typeof sumOf> => sumOf(grants, given, [principal], new Set(muting));

describe('observe/hubAccess', () => {
  it('takes the most that any permission set gives', () => {
    expect(sum([{ setId: 'carrier' }]).rights).to.equal('none');
    expect(sum([{ setId: 'nothing' }]).rights).to.equal('none');
    expect(sum([{ setId: 'carrier' }, { setId: 'read' }]).rights).to.equal('read');
    expect(sum([{ setId: 'read' }, { setId: 'all' }]).rights).to.equal('modify-all');
  });

  it('takes what a group holds, and what its sum is told to give', () => {
    expect(sum([{ groupId: 'group' }])).to.deep.equal({ rights: 'modify-all', mutedIn: [] });
    expect(sum([{ groupId: 'unknown' }]).rights).to.equal('none');
    const summed: HubAccess = {
      ...access,
      groups: [],
      rights: [{ setId: 'sum', groupId: 'group', rights: 'read' }],
    };
    expect(sum([{ setId: 'sum', groupId: 'group' }], [], summed).rights).to.equal('read');
    expect(sum([{ groupId: 'group' }], [], summed).rights).to.equal('read');
  });

  it('says where a muted group decides, and only there', () => {
    expect(sum([{ groupId: 'group' }], ['group']).mutedIn).to.deep.equal(['group']);
    expect(sum([{ groupId: 'group' }, { setId: 'carrier' }], ['group']).mutedIn).to.deep.equal(['group']);
    expect(
      sum([{ groupId: 'group' }, { setId: 'carrier' }, { setId: 'all' }], ['group']).mutedIn
    ).to.deep.equal([]);
    const summed: HubAccess = {
      ...access,
      carriers: [{ setId: 'sum', groupId: 'group', principalId: principal }],
      rights: [{ setId: 'sum', groupId: 'group', rights: 'modify-all' }],
    };
    expect(sum([{ groupId: 'group' }], ['group'], summed).mutedIn).to.deep.equal([]);
  });

  it('does not know the rights where the hub does not tell them', () => {
    expect(sum([{ setId: 'carrier' }], [], { ...access, rights: undefined })).to.deep.equal({ mutedIn: [] });
  });

  it('reads rows, and knows nothing where permission sets are not shown', () => {
    const none = { rows: [] };
    const refused = { rows: [], error: { code: 'INVALID_TYPE', message: 'not supported' } };
    const answers: AccessAnswers = {
      carriers: {
        rows: [{ ParentId: 'set', SetupEntityId: principal, Parent: { PermissionSetGroupId: null } }],
      },
      objectRights: {
        rows: [
          { ParentId: 'a', PermissionsRead: true, PermissionsModifyAllRecords: true },
          { ParentId: 'b', PermissionsRead: true, PermissionsModifyAllRecords: false, Parent: null },
          { ParentId: 'c', PermissionsRead: false, Parent: { PermissionSetGroupId: 'group' } },
        ],
      },
      carrierGroups: {
        rows: [
          {
            PermissionSetGroupId: 'group',
            PermissionSetId: 'set',
            PermissionSetGroup: { DeveloperName: 'Callers' },
          },
        ],
      },
      rightGroups: none,
    };
    expect(readAccess(answers)).to.deep.equal({
      carriers: [{ setId: 'set', groupId: undefined, principalId: principal }],
      rights: [
        { setId: 'a', groupId: undefined, rights: 'modify-all' },
        { setId: 'b', groupId: undefined, rights: 'read' },
        { setId: 'c', groupId: 'group', rights: 'none' },
      ],
      groups: [{ groupId: 'group', setId: 'set', name: 'Callers' }],
    });
    expect(readAccess({ ...answers, carriers: refused })).to.equal(undefined);
    expect(readAccess({ ...answers, objectRights: refused })?.rights).to.equal(undefined);
  });
});
