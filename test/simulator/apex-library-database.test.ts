import { expect } from 'chai';
import { executeAnonymous } from '../../simulator/apex/execute.ts';
import { world } from './apex-fixtures.ts';
import { lacks, throws, yields } from './apex-tables.ts';

describe('Database', () => {
  const setup = `User good = new User(Name = 'A'); User bad = new User(Name = 'Bad'); User old = new User(Id = '005000000000001AAA');
    List<User> both = new List<User>{ new User(Name = 'A'), new User(Name = 'Bad') };`;
  yields(
    [
      [
        `Database.SaveResult r = Database.insert(good); r.isSuccess() + ':' + r.getId() + ':' + r.getErrors() + ':' + good.Id`,
        'true:005000000000002AAA:():005000000000002AAA',
      ],
      [
        'Database.insert(new List<User>{ good })',
        '(Database.SaveResult[getErrors=();getId=005000000000002AAA;isSuccess=true;])',
      ],
      [
        `Database.SaveResult[] r = Database.insert(both, false); r[0].isSuccess() + ':' + r[1].isSuccess() + ':' + r[1].getId()`,
        'true:false:null',
      ],
      [
        `Database.Error e = Database.insert(bad, false).getErrors()[0]; e.getStatusCode() + ':' + e.getMessage() + ':' + e.getFields()`,
        'DUPLICATE_VALUE:twice:(Name)',
      ],
      [
        'Database.insert(bad, false).getErrors()',
        '(Database.Error[getFields=(Name);getMessage=twice;getStatusCode=DUPLICATE_VALUE;])',
      ],
      [
        'Database.insert(bad, false, AccessLevel.USER_MODE).getErrors()[0].getStatusCode() == StatusCode.DUPLICATE_VALUE',
        'true',
      ],
      ['Database.insert(good, AccessLevel.SYSTEM_MODE).isSuccess()', 'true'],
      [
        "Database.insert(new User(Id = '005000000000001AAA'), false).getErrors()[0].getMessage()",
        'cannot specify Id in an insert call',
      ],
      ['Database.update(old).getId()', '005000000000001AAA'],
      ['Database.update(good, false).getErrors()[0].getMessage()', 'Id not specified in an update call'],
      [`Database.UpsertResult r = Database.upsert(good); r.isCreated() + ':' + r.isSuccess()`, 'false:true'],
      ['Database.delete(old).isSuccess()', 'true'],
      ['Database.delete(new List<User>{ old }, false)[0].getErrors().isEmpty()', 'true'],
      [
        `Database.query('SELECT Id FROM User').size() + ':' + Database.query('SELECT Id FROM User', AccessLevel.USER_MODE).size()`,
        '1:1',
      ],
      [
        `Database.countQuery('SELECT COUNT() FROM User') + Database.countQuery('select count() from User', AccessLevel.USER_MODE)`,
        '2',
      ],
      [
        `Map<String, Object> binds = new Map<String, Object>{ 'Name' => 'A' }; Database.queryWithBinds('SELECT Id FROM User WHERE Name = :name', binds, AccessLevel.USER_MODE).size() + Database.countQueryWithBinds('SELECT COUNT() FROM User WHERE Name = :name', binds, AccessLevel.USER_MODE)`,
        '2',
      ],
      [
        `Savepoint s = Database.setSavepoint(); insert good; Database.rollback(s); Limits.getDmlStatements()`,
        '3',
      ],
    ],
    { setup }
  );
  throws(
    [
      [
        'Database.insert(bad)',
        'System.DmlException: Insert failed. First exception on row 0; first error: DUPLICATE_VALUE, twice: [Name]',
      ],
      [
        'Database.update(good, true)',
        'System.DmlException: Update failed. First exception on row 0; first error: MISSING_ARGUMENT, Id not specified in an update call: []',
      ],
      [
        "Database.insert(new Profile(Name = 'A'))",
        'System.TypeException: DML operation Insert not allowed on Profile',
      ],
      [`Database.countQuery('SELECT Id FROM User')`, 'System.QueryException'],
      [
        `Database.query('SELECT Id FROM User WHERE Name = :nobody')`,
        'System.QueryException: Variable does not exist: nobody',
      ],
      [`Database.query('SELECT Id')`, 'System.QueryException'],
      [
        `Database.query('SELECT Id FROM Nope__c')`,
        `System.QueryException: sObject type 'Nope__c' is not supported.`,
      ],
      [
        'Savepoint s = Database.setSavepoint(); Database.releaseSavepoint(s); Database.rollback(s)',
        'System.TypeException',
      ],
    ],
    { setup }
  );
  lacks([['Database.convertLead(null)', 'Database.convertLead']]);

  it('rolls back to a savepoint and binds values of any type', async () => {
    const { host, seen } = world();
    const code = `Savepoint s = Database.setSavepoint(); insert new User(Name = 'A'); Database.rollback(s);
      Date d = Date.newInstance(2026, 1, 2); Datetime t = Datetime.newInstanceGmt(2026, 1, 2, 3, 4, 5); List<String> none = new List<String>(); Set<Id> ids = new Set<Id>();
      User u = new User(Id = '005000000000001AAA'); Boolean yes = true;
      List<User> found = [SELECT Id FROM User WHERE CreatedDate > :t AND Id = :u AND Name IN :none AND IsActive = :yes];
      found = [SELECT Id FROM User WHERE Id IN :ids OR Id IN :found];
      found = Database.query('SELECT Id FROM User WHERE CreatedDate > :d');`;
    expect((await executeAnonymous(code, host)).exceptionMessage).to.equal(null);
    expect(seen.rollbacks).to.equal(1);
    expect(seen.queries).to.deep.equal([
      `SELECT Id FROM User WHERE CreatedDate > 2026-01-02T03:04:05.000Z AND Id = '005000000000001AAA' AND Name IN ('') AND IsActive = true`,
      `SELECT Id FROM User WHERE Id IN ('000000000000000AAA') OR Id IN ('005000000000001AAA')`,
      'SELECT Id FROM User WHERE CreatedDate > 2026-01-02',
    ]);
  });
});

