import { expect } from 'chai';
import { executeAnonymous } from '../../simulator/apex/execute.ts';
import { run, world } from './apex-fixtures.ts';

const problems: [code: string, line: number, column: number, problem: string][] = [
  ['x = 5;', 1, 1, 'Variable does not exist: x'],
  ['Foo f;', 1, 1, 'Invalid type: Foo'],
  ['List<Foo> f;', 1, 6, 'Invalid type: Foo'],
  ['Foo.bar();', 1, 1, 'Variable does not exist: Foo'],
  ['foo(1);', 1, 1, 'Method does not exist or incorrect signature: void foo(Integer) from the type anon'],
  [`'a'.foo();`, 1, 5, 'Method does not exist or incorrect signature: void foo() from the type String'],
  [
    `'a'.length(1);`,
    1,
    5,
    'Method does not exist or incorrect signature: void length(Integer) from the type String',
  ],
  [
    'new Http().send();',
    1,
    12,
    'Method does not exist or incorrect signature: void send() from the type Http',
  ],
  [`new HttpRequest('x');`, 1, 5, 'Constructor not defined: [HttpRequest].<Constructor>(String)'],
  ['String s = 5;', 1, 8, 'Illegal assignment from Integer to String'],
  ['Integer i = 1.5;', 1, 9, 'Illegal assignment from Decimal to Integer'],
  ['Integer i;\nString I;', 2, 8, 'Duplicate variable: I'],
  ['Integer i = 1 + true;', 1, 13, 'Arithmetic expressions must use numeric arguments'],
  [`Boolean b = 1 == 'a';`, 1, 13, 'Comparison arguments must be compatible types: Integer, String'],
  ['1 + 1;', 1, 1, 'Expression cannot be a statement.'],
  ['return; Integer i;', 1, 9, 'Unreachable statement'],
  ['Integer f() { }', 1, 1, 'Missing return statement required return type: Integer'],
  [
    'class A { void f() { g(); } }',
    1,
    22,
    'Method does not exist or incorrect signature: void g() from the type A',
  ],
  ['class A { static void f() { } }', 1, 11, 'static can only be used on methods of a top level type'],
  [`System.debug('a')`, 1, 18, `Expecting ';' but was: '<EOF>'`],
  [`System.debug('a';`, 1, 17, `Missing ')' at ';'`],
  ['if (true { }', 1, 10, `Missing ')' at '{'`],
  ['}', 1, 1, `Unexpected token '}'.`],
  ['String s = "a";', 1, 12, `Unrecognized symbol '"', which is not a valid Apex identifier.`],
  [`String s = 'a`, 1, 12, `Missing closing quote character ' on string.`],
  ['List<Nope__c> l = [SELECT Id FROM Nope__c];', 1, 6, 'Invalid type: Nope__c'],
  ['System.debug([SELECT Id FROM Nope__c]);', 1, 30, `sObject type 'Nope__c' is not supported.`],
  ['User u; u.Nope = 1;', 1, 11, 'Variable does not exist: Nope'],
];

const outside: [code: string, what: string][] = [
  ['Messaging.SingleEmailMessage m;', 'Messaging.SingleEmailMessage'],
  ['Messaging.sendEmail(null);', 'Messaging.sendEmail'],
  ['Test.startTest();', 'Test.startTest'],
  ['XmlStreamReader reader;', 'XmlStreamReader'],
  ['System.debug(System.Label.Greeting);', 'System.Label.Greeting'],
  ['Schema.getGlobalDescribe();', 'Schema.getGlobalDescribe'],
  ['UserInfo.getDefaultCurrency();', 'UserInfo.getDefaultCurrency'],
  [`Database.undelete(new User());`, 'Database.undelete'],
  [`System.debug([FIND 'a' IN ALL FIELDS RETURNING User(Id)]);`, 'SOSL'],
  ['undelete new User();', 'undelete'],
  ['Account a;', 'Account'],
  ['System.runAs(null) { }', 'System.runAs'],
];

