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
