import { expect } from 'chai';
import { createOrg } from '../../simulator/create.ts';
import { query } from '../../simulator/data/soql.ts';
import type { Api } from '../../simulator/data/sobjects.ts';
import { addUser } from '../../simulator/users.ts';

const org = createOrg({ kind: 'sandbox', username: 'admin@spoke.example' });
const bob = addUser(org, { username: 'bob@spoke.example', firstName: "Bob 'B'", lastName: 'Builder' });
const eve = addUser(org, { username: 'eve@spoke.example', lastName: 'Evil', isActive: false });

const run = (soql: string, asked: { api?: Api; userId?: string } = {}) =>
  query({ org, userId: org.adminId, api: 'data', apiVersion: '66.0', ...asked }, soql);

/** Last names that a WHERE clause of User selects. */
const names = (where: string): unknown[] =>
  run(`SELECT LastName FROM User WHERE ${where}`).records.map((r) => r.LastName);

describe('SOQL', () => {
  it('gives records with attributes, nulls and parents', () => {
    const soql =
      "SELECT Id, firstname, Profile.Name, Profile.UserLicense.Name FROM User WHERE LastName = 'Evil'";
    expect(run(soql)).to.deep.equal({
      totalSize: 1,
      done: true,
      records: [
        {
          attributes: { type: 'User', url: `/services/data/v66.0/sobjects/User/${eve.Id}` },
          Id: eve.Id,
          FirstName: null,
          Profile: {
            attributes: {
              type: 'Profile',
              url: `/services/data/v66.0/sobjects/Profile/${String(eve.ProfileId)}`,
            },
            Name: 'Standard User',
            UserLicense: {
              attributes: {
                type: 'UserLicense',
                url: run("SELECT Id FROM UserLicense WHERE Name = 'Salesforce'").records.map(
                  (r) => (r.attributes as { url: string }).url
                )[0],
              },
              Name: 'Salesforce',
            },
          },
        },
      ],
    });
    const [automated] = run("SELECT Profile.Name FROM User WHERE UserType = 'AutomatedProcess'").records;
    expect(automated.Profile).to.equal(null);
  });

  const selections: [where: string, found: string[]][] = [
    ["Username = 'BOB@spoke.example'", ['Builder']],
    ["FirstName = 'Bob \\'B\\''", ['Builder']],
    ["Username LIKE 'b_b@%'", ['Builder']],
    ["Username LIKE 'b.b@%'", []],
    ["Username LIKE 'b\\_b@%'", []],
    ["Username LIKE 'bob@spoke.example'", ['Builder']],
    ["FirstName LIKE '%'", ['Admin', 'User', 'Builder']],
    ['IsActive = false', ['Evil']],
    ['IsActive != true', ['Evil']],
    ['ProfileId = null', ['Automated Process', 'User']],
    ["Profile.Name = 'standard user' AND IsActive = true", ['Builder']],
    ["LastName IN ('Evil', 'Nobody')", ['Evil']],
    ["LastName NOT IN ('Admin', 'Automated Process', 'User')", ['Builder', 'Evil']],
    ["LastName = 'Evil' OR (LastName = 'Builder' AND IsActive = true)", ['Builder', 'Evil']],
    ["NOT (LastName = 'Evil' OR ProfileId = null) AND Name LIKE 'B%'", ['Builder']],
    ["(NOT LastName = 'Evil') AND Profile.Name = 'Standard User'", ['Builder']],
    ["Name >= 'e' AND Name < 'f'", ['Evil']],
    ["username like 'b_b@%' and isactive = true", ['Builder']],
    ['CreatedDate > 2020-01-01T00:00:00Z AND IsActive = false', ['Evil']],
    ['CreatedDate < 2020-01-01T00:00:00Z', []],
    [`Id = '${bob.Id.slice(0, 15)}'`, ['Builder']],
    [`User.Id = '${bob.Id}'`, ['Builder']],
    [
      "Id IN (SELECT AssigneeId FROM PermissionSetAssignment WHERE PermissionSet.Profile.Name = 'System Administrator')",
      ['Admin'],
    ],
    ['Id NOT IN (SELECT AssigneeId FROM PermissionSetAssignment)', ['Automated Process', 'User']],
  ];
  for (const [where, found] of selections) {
    it(`selects WHERE ${where}`, () => {
      expect(names(where)).to.deep.equal(found);
    });
  }

  it('orders, limits, skips and counts', () => {
    const last = (soql: string) => run(soql).records.map((r) => r.LastName);
    expect(last('SELECT LastName FROM User ORDER BY LastName DESC LIMIT 2')).to.deep.equal(['User', 'Evil']);
    expect(last('SELECT LastName FROM User ORDER BY LastName LIMIT 2 OFFSET 1')).to.deep.equal([
      'Automated Process',
      'Builder',
    ]);
    expect(last('SELECT LastName FROM User ORDER BY FirstName NULLS LAST, LastName LIMIT 1')).to.deep.equal([
      'Admin',
    ]);
    expect(
      last('SELECT u.LastName FROM User u ORDER BY u.Profile.Name DESC NULLS LAST LIMIT 1')
    ).to.deep.equal(['Admin']);
    expect(run('SELECT COUNT() FROM User WHERE IsActive = true')).to.deep.equal({
      totalSize: 4,
      done: true,
      records: [],
    });
    expect(Object.keys(run('SELECT FIELDS(ALL) FROM UserLogin LIMIT 1').records[0])).to.include('IsFrozen');
    expect(run('SELECT FIELDS(STANDARD) FROM Organization').records[0].Id).to.equal(org.id);
  });

  it('groups, counts and compares', () => {
    expect(
      run('SELECT COUNT(Id), COUNT_DISTINCT(ProfileId) p, COUNT(ProfileId) FROM User').records
    ).to.deep.equal([{ attributes: { type: 'AggregateResult' }, expr0: 5, p: 2, expr1: 3 }]);
    const soql =
      'SELECT u.Profile.Name, COUNT(Id) users, MIN(LastName), MAX(u.LastName) FROM User u GROUP BY Profile.Name';
    expect(run(`${soql} ORDER BY COUNT(Id) DESC, Profile.Name`).records).to.deep.equal(
      [
        { Name: null, users: 2, expr0: 'Automated Process', expr1: 'User' },
        { Name: 'Standard User', users: 2, expr0: 'Builder', expr1: 'Evil' },
        { Name: 'System Administrator', users: 1, expr0: 'Admin', expr1: 'Admin' },
      ].map((record) => ({ attributes: { type: 'AggregateResult' }, ...record }))
    );
    const having = run(`${soql} HAVING COUNT(Id) > 1 AND Profile.Name LIKE 'S%' LIMIT 5`);
    expect(having.records.map((record) => record.Name)).to.deep.equal(['Standard User']);
    expect(run("SELECT COUNT(Id), MAX(Name) FROM User WHERE Name = 'nobody'").records).to.deep.equal([
      { attributes: { type: 'AggregateResult' }, expr0: 0, expr1: null },
    ]);
    expect(run('SELECT ProfileId FROM User WHERE ProfileId != null GROUP BY ProfileId').totalSize).to.equal(
      2
    );
  });

  it('selects children, null where there are none', () => {
    const soql =
      "SELECT Name, (SELECT LastName, Profile.Name FROM Users WHERE IsActive = true ORDER BY LastName LIMIT 1) FROM Profile WHERE Name IN ('Standard User', 'Chatter Free User') ORDER BY Name";
    const [chatter, standard] = run(soql).records;
    expect(chatter).to.include({ Name: 'Chatter Free User', Users: null });
    const users = standard.Users as { totalSize: number; done: boolean; records: Record<string, unknown>[] };
    expect(users).to.include({ totalSize: 1, done: true });
    expect(users.records[0]).to.deep.include({ LastName: 'Builder' });
    expect(users.records[0].Profile).to.include({ Name: 'Standard User' });
  });

  it('takes a WHERE clause of any length', () => {
    const where = Array.from({ length: 2000 }, () => "LastName = 'Evil'").join(' OR ');
    expect(names(where)).to.deep.equal(['Evil']);
  });

  it('tells what the asking user may do', () => {
    const soql = 'SELECT PermissionsModifyMetadata, PermissionsApiEnabled FROM UserPermissionAccess LIMIT 1';
    expect(run(soql).records[0]).to.include({ PermissionsModifyMetadata: true, PermissionsApiEnabled: true });
    expect(run(soql, { userId: bob.Id }).records[0]).to.include({
      PermissionsModifyMetadata: false,
      PermissionsApiEnabled: true,
    });
  });
});