const failures: [code: string, message: string][] = [
  ['String s; s.length();', 'System.NullPointerException: Attempt to de-reference a null object'],
  ['Integer i; i++;', 'System.NullPointerException: Attempt to de-reference a null object'],
  ['new HttpRequest().setBody(null);', 'System.NullPointerException: Argument cannot be null.'],
  ['new List<String>()[2].trim();', 'System.ListException: List index out of bounds: 2'],
  [
    `Object o = 'a'; Integer i = (Integer) o;`,
    'System.TypeException: Invalid conversion from runtime type String to Integer',
  ],
  [
    `Map<String, Object> m = (Map<String, Object>) JSON.deserializeUntyped('[]');`,
    'System.TypeException: Invalid conversion from runtime type List<ANY> to Map<String,ANY>',
  ],
  [
    `JSON.deserializeUntyped('{"a":}');`,
    `System.JSONException: Unexpected character ('}' (code 125)): expected a valid value (number, String, array, object, 'true', 'false' or 'null') at [line:1, column:6]`,
  ],
  ['Integer i = 1 / 0;', 'System.MathException: Divide by 0'],
  [`Id i = 'foo';`, 'System.StringException: Invalid id: foo'],
  ['System.assert(false);', 'System.AssertException: Assertion Failed'],
  [
    `System.assertEquals(1, 2, 'note');`,
    'System.AssertException: Assertion Failed: note: Expected: 1, Actual: 2',
  ],
  [`System.assertNotEquals('a', 'a');`, 'System.AssertException: Assertion Failed: Same value: a'],
  [`Assert.areEqual(1, 2);`, 'System.AssertException: Assertion Failed: Expected: 1, Actual: 2'],
  [`Assert.fail('no');`, 'System.AssertException: Assertion Failed: no'],
  [`class OwnException extends Exception {} throw new OwnException('{"a":1}');`, 'OwnException: {"a":1}'],
  ['throw new IllegalArgumentException();', 'System.IllegalArgumentException: Script-thrown exception'],
  [
    `User u = [SELECT Id FROM User]; System.debug(u.CreatedDate);`,
    'System.SObjectException: SObject row was retrieved via SOQL without querying the requested field: User.CreatedDate',
  ],
  ['while (true) { }', 'System.LimitException: Apex CPU time limit exceeded'],
  [
    `String s = 'aaaaaaaaaa'; while (true) s += s;`,
    'System.LimitException: Apex heap size too large: 10485760',
  ],
  [
    'Integer f(Integer i) { return f(i + 1); } f(0);',
    'System.LimitException: Maximum stack depth reached: 1001',
  ],
];

describe('Apex that does not compile', () => {
  for (const [code, line, column, compileProblem] of problems) {
    it(`says of ${JSON.stringify(code)}: ${compileProblem}`, async () => {
      expect(await run(code)).to.include({ compiled: false, success: false, line, column, compileProblem });
    });
  }

  for (const [code, what] of outside) {
    it(`does not simulate ${what}`, async () => {
      expect(await run(code)).to.include({ compiled: false, compileProblem: `not simulated: ${what}` });
    });
  }

  it('gives up on brackets that nest too deep', async () => {
    const code = `Integer i = ${'('.repeat(20_000)}1${')'.repeat(20_000)};`;
    expect(await run(code)).to.include({
      compiled: false,
      compileProblem: 'not simulated: so deep a nesting',
    });
  });

  it('gives up on an expression that is too long', async () => {
    const { compileProblem } = await run(`Integer i = 1${' + 1'.repeat(4000)};`);
    expect(compileProblem).to.equal('not simulated: so deep a nesting');
  });

  it('runs nothing of a block that has a problem at its end', async () => {
    const { host, seen } = world();
    const result = await executeAnonymous(`insert new User(Name = 'a');\nnope();`, host);
    expect(result).to.include({
      compiled: false,
      line: 2,
      exceptionMessage: null,
      exceptionStackTrace: null,
    });
    expect(seen.changes).to.deep.equal([]);
  });
});

describe('Apex that fails', () => {
  for (const [code, exceptionMessage] of failures) {
    it(`throws ${exceptionMessage.slice(0, 90)}`, async () => {
      expect(await run(code)).to.include({ compiled: true, success: false, line: 1, exceptionMessage });
    });
  }

  it('tells the lines of the methods around it', async () => {
    const code = `class A {\n  void run() {\n    throw new CalloutException('x');\n  }\n}\nvoid f() {\n  new A().run();\n}\nf();`;
    expect(await run(code)).to.include({
      line: 3,
      exceptionStackTrace:
        'Class.A.run: line 3, column 1\nAnonymousBlock: line 7, column 1\nAnonymousBlock: line 9, column 1',
    });
  });

  it('lets no script catch a failed assertion', async () => {
    const result = await run(
      `try { System.assert(false, 'x'); } catch (Exception e) { } finally { Integer i = 1 / 0; }`
    );
    expect(result.exceptionMessage).to.equal('System.AssertException: Assertion Failed: x');
  });
});
