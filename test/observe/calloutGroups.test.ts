import { expect } from 'chai';
import { groupQueries, readGroups } from '../../src/observe/calloutGroups.ts';

const asked = ['ann@hub.example', 'Automated Process', 'callers', 'pkg__callers', 'mine__Team', 'Gone'];
const row = (Id: string, DeveloperName: string, NamespacePrefix: string | null, more = {}) => ({
  Id,
  DeveloperName,
  NamespacePrefix,
  Status: 'Updated',
  HasActivationRequired: false,
  ...more,
});
const joined = (Id: string, PermissionSetGroupId: string, Name: string, NamespacePrefix: string | null) => ({
  Id,
  PermissionSetGroupId,
  PermissionSet: { Name, NamespacePrefix },
});
const answers = {
  groups: {
    rows: [
      row('other', 'Callers', 'other'),
      row('pkg', 'Callers', 'pkg', { Status: 'Failed', HasActivationRequired: true }),
      row('own', 'Callers', null),
      row('team', 'Team', 'mine'),
    ],
  },
  components: {
    rows: [
      joined('1', 'own', 'ACME', 'mine'),
      joined('2', 'own', 'acme', 'pkg'),
      joined('3', 'pkg', 'acme_Read', null),
      joined('4', 'pkg', 'Other', null),
    ],
  },
  limited: { rows: [{ PermissionSetGroupId: 'pkg', expr0: 2 }] },
};

describe('observe/calloutGroups', () => {
  it('are not asked for where only users were named', () => {
    expect(groupQueries(['ann@hub.example', 'Platform Integration User'], ['ann@hub.example'])).to.deep.equal(
      {}
    );
  });

  it('are asked for by their names, and the members of those that leave', () => {
    const soql = groupQueries([...asked, "o'x"], ['ann@hub.example', 'Gone']);
    expect(soql.groups).to.contain(String.raw`IN ('callers', 'callers', 'Team', 'Gone', 'o\'x')`);
    expect(soql.members).to.match(/DeveloperName IN \('Gone'\)$/);
    expect(groupQueries(['callers'], [])).to.have.all.keys('groups', 'components', 'limited');
  });

  it('are the org’s own without a prefix, and one package’s with its own', () => {
    const { groups } = readGroups(answers, asked, ['acme', 'acme_Read'], 'mine');
    expect([...groups.keys()]).to.deep.equal(asked.slice(2));
    expect(groups.get('callers')).to.deep.equal({
      id: 'own',
      name: 'Callers',
      status: 'Updated',
      needsSession: false,
      size: 2,
      isLimited: false,
    });
    expect(groups.get('pkg__callers')).to.deep.equal({
      id: 'pkg',
      name: 'pkg__Callers',
      status: 'Failed',
      needsSession: true,
      size: 2,
      isLimited: true,
    });
    expect(groups.get('mine__Team')).to.include({ id: 'team', name: 'Team' });
    expect(groups.get('Gone')).to.equal(undefined);
    expect(readGroups(answers, ['Team'], [], undefined).groups.get('Team')).to.equal(undefined);
  });

  it('hold what is the link’s own', () => {
    expect(readGroups(answers, asked, ['acme', 'acme_Read'], 'mine').joined).to.deep.equal([
      { permissionSet: 'ACME', groupId: 'own', id: '1' },
      { permissionSet: 'acme_Read', groupId: 'pkg', id: '3' },
    ]);
  });
});
