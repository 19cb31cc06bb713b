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