describe('DmlException', () => {
  const setup = `DmlException e; User old = new User(Id = '005000000000001AAA', Name = 'Bad');
    try { update new List<User>{ new User(Id = '005000000000002AAA'), old }; } catch (DmlException caught) { e = caught; }`;
  yields(
    [
      [
        `e.getNumDml() + ':' + e.getDmlIndex(0) + ':' + e.getDmlId(0) + ':' + e.getDmlMessage(0)`,
        '1:1:005000000000001AAA:twice',
      ],
      [
        `e.getDmlFieldNames(0) + ':' + e.getDmlStatusCode(0) + ':' + e.getDmlType(0)`,
        '(Name):DUPLICATE_VALUE:DUPLICATE_VALUE',
      ],
    ],
    { setup }
  );
  throws([['e.getDmlId(1)', 'System.ListException: List index out of bounds: 1']], { setup });
});

describe('SObject', () => {
  const setup = `User u = new User(Id = '005000000000001AAA', Name = 'A'); SObject s = u;`;
  yields(
    [
      [`s.get('name') + ':' + s.put('Name', 'B') + ':' + u.Name + ':' + s.get('Username')`, 'A:A:B:null'],
      [`s.isSet('Name') + ':' + s.isSet('IsActive')`, 'true:false'],
      ['s.getPopulatedFieldsAsMap()', '{Id=005000000000001AAA, Name=A}'],
      [
        `s.clone() + ':' + s.clone(true) + ':' + s.clone(false, true)`,
        'User:{Name=A}:User:{Id=005000000000001AAA, Name=A}:User:{Name=A}',
      ],
      ['s.clear(); s', 'User:{}'],
      [
        `[SELECT Profile.Name FROM User][0].getSObject('Profile').get('Name') + ':' + s.getSObject('Profile')`,
        'System Administrator:null',
      ],
      [
        `s.getSObjectType() + ':' + u.Id.getSObjectType() + ':' + User.SObjectType.getDescribe().getName()`,
        'User:User:User',
      ],
      [
        's.getSObjectType() == User.SObjectType && User.SObjectType.getDescribe().getSObjectType() == User.SObjectType',
        'true',
      ],
      ['User.SObjectType.equals(Profile.SObjectType)', 'false'],
      [
        `User.SObjectType.newSObject() + ':' + User.SObjectType.newSObject('005000000000001AAA')`,
        'User:{}:User:{Id=005000000000001AAA}',
      ],
      ['User.class.newInstance()', 'User:{}'],
    ],
    { setup }
  );
  yields(
    [
      [
        `AggregateResult[] r = [SELECT Name, COUNT(Id) n FROM User GROUP BY Name]; r[0].get('n') + ':' + r[0].get('x')`,
        '2:null',
      ],
    ],
    {
      changed: { query: () => [{ Name: 'A', n: 2 }] },
    }
  );
  throws(
    [
      [`s.get('Nope')`, 'System.SObjectException: Invalid field Nope for User'],
      [`s.put('IsActive', 'yes')`, 'System.TypeException'],
    ],
    { setup }
  );
  lacks([[`Id i = '00Q000000000001AAA'; i.getSObjectType()`, 'sObject with the key prefix 00Q']]);
});
