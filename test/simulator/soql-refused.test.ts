import { expect } from 'chai';
import { createOrg } from '../../simulator/create.ts';
import { query } from '../../simulator/data/soql.ts';
import type { Api } from '../../simulator/data/sobjects.ts';
import { SalesforceError } from '../../simulator/errors.ts';
import { addUser } from '../../simulator/users.ts';

const org = createOrg({ kind: 'sandbox', username: 'admin@spoke.example' });

const run = (soql: string, asked: { api?: Api; userId?: string } = {}) =>
  query({ org, userId: org.adminId, api: 'data', apiVersion: '66.0', ...asked }, soql);

const refused = (soql: string, options = {}): string => {
  try {
    run(soql, options);
  } catch (error) {
    if (error instanceof SalesforceError) return `${error.status} ${error.errorCode} ${error.message}`;
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('SOQL that is refused', () => {
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
    ['SELECT Name n FROM User', /^400 MALFORMED_QUERY only aggregate expressions use field aliasing$/],
    ['SELECT Name, COUNT(Id) FROM User', /MALFORMED_QUERY Field must be grouped or aggregated: Name$/],
    [
      'SELECT COUNT(Id) FROM User GROUP BY ProfileId ORDER BY Name',
      /MALFORMED_QUERY Ordered field must be grouped or aggregated: Name$/,
    ],
    [
      "SELECT COUNT(Id) FROM User GROUP BY ProfileId HAVING Name = 'x'",
      /MALFORMED_QUERY Field must be grouped or aggregated: Name$/,
    ],
    ['SELECT Profile.Name, Name FROM User GROUP BY Profile.Name, Name', /duplicate alias: Name$/],
    [
      'SELECT COUNT(Id) FROM User LIMIT 1',
      /MALFORMED_QUERY Non-grouped query that uses overall aggregate functions cannot also use LIMIT$/,
    ],
    ['SELECT SUM(Name) FROM User', /MALFORMED_QUERY field Name does not support aggregate operator SUM$/],
    ['SELECT MAX(IsActive) FROM User', /field IsActive does not support aggregate operator MAX$/],
    [
      'SELECT Id, (SELECT Id FROM Nope) FROM PermissionSet',
      /^400 INVALID_TYPE [^]*Didn't understand relationship 'Nope' in FROM part of query call\./,
    ],
    ['SELECT Id FROM User OFFSET 2001', /NUMBER_OUTSIDE_VALID_RANGE Maximum SOQL offset allowed is 2000$/],
    [
      'SELECT Id FROM User WHERE CreatedDate > 2020-01-01',
      /INVALID_FIELD value of filter criterion for field 'CreatedDate' must be of type dateTime/,
    ],
    ['SELECT Id FROM User WHERE Id = :id', /MALFORMED_QUERY Bind variables only allowed in Apex code$/],
    [
      `SELECT Id FROM User WHERE Name = '${'x'.repeat(100_000)}'`,
      /MALFORMED_QUERY SOQL statements cannot be longer than 100000 characters\.$/,
    ],
    [
      "SELECT Id FROM User WHERE Name = 'a",
      /MALFORMED_QUERY [^]*Column:34\nline 1:33 no viable alternative at character '<EOF>'$/,
    ],
    ['SELECT Id FROM User WHERE Name = "a"', /no viable alternative at character '"'$/],
    ['SELECT * FROM User', /MALFORMED_QUERY [^]*\n {7}\^\nERROR at Row:1:Column:8\nunexpected token: '\*'$/],
    ['SELECT Id FROM User; DROP', /unexpected token: ';'$/],
    ['SELECT Id FROM User LIMIT x', /unexpected token: 'x'$/],
    ["SELECT Id FROM User WHERE Name = 'O'Brien'", /MALFORMED_QUERY/],
    [`SELECT Id FROM User WHERE ${'('.repeat(20_000)}`, /MALFORMED_QUERY/],
    ['SELECT FIELDS(ALL) FROM User LIMIT 201', /must have a LIMIT of at most 200/],
    ['SELECT Id FROM Foo__c', /^400 INVALID_TYPE/],
    ['SELECT Foo__c FROM User', /^400 INVALID_FIELD/],
    ['SELECT CreatedDate FROM LoginHistory', /^400 INVALID_FIELD/],
  ];

  const beyond: [soql: string, what: string][] = [
    ['SELECT Id FROM Account', 'sObject Account'],
    ['SELECT Id FROM User WHERE Id IN (SELECT OwnerId FROM Account)', 'sObject Account'],
    ['SELECT UserRole.Name FROM User', 'sObject UserRole'],
    ['SELECT LicenseDefinitionKey FROM UserLicense', 'field LicenseDefinitionKey of UserLicense'],
    [
      'SELECT Id FROM PermissionSet WHERE PermissionsEditTask = true',
      'field PermissionsEditTask of PermissionSet',
    ],
    ['SELECT Id FROM User WHERE CreatedDate = THIS_FISCAL_YEAR', 'SOQL date literal THIS_FISCAL_YEAR'],
    ['SELECT toLabel(UserType) FROM User', 'SOQL function toLabel(UserType) in SELECT'],
    [
      'SELECT CALENDAR_YEAR(CreatedDate) FROM User GROUP BY CALENDAR_YEAR(CreatedDate)',
      'SOQL GROUP BY CALENDAR_YEAR(CreatedDate)',
    ],
    [
      'SELECT Id FROM User WHERE DAY_ONLY(CreatedDate) = TODAY',
      'SOQL function DAY_ONLY(CreatedDate) in WHERE',
    ],
    ['SELECT Id FROM User FOR VIEW', 'SOQL clause for'],
  ];
  for (const [soql, what] of beyond) {
    it(`says that it does not simulate ${what}`, () => {
      expect(refused(soql)).to.equal(`501 NOT_SIMULATED not simulated: ${what}`);
    });
  }

  for (const [soql, text] of refusals) {
    it(`refuses ${soql.slice(0, 80) || 'nothing'}`, () => {
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
