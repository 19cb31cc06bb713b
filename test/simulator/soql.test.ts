import { expect } from 'chai';
import { createOrg } from '../../simulator/create.ts';
import { query } from '../../simulator/data/soql.ts';
import type { Api } from '../../simulator/data/sobjects.ts';
import { SalesforceError } from '../../simulator/errors.ts';
import { addUser } from '../../simulator/users.ts';

const org = createOrg({ kind: 'sandbox', username: 'admin@spoke.example' });
const bob = addUser(org, { username: 'bob@spoke.example', firstName: "Bob 'B'", lastName: 'Builder' });
const eve = addUser(org, { username: 'eve@spoke.example', lastName: 'Evil', isActive: false });

const run = (soql: string, { api = 'data' as Api, userId = org.adminId } = {}) =>
  query({ org, userId, api, apiVersion: '66.0' }, soql);

/** Last names that a WHERE clause of User selects. */
const names = (where: string): unknown[] =>
  run(`SELECT LastName FROM User WHERE ${where}`).records.map((r) => r.LastName);

const refused = (soql: string, options = {}): string => {
  try {
    run(soql, options);
  } catch (error) {
    if (error instanceof SalesforceError) return `${error.status} ${error.errorCode} ${error.message}`;
    throw error;
  }
  throw new Error('nothing was refused');
};

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

  const refusals: [soql: string, text: RegExp][] = [
    [
      'SELECT Id FROM ScratchOrgInfo limit 1',
      /^400 INVALID_TYPE [^]*Column:16\nsObject type 'ScratchOrgInfo' is not supported\./,
    ],
    ['SELECT Id FROM Certificate', /INVALID_TYPE/],
    ['SELECT Nope FROM User', /^400 INVALID_FIELD [^]*Column:8\nNo such column 'Nope' on entity 'User'\./],
    ["SELECT Id FROM User WHERE Nope = 'x'", /No such column 'Nope' on entity 'User'/],
    ['SELECT Id FROM User ORDER BY Nope', /No such column 'Nope'/],
    ['SELECT Profile.Nope FROM User', /No such column 'Nope' on entity 'Profile'/],
    ['SELECT Nope.Name FROM User', /INVALID_FIELD [^]*Didn't understand relationship 'Nope' in field path/],
    ['SELECT Id FROM User WHERE Id IN (SELECT Id FROM Nope)', /INVALID_TYPE/],
    ['SELCT Id FROM User', /^400 MALFORMED_QUERY [^]*unexpected token: 'SELCT'/],
    ['SELECT Id FROM User WHERE', /MALFORMED_QUERY [^]*unexpected token: '<EOF>'/],
    ['SELECT Id FROM', /MALFORMED_QUERY/],
    ['', /MALFORMED_QUERY/],
    [
      "SELECT Id FROM User WHERE Name = 'a' AND Name = 'b' OR Name = 'c'",
      /MALFORMED_QUERY unexpected token: OR/,
    ],
    [
      "SELECT Id FROM User WHERE IsActive = 'true'",
      /INVALID_FIELD value of filter criterion for field 'IsActive' must be of type boolean and should not be enclosed in quotes/,
    ],
    ['SELECT Id FROM User WHERE Name = 5', /must be of type string and should be enclosed in quotes/],
    ["SELECT Id FROM User WHERE Id = 'x'", /INVALID_QUERY_FILTER_OPERATOR invalid ID field: x/],
    ['SELECT FIELDS(ALL) FROM User', /must have a LIMIT of at most 200/],
    [
      'SELECT Name, COUNT(Id) FROM User GROUP BY Name',
      /^501 NOT_SIMULATED not simulated: SOQL clause groupBy/,
    ],
    ['SELECT Id, (SELECT Id FROM Assignments) FROM PermissionSet', /^501 NOT_SIMULATED/],
    ['SELECT Id FROM User WHERE LastLoginDate = LAST_N_DAYS:3', /^501 NOT_SIMULATED/],
  ];
  for (const [soql, text] of refusals) {
    it(`refuses ${soql || 'nothing'}`, () => {
      expect(refused(soql)).to.match(text);
    });
  }

  it('has setup objects on one API or the other', () => {
    const tooling = { api: 'tooling' as const };
    expect(run('SELECT Id FROM Certificate', tooling).totalSize).to.equal(0);
    for (const name of ['ExternalClientApplication', 'SetupEntityAccess']) {
      expect(run(`SELECT Id FROM ${name}`).totalSize).to.equal(0);
      expect(refused(`SELECT Id FROM ${name}`, tooling)).to.match(/INVALID_TYPE/);
    }
  });

  it('hides setup objects from users without View Setup', () => {
    const low = addUser(org, { username: 'low@spoke.example', profile: 'Minimum Access - Salesforce' });
    const asLow = { userId: low.Id };
    expect(refused('SELECT Id FROM PermissionSet', asLow)).to.match(/INVALID_TYPE/);
    expect(refused('SELECT Id FROM ExternalClientApplication', asLow)).to.match(/INVALID_TYPE/);
    expect(run('SELECT Id FROM Organization', asLow).totalSize).to.equal(1);
  });
});

describe('A new org', () => {
  const kinds: [Parameters<typeof createOrg>[0] & object, object][] = [
    [
      { kind: 'production' },
      { IsSandbox: false, TrialExpirationDate: null, OrganizationType: 'Enterprise Edition' },
    ],
    [
      { kind: 'developer' },
      { IsSandbox: false, TrialExpirationDate: null, OrganizationType: 'Developer Edition' },
    ],
    [
      { kind: 'sandbox' },
      { IsSandbox: true, TrialExpirationDate: null, OrganizationType: 'Enterprise Edition' },
    ],
    [
      { kind: 'trial', settings: { now: () => 0 } },
      { IsSandbox: false, TrialExpirationDate: '1970-01-31T00:00:00.000+0000' },
    ],
    [
      { kind: 'scratch', settings: { now: () => 0 } },
      { IsSandbox: true, TrialExpirationDate: '1970-01-31T00:00:00.000+0000' },
    ],
  ];
  for (const [options, fields] of kinds) {
    it(`is known as ${options.kind} by its Organization row`, () => {
      const one = createOrg(options);
      const soql =
        'SELECT Id, IsSandbox, TrialExpirationDate, OrganizationType, NamespacePrefix, InstanceName, Name FROM Organization';
      const [row] = query({ org: one, userId: one.adminId, api: 'data', apiVersion: '66.0' }, soql).records;
      expect(row).to.include({ Id: one.id, ...fields });
    });
  }

  it('has ids of its own', () => {
    expect(createOrg().id)
      .to.match(/^00D\w{15}$/)
      .and.not.equal(createOrg().id);
  });
});
